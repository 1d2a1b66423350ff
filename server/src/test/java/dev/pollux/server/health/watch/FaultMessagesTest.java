package dev.pollux.server.health.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.server.message.SystemMessage;
import dev.pollux.server.project.HealthConfig;
import dev.pollux.server.redundancy.Handover;
import dev.pollux.server.redundancy.PartnerReport;
import dev.pollux.server.redundancy.PartnerView;
import dev.pollux.server.redundancy.Reason;
import dev.pollux.server.redundancy.RoleState;
import dev.pollux.server.redundancy.ServiceLevel;
import dev.pollux.server.redundancy.StationState;
import dev.pollux.server.redundancy.Validation;
import dev.pollux.server.redundancy.loop.PairHistory;
import dev.pollux.server.redundancy.loop.PairSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators are told while a station is in Fault because of a defect, and what becomes of it. */
class FaultMessagesTest {
    private static final HealthConfig.Restart NEVER =
            new HealthConfig.Restart(false, Duration.ofMinutes(10), 3, Duration.ofDays(1), Duration.ofSeconds(10));
    private static final HealthConfig.Restart SOON =
            new HealthConfig.Restart(true, Duration.ofMinutes(10), 3, Duration.ofDays(1), Duration.ofSeconds(10));

    @TempDir
    Path directory = Path.of("set by JUnit");

    private final List<String> told = new ArrayList<>();
    private final List<String> done = new ArrayList<>();
    private boolean partnerLeads = true;
    private boolean addressAtRisk;
    private boolean stuck;

    /** The station around the health check. */
    private final class Surroundings implements FaultEffects {
        @Override
        public Optional<PairSnapshot> pair() {
            return Optional.empty();
        }

        @Override
        public boolean paired() {
            return true;
        }

        @Override
        public boolean addressAtRisk() {
            return addressAtRisk;
        }

        @Override
        public long partnerCalls() {
            return 0;
        }

        @Override
        public void changed() {
            done.add("changed");
        }

        @Override
        public void isolate(boolean away) {
            done.add("isolate " + away);
        }

        @Override
        public void showStuck(String reason) {
            done.add(reason);
        }

        @Override
        public void showDeciding() {
            done.add("deciding");
        }

        @Override
        public void restart() {
            done.add("restart");
        }

        @Override
        public void halt(int exitCode) {
            done.add("halt " + exitCode);
        }
    }

    private PairSnapshot inFault() {
        PartnerReport said = new PartnerReport(
                partnerLeads ? RoleState.MASTER : RoleState.UNDEFINED,
                Handover.NONE,
                4,
                new Validation(true, true, 1, 1),
                true,
                false);
        StationState fault = new StationState(
                RoleState.FAULT,
                Reason.DEFECT,
                Duration.ZERO,
                4,
                StationState.standalone().handover(),
                Optional.empty(),
                Map.of(),
                false);
        return new PairSnapshot(
                fault,
                new Validation(false, true, 1, 1),
                ServiceLevel.of(99, "Fault"),
                0,
                List.of(new PairSnapshot.Partner(
                        new PartnerView("POLLUX", PartnerView.Availability.AVAILABLE, Optional.of(said), true),
                        Optional.empty(),
                        Optional.empty())),
                List.of(),
                "",
                true,
                PairHistory.NONE);
    }

    /** Half a minute in Fault, a look each second. */
    private List<String> faulty(boolean isolate, HealthConfig.Restart restart) {
        HealthConfig standard = HealthConfig.STANDARD;
        FaultHandling handling = new FaultHandling(
                new HealthConfig(standard.silence(), standard.componentRestarts(), standard.limits(), isolate, restart),
                new Surroundings(),
                (message, values) -> told.add(message.number() + " " + message.text(values)),
                new FaultFile(directory));
        told.clear();
        for (int second = 0; second < 30; second++) {
            handling.look(Duration.ofSeconds(second), Optional.of(inFault()), stuck);
        }
        return told;
    }

