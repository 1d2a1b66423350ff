package dev.pollux.testkit.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every state within a few moves, none left out. {@code make stories} goes deeper.
 */
class ExplorationTest {
    private static final int DEPTH = Integer.getInteger("pollux.depth", 2);

    @ParameterizedTest
    @CsvSource({"false, main", "false, main status", "true, main", "true, main status"})
    void whateverHappensTheRulesHoldAndOneMasterComesOfIt(boolean witnessed, String links) {
        Exploration.Result result = Exploration.explore(List.of(links.split(" ")), witnessed, DEPTH);

        assertThat(result.states()).as("control: there is something to look at").isGreaterThan(1_000);
    }
}
