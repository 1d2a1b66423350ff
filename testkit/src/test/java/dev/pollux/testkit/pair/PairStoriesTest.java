package dev.pollux.testkit.pair;

import static org.assertj.core.api.Assertions.fail;

import dev.pollux.testkit.pair.StoryTeller.Cast;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random stories of each cast. A failure prints its seed; make a named scenario of it. */
class PairStoriesTest {
    private static final int STORIES = Integer.getInteger("pollux.stories", 400);
    private static final long FIRST_SEED = Long.getLong("pollux.seed", 1);

    @ParameterizedTest
    @EnumSource(Cast.class)
    void invariantsHoldInEveryStory(Cast cast) {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + STORIES; seed++) {
            try {
                StoryTeller.tell(cast, seed);
            } catch (AssertionError e) {
                fail("story with seed " + seed + " (replay: -Dpollux.seed=" + seed + " -Dpollux.stories=1)", e);
            }
        }
    }
}
