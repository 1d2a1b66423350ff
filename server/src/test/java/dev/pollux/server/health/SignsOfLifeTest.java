package dev.pollux.server.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.server.health.Component.Remedy;
import dev.pollux.server.health.Component.Sign;
import dev.pollux.server.health.SignsOfLife.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SignsOfLifeTest {
    private static final Duration STEP = Duration.ofMillis(500);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Component ARCHIVE = new Component("archive", LIMIT, Remedy.FAULT);
    private static final Component DEVICE = new Component("device PLC1", LIMIT, Remedy.START_ANEW);
    private static final Component LOOP = new Component("redundancy", LIMIT, Remedy.END_PROCESS);

    private final SignsOfLife signs = new SignsOfLife(STEP.multipliedBy(2), 2);
    private Duration uptime = Duration.ZERO;
    private long beat;

    private List<Finding> look(Component component, Duration after, boolean alive) {
        uptime = uptime.plus(after);
        beat += alive ? 1 : 0;
        return signs.look(uptime, List.of(new Sign(component, beat)));
    }

    private List<Finding> run(Component component, Duration span, boolean alive) {
        List<Finding> findings = new ArrayList<>();
        for (long left = span.toMillis(); left > 0; left -= STEP.toMillis()) {
            findings.addAll(look(component, STEP, alive));
        }
        return findings;
    }

    @Test
    void componentThatStopsBeatingIsFoundOnceWithinItsLimit() {
        assertThat(run(ARCHIVE, Duration.ofSeconds(30), true)).as("control").isEmpty();
        assertThat(run(ARCHIVE, LIMIT, false)).as("not yet").isEmpty();

        List<Finding> findings = run(ARCHIVE, Duration.ofSeconds(20), false);

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.remedy()).isEqualTo(Remedy.FAULT);
            assertThat(finding.text()).isEqualTo("component archive without sign of life for 10 s");
        });
        assertThat(signs.states())
                .singleElement()
                .satisfies(state -> assertThat(state.silent()).isTrue());
    }

    // A garbage collection of a minute stops everybody, the one who watches too. Nobody is ill because of it.
    @Test
    void pauseOfTheWholeProcessIsNobodysSilence() {
        run(ARCHIVE, Duration.ofSeconds(5), true);

        assertThat(look(ARCHIVE, Duration.ofMinutes(1), false)).isEmpty();
        assertThat(run(ARCHIVE, Duration.ofSeconds(8), false)).isEmpty();
        assertThat(run(ARCHIVE, Duration.ofSeconds(5), false))
                .as("control: it still counts afterwards")
                .hasSize(1);
    }

    // Opening an archive of years may take minutes, and a device that is not there yet is no defect.
    @Test
    void firstSignOfLifeMayTakeLonger() {
        assertThat(run(ARCHIVE, Duration.ofMinutes(5), false)).isEmpty();
        assertThat(run(ARCHIVE, Duration.ofSeconds(2), false)).hasSize(1);
    }

    @Test
    void componentIsStartedAnewAFewTimesThenTheStationIsInFault() {
        run(DEVICE, STEP, true);
        run(DEVICE, STEP, true);

        assertThat(run(DEVICE, Duration.ofSeconds(60), false))
                .extracting(Finding::remedy)
                .containsExactly(Remedy.START_ANEW, Remedy.START_ANEW, Remedy.FAULT);
    }

    @Test
    void restartsAreForgottenAfterTenMinutes() {
        run(DEVICE, STEP.multipliedBy(2), true);
        assertThat(run(DEVICE, LIMIT.plus(STEP), false)).hasSize(1);
        assertThat(run(DEVICE, Duration.ofMinutes(11), true)).isEmpty();

        assertThat(run(DEVICE, Duration.ofSeconds(22), false))
                .extracting(Finding::remedy)
                .containsExactly(Remedy.START_ANEW, Remedy.START_ANEW);
    }

    // Whether the process may end depends on the partner, who may come at any time.
    @Test
    void hungDecisionIsToldAtEachLook() {
        run(LOOP, STEP.multipliedBy(2), true);
        run(LOOP, LIMIT.plus(STEP), false);

        assertThat(run(LOOP, STEP.multipliedBy(3), false)).hasSize(3);
        assertThat(run(LOOP, STEP, true)).isEmpty();
    }

    // Property: whatever the pauses, who beats at each look is never found, and who is dead always is in time.
    @Test
    void livingIsNeverFoundAndDeadAlways() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 200; round++) {
            SignsOfLife watch = new SignsOfLife(STEP.multipliedBy(2), 0);
            Component dead = new Component("dead", LIMIT, Remedy.FAULT);
            Duration now = Duration.ZERO;
            int found = 0;
            int looks = 0;
            for (long number = 0; number < 100; number++) {
                now = now.plusMillis(random.nextInt(10) == 0 ? random.nextLong(600_000) : random.nextLong(400, 600));
                for (Finding each :
                        watch.look(now, List.of(new Sign(ARCHIVE, number), new Sign(dead, Math.min(number, 3))))) {
                    assertThat(each.component()).as("seed " + seed).isEqualTo(dead);
                    found++;
                }
                looks += number > 3 && found == 0 ? 1 : 0;
            }
            assertThat(found).as("seed " + seed).isEqualTo(1);
            // A look counts as 400 ms at least and 1 s at most.
            assertThat(looks).as("seed " + seed).isBetween(9, 26);
        }
    }
}
