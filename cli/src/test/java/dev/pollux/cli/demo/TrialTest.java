package dev.pollux.cli.demo;

import static dev.pollux.cli.demo.Views.MASTER;
import static dev.pollux.cli.demo.Views.STANDBY;
import static dev.pollux.cli.demo.Views.killed;
import static dev.pollux.cli.demo.Views.pair;
import static dev.pollux.cli.demo.Views.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.cli.demo.Action.Kind;
import dev.pollux.cli.demo.Script.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run is good only if each step was seen to work and the roles are right at the end. */
class TrialTest {
    private static final PairView BEFORE = pair(running("CASTOR", MASTER), running("POLLUX", STANDBY));
    private static final PairView TAKEN_OVER = pair(killed("CASTOR"), running("POLLUX", MASTER));
    private static final PairView BOTH_LEAD = pair(running("CASTOR", MASTER), running("POLLUX", MASTER));

    private final List<Action> done = new ArrayList<>();
    private final Trial trial = new Trial(
            new Script(List.of(
                    new Step(Action.of(Kind.KILL_MASTER), Duration.ofSeconds(1)),
                    new Step(Action.of(Kind.RESTART), Duration.ofSeconds(3)))),
            action -> {
                done.add(action);
                return action.kind() == Kind.RESTART ? Effect.standsBy("CASTOR", "POLLUX") : Effect.leads("POLLUX");
            });

    private void tick(long millis, PairView pair) {
        trial.tick(Duration.ofMillis(millis), pair);
    }

    @Test
    void stepIsGoodOnceItsEffectIsSeen() {
        tick(999, BEFORE);
        assertThat(done).isEmpty();
        tick(1000, BEFORE);
        tick(1500, TAKEN_OVER);
        tick(3000, TAKEN_OVER);
        tick(4000, pair(running("CASTOR", STANDBY), running("POLLUX", MASTER)));

        assertThat(trial.end(Duration.ofSeconds(5)))
                .allMatch(Trial.Result::good)
                .hasSize(2);
        assertThat(done).hasSize(2);
    }

    @Test
    void stepWithoutEffectHasFailedWhenTheNextBegins() {
        tick(1000, BEFORE);
        tick(3000, BEFORE);
        tick(3100, BOTH_LEAD);

        assertThat(trial.end(Duration.ofSeconds(5)))
                .noneMatch(Trial.Result::good)
                .hasSize(2);
    }

    @Test
    void stepsThatWereNotReachedHaveFailed() {
        assertThat(trial.end(Duration.ofMillis(500)))
                .extracting(Trial.Result::text)
                .containsOnly("not begun");
    }

    @Test
    void rolesAreRightWithOneMasterAndStandbyForWhoeverElseRuns() {
        assertThat(BEFORE.rolesRight()).isTrue();
        assertThat(TAKEN_OVER.rolesRight()).isTrue();
        assertThat(TAKEN_OVER.complete()).isFalse();
        assertThat(BOTH_LEAD.rolesRight()).isFalse();
        assertThat(pair(running("CASTOR", STANDBY), running("POLLUX", STANDBY)).rolesRight())
                .isFalse();
        assertThat(pair(killed("CASTOR"), running("POLLUX", STANDBY)).rolesRight())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"80, 24", "120, 40", "40, 10"})
    void viewFitsTheTerminal(int width, int height) {
        List<EventLog.Event> events = Stream.generate(
                        () -> new EventLog.Event(Instant.EPOCH, "something long has happened ".repeat(8)))
                .limit(60)
                .toList();
        List<AttributedString> lines = DemoView.render(
                new DemoView.Model(
                        Duration.ofSeconds(12),
                        TAKEN_OVER,
                        "POLLUX",
                        Map.of("clean water m", "3.14"),
                        new dev.pollux.failover.SubscriptionStatistics(1, 2, 3, 4, 5, Duration.ZERO),
                        new GapLedger.Count(1, 2, 3, 4, 5),
                        Duration.ofMillis(240),
                        1,
                        events,
                        false),
                width,
                height);

        assertThat(lines).hasSize(height).allMatch(line -> line.columnLength() <= width);
        if (height >= 24) {
            assertThat(lines.toString())
                    .contains("CASTOR", "killed", "Master", "<- client", "longest 240 ms", "q quit");
        }
    }
}