    private static String text(SystemMessage message, Object... values) {
        return message.number() + " " + message.text(values);
    }

    private void remember(boolean fault, Instant... restarts) throws IOException {
        new FaultFile(directory).save(new FaultFile.Contents(fault, List.of(restarts)));
    }

    @Test
    void faultIsToldAndWhatIsSwitchedOffToo() {
        assertThat(faulty(false, NEVER))
                .containsExactly(
                        text(SystemMessage.STATION_BLOCKED),
                        text(SystemMessage.ISOLATION_OFF),
                        text(SystemMessage.RESTART_OFF));
    }

    // What it heard last of the partner is of no worth: nobody listens any more. It would wait for ever.
    @Test
    void aStationThatCannotDecideIsStartedAnewWithinTheLimits() throws IOException {
        stuck = true;
        assertThat(faulty(true, SOON))
                .as("that it is blocked was told at once")
                .containsExactly(
                        text(SystemMessage.RESTART_ANNOUNCED, 10),
                        text(SystemMessage.ISOLATION_BLOCKED, "this station", "nobody is heard that leads"));
        assertThat(done).containsExactly("restart");

        done.clear();
        assertThat(faulty(false, SOON)).contains(text(SystemMessage.RESTART_TOO_SOON, 600));
        assertThat(done).as("the limiter holds").isEmpty();
    }

    @Test
    void isolationIsToldAndARestartAnnouncedBeforeItHappens() {
        assertThat(faulty(true, SOON))
                .containsExactly(
                        text(SystemMessage.STATION_BLOCKED),
                        text(SystemMessage.RESTART_ANNOUNCED, 10),
                        text(SystemMessage.STATION_ISOLATED));
        assertThat(done).containsExactly("isolate true", "restart");
    }

    @Test
    void aFaultThatARestartHasNotMendedNeedsTheMachine() throws IOException {
        remember(true, Instant.now().minusSeconds(60));

        assertThat(faulty(true, SOON))
                .contains(text(SystemMessage.MACHINE_RESTART_NEEDED), text(SystemMessage.RESTART_TOO_SOON, 600))
                .doesNotContain(text(SystemMessage.RESTART_ANNOUNCED, 10));
        assertThat(done).as("the limiter holds").doesNotContain("restart");
    }

    @Test
    void restartsComeToAnEnd() throws IOException {
        Instant now = Instant.now();
        remember(false, now.minusSeconds(9_000), now.minusSeconds(6_000), now.minusSeconds(3_000));

        assertThat(faulty(true, SOON)).contains(text(SystemMessage.RESTARTS_EXHAUSTED, 86_400, 3));
        assertThat(done).doesNotContain("restart");
    }

    // A plant must not lose its last server.
    @Test
    void withoutALeadingPartnerIsolationAndRestartAreRefusedByName() {
        partnerLeads = false;

        assertThat(faulty(true, SOON))
                .contains(
                        text(SystemMessage.ISOLATION_BLOCKED, "this station", "the partner does not lead"),
                        text(SystemMessage.RESTART_DISABLED, "this station", "the partner does not lead"));
        assertThat(done).isEmpty();
    }

    @Test
    void anOperatorWhoForbidsItIsNamed() throws IOException {
        Files.writeString(directory.resolve("no-restart"), "hands off until Monday\n");

        assertThat(faulty(true, SOON))
                .contains(text(SystemMessage.RESTART_DISABLED, "an operator", "hands off until Monday"));
        assertThat(done).doesNotContain("restart");
    }

    @Test
    void aRestartThatWouldLoseTheAddressIsNotTried() {
        addressAtRisk = true;

        assertThat(faulty(true, SOON)).contains(text(SystemMessage.RESTART_WOULD_LOSE_ADDRESS));
        assertThat(done).as("clients leave all the same").containsExactly("isolate true");
    }
}
