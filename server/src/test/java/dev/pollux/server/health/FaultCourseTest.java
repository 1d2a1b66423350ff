package dev.pollux.server.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.server.health.FaultCourse.Step;
import dev.pollux.server.health.FaultCourse.Step.Kind;
import dev.pollux.server.health.FaultCourse.View;
import dev.pollux.server.health.RestartRules.Verdict;
import dev.pollux.server.project.HealthConfig;
import dev.pollux.server.project.HealthConfig.Restart;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FaultCourseTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Restart RESTART =
            new Restart(true, Duration.ofMinutes(10), 3, Duration.ofHours(24), Duration.ofSeconds(10));
    private static final Restart NEVER =
            new Restart(false, Duration.ofMinutes(10), 3, Duration.ofHours(24), Duration.ofSeconds(10));

    private final List<Instant> history = new ArrayList<>();
    private boolean defect = true;
    private boolean stuck;
    private boolean paired = true;
    private boolean partnerLeads = true;
    private Optional<String> forbidden = Optional.empty();
    private boolean addressAtRisk;

    private static HealthConfig config(boolean isolate, Restart restart) {
        HealthConfig standard = HealthConfig.STANDARD;
        return new HealthConfig(standard.silence(), standard.componentRestarts(), standard.limits(), isolate, restart);
    }

    private View seen(long second) {
        return new View(
                Duration.ofSeconds(second),
                START.plusSeconds(second),
                defect,
                stuck,
                paired,
                partnerLeads,
                history,
                forbidden,
                addressAtRisk);
    }

    private List<Kind> run(FaultCourse course, long from, long to) {
        List<Kind> kinds = new ArrayList<>();
        for (long second = from; second < to; second++) {
            course.next(seen(second)).stream().map(Step::kind).forEach(kinds::add);
        }
        return kinds;
    }

    @Test
    void healthyStationTellsNothing() {
        defect = false;

        assertThat(run(new FaultCourse(config(true, RESTART), true), 0, 100)).isEmpty();
    }

    // The cable is out: a process that starts anew would find no address, and the station would be gone for good.
    @Test
    void noRestartWhileAnAddressFromDhcpWouldBeLost() {
        FaultCourse course = new FaultCourse(config(true, RESTART), false);
        addressAtRisk = true;

        assertThat(run(course, 0, 100))
                .contains(Kind.RESTART_WOULD_LOSE_ADDRESS)
                .doesNotContain(Kind.RESTART_ANNOUNCED, Kind.RESTART)
                .doesNotHaveDuplicates();
        addressAtRisk = false;
        assertThat(run(course, 100, 200)).as("control").contains(Kind.RESTART_ANNOUNCED, Kind.RESTART);
    }

    // A lone Master whose decisions have expired commands nothing: waiting for a partner would only make that last.
    @Test
    void aLoneStationThatCannotDecideIsStartedAnewThoughNobodyLeads() {
        partnerLeads = false;
        assertThat(run(new FaultCourse(config(true, RESTART), false), 0, 100))
                .as("control: one that can decide goes on serving in Fault")
                .doesNotContain(Kind.RESTART);

        stuck = true;
        assertThat(run(new FaultCourse(config(true, RESTART), false), 0, 11))
                .containsExactly(Kind.BLOCKED, Kind.RESTART_ANNOUNCED, Kind.ISOLATION_REFUSED, Kind.RESTART);
    }

    // A hanging disk that comes back: what was announced for the first hang must not happen in the middle of the next.
    @Test
    void aRestartIsCalledOffWhenTheStationDecidesAgain() {
        FaultCourse course = new FaultCourse(config(false, RESTART), false);
        partnerLeads = false;
        stuck = true;
        assertThat(run(course, 0, 8)).contains(Kind.RESTART_ANNOUNCED).doesNotContain(Kind.RESTART);
        defect = false;
        stuck = false;
        assertThat(run(course, 8, 60)).isEmpty();

        defect = true;
        stuck = true;
        assertThat(run(course, 60, 69))
                .as("announced again, with the whole delay")
                .contains(Kind.BLOCKED, Kind.RESTART_ANNOUNCED)
                .doesNotContain(Kind.RESTART);
        assertThat(run(course, 69, 71)).containsExactly(Kind.RESTART);
    }

    @Test
    void withoutIsolationAndRestartBothAreToldOnce() {
        assertThat(run(new FaultCourse(config(false, NEVER), false), 0, 100))
                .containsExactly(Kind.BLOCKED, Kind.ISOLATION_OFF, Kind.RESTART_OFF);
    }

    @Test
    void faultSoonAfterAProcessThatEndedInFaultNeedsTheMachineRestarted() {
        assertThat(run(new FaultCourse(config(false, NEVER), true), 5, 6)).contains(Kind.MACHINE_RESTART_NEEDED);
        assertThat(run(new FaultCourse(config(false, NEVER), true), 3_000, 3_001))
                .as("control: hours later it is another fault")
                .contains(Kind.BLOCKED)
                .doesNotContain(Kind.MACHINE_RESTART_NEEDED);
    }

    @Test
    void clientsAreSentAwayWhenThePartnerHasLedForAWhile() {
        FaultCourse course = new FaultCourse(config(true, NEVER), false);

        assertThat(run(course, 0, 5)).doesNotContain(Kind.ISOLATE);
        assertThat(run(course, 5, 60)).containsExactly(Kind.ISOLATE);
    }

    // A plant must not lose its last server.
    @Test
    void clientsAreLetInAgainWhenThePartnerNoLongerLeads() {
        FaultCourse course = new FaultCourse(config(true, NEVER), false);
        run(course, 0, 10);
        partnerLeads = false;

        assertThat(run(course, 10, 20)).containsExactly(Kind.RELEASE, Kind.ISOLATION_REFUSED);
        partnerLeads = true;
        assertThat(run(course, 20, 40)).containsExactly(Kind.ISOLATE);
    }

    // The partner leads within a moment if it can: nobody is told of a refusal that is over at once.
    @Test
    void nothingIsRefusedInTheMomentBeforeThePartnerLeads() {
        FaultCourse course = new FaultCourse(config(true, RESTART), false);
        partnerLeads = false;
        assertThat(run(course, 0, 3)).containsExactly(Kind.BLOCKED);

        partnerLeads = true;
        assertThat(run(course, 3, 5)).containsExactly(Kind.RESTART_ANNOUNCED);
    }

    @Test
    void restartIsAnnouncedAndThenDoneOnce() {
        FaultCourse course = new FaultCourse(config(false, RESTART), false);

        assertThat(run(course, 100, 110)).contains(Kind.RESTART_ANNOUNCED).doesNotContain(Kind.RESTART);
        assertThat(run(course, 110, 200)).containsExactly(Kind.RESTART);
    }

    @Test
    void noRestartWithoutALeadingPartner() {
        FaultCourse course = new FaultCourse(config(false, RESTART), false);
        partnerLeads = false;

        assertThat(run(course, 0, 100)).contains(Kind.RESTART_UNSAFE).doesNotContain(Kind.RESTART);
        partnerLeads = true;
        assertThat(run(course, 100, 200)).containsExactly(Kind.RESTART_ANNOUNCED, Kind.RESTART);
    }

    @Test
    void partnerThatIsLostDuringTheDelayStopsTheRestart() {
        FaultCourse course = new FaultCourse(config(false, RESTART), false);
        assertThat(run(course, 0, 5)).contains(Kind.RESTART_ANNOUNCED);
        partnerLeads = false;

        assertThat(run(course, 5, 60)).containsExactly(Kind.RESTART_UNSAFE);
    }

    @Test
    void stationWithoutPartnerRestarts() {
        paired = false;
        partnerLeads = false;

        assertThat(run(new FaultCourse(config(true, RESTART), false), 0, 60))
                .contains(Kind.ISOLATION_REFUSED, Kind.RESTART);
    }

    @Test
    void operatorForbidsRestarts() {
        forbidden = Optional.of("not during the night shift");

        assertThat(run(new FaultCourse(config(false, RESTART), false), 0, 60))
                .contains(Kind.RESTART_FORBIDDEN)
                .doesNotContain(Kind.RESTART_ANNOUNCED);
    }

    @Test
    void limiterTellsWhyNot() {
        history.add(START.minusSeconds(60));
        assertThat(run(new FaultCourse(config(false, RESTART), false), 0, 60))
                .contains(Kind.RESTART_TOO_SOON)
                .doesNotContain(Kind.RESTART);

        history.clear();
        List.of(3, 2, 1).forEach(hours -> history.add(START.minus(Duration.ofHours(hours))));
        assertThat(run(new FaultCourse(config(false, RESTART), false), 0, 60))
                .contains(Kind.RESTARTS_EXHAUSTED)
                .doesNotContain(Kind.RESTART);
    }

    // Property: a station that is always ill never restarts more often than it may, in any window of any story.
    @Test
    void neverMoreRestartsThanAllowed() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 300; round++) {
            Restart limits = new Restart(
                    true,
                    Duration.ofSeconds(random.nextLong(1, 100)),
                    random.nextInt(1, 6),
                    Duration.ofSeconds(random.nextLong(100, 1_000)),
                    Duration.ZERO);
            List<Instant> all = new ArrayList<>();
            Instant now = START;
            for (int step = 0; step < 500; step++) {
                now = now.plusMillis(random.nextLong(1, 20_000));
                if (RestartRules.verdict(limits, all, now) == Verdict.ALLOWED) {
                    all.add(now);
                }
            }
            assertThat(all).as("control, seed " + seed).isNotEmpty();
            for (int i = 1; i < all.size(); i++) {
                assertThat(Duration.between(all.get(i - 1), all.get(i)))
                        .as("seed " + seed)
                        .isGreaterThanOrEqualTo(limits.notWithin());
            }
            for (int i = limits.count(); i < all.size(); i++) {
                assertThat(Duration.between(all.get(i - limits.count()), all.get(i)))
                        .as("seed " + seed)
                        .isGreaterThanOrEqualTo(limits.period());
            }
        }
    }
}
