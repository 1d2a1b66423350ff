package dev.pollux.testkit.pair;

import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;

/** Thousands of random stories. A failure prints its seed; make a named scenario of it in {@link PairScenarioTest}. */
class PairStoriesTest {
    private static final int STORIES = Integer.getInteger("pollux.stories", 10_000);
    private static final long FIRST_SEED = Long.getLong("pollux.seed", 1);

    @Test
    void invariantsHoldInEveryStory() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + STORIES; seed++) {
            try {
                StoryTeller.tell(seed);
            } catch (AssertionError | RuntimeException e) {
                fail("story with seed " + seed + " (replay: -Dpollux.seed=" + seed + " -Dpollux.stories=1)", e);
            }
        }
    }
}
