package dev.pollux.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pollux.server.message.Messages;
import dev.pollux.server.message.SystemMessage;
import dev.pollux.server.project.Project;
import dev.pollux.server.project.ProjectReader;
import dev.pollux.server.project.RedundancyConfig.Mode;
import dev.pollux.server.project.StationConfig;
import dev.pollux.server.project.StationReader;
import dev.pollux.server.redundancy.Ability;
import dev.pollux.server.redundancy.Handover;
import dev.pollux.server.redundancy.ModeRules;
import dev.pollux.server.redundancy.NumberedReport;
import dev.pollux.server.redundancy.PairCore;
import dev.pollux.server.redundancy.PairTiming;
import dev.pollux.server.redundancy.PartnerReport;
import dev.pollux.server.redundancy.PartnerView;
import dev.pollux.server.redundancy.RoleRules;
import dev.pollux.server.redundancy.RoleState;
import dev.pollux.server.redundancy.ServiceLevelRules;
import dev.pollux.server.redundancy.SwitchoverRequest;
import dev.pollux.server.redundancy.Validation;
import dev.pollux.server.redundancy.link.LinkFacts;
import dev.pollux.server.redundancy.link.StationStatus;
import dev.pollux.server.redundancy.loop.Effects;
import dev.pollux.server.redundancy.loop.PairSnapshot;
import dev.pollux.server.redundancy.loop.PairSnapshot.PartnerStation;
import dev.pollux.server.redundancy.loop.RedundancyLoop;
import dev.pollux.server.redundancy.loop.Senses;
import dev.pollux.server.redundancy.loop.StatusTemplate;
import dev.pollux.server.redundancy.loop.Witness;
import dev.pollux.server.source.block.PlcAddresses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What CASTOR tells operators of its partner, in real time: the loop and all rules are those of a station, POLLUX is a
 * voice on two links that says and leaves unsaid what the test wants.
 */
class PairStoryMessagesTest {
    // Long enough that a busy machine does not look like a dead partner.
    private static final PairTiming TIMING = new PairTiming(
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofMillis(100),
            Duration.ofSeconds(2));
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path directory = Path.of("set by JUnit");

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService pollux = Executors.newSingleThreadScheduledExecutor();
    private RedundancyLoop castor = unset();
    private String fingerprint = "";

    private volatile boolean brokenRule;
    private volatile boolean main = true;
    private volatile boolean status = true;
    private volatile RoleState state = RoleState.MASTER;
    private volatile boolean running = true;
    private volatile boolean healthy = true;
    private volatile String said = "";
    private volatile long incarnation = 1;
    private volatile Optional<PairSnapshot> last = Optional.empty();
    private volatile Runnable look = () -> {};
    private long sequence; // of the thread that speaks

    @SuppressWarnings("NullAway") // set before each test
    private static RedundancyLoop unset() {
        return null;
    }

    @BeforeEach
    void begin() throws IOException {
        Project project = new ProjectReader(new PlcAddresses()::fault)
                .read(Path.of("..", "examples", "waterworks"))
                .orThrow();
        fingerprint = project.fingerprint();
        said = fingerprint;
        Path file = directory.resolve("castor.yaml");
        Files.writeString(file, """
                station: CASTOR
                endpoints: [{host: localhost, port: 24120, bind: 127.0.0.1}]
                partner: {links: [{name: main, kind: main, url: "opc.tcp://localhost:24121/pollux"},
                                  {name: status, kind: status, url: "opc.tcp://localhost:24122/pollux"}]}
                data: data
                """);
        StationConfig config = new StationReader().read(file, project).orThrow();
        Messages messages = (message, values) -> told.add(message.number() + " " + message.text(values));
        Consumer<PairSnapshot> unsafe = StationPairMessages.after(snapshot -> {}, messages, config, project);
        Object one = new Object();
        Consumer<PairSnapshot> rules = snapshot -> {
            synchronized (one) {
                unsafe.accept(snapshot);
            }
        };
        castor = new RedundancyLoop(
                new PairCore(
                        new RoleRules(TIMING, "CASTOR", List.of("CASTOR", "POLLUX")),
                        TIMING,
                        Map.of("POLLUX", List.of("main", "status")),
                        7,
                        0),
                new ServiceLevelRules(new ModeRules(Mode.HOT), true),
                new Senses(this::ability, () -> 0, List::of, id -> LinkFacts.unknown(), Witness.NONE),
                new StatusTemplate("CASTOR", "urn:castor", fingerprint, List.of()),
                effects(rules),
                messages);
        look = () -> last.ifPresent(rules);
        castor.start();
        var unused = pollux.scheduleAtFixedRate(this::speak, 0, 100, TimeUnit.MILLISECONDS);
    }

    @AfterEach
    void end() {
        pollux.shutdownNow();
        castor.close();
    }

    private Ability ability() {
        if (brokenRule) {
            throw new IllegalStateException("two and two is five");
        }
        return Ability.of(2, 2);
    }

    private Effects effects(Consumer<PairSnapshot> shown) {
        return new Effects() {
            @Override
            public void nudgeLinks() {}

            @Override
            public void storeTerm(long term) {}

            @Override
            public void follow(RoleState role, PartnerView partner, Optional<PartnerStation> word) {}

            @Override
            public void publish(PairSnapshot snapshot) {
                shown.accept(snapshot);
                last = Optional.of(snapshot);
            }
        };
    }

    private void speak() {
        // As the station does it: what lasts is told without a change.
        look.run();
        if (main) {
            speak("main");
        }
        if (status) {
            speak("status");
        }
    }

    private void speak(String link) {
        PartnerReport report =
                new PartnerReport(state, Handover.NONE, 5, new Validation(healthy, true, 2, 2), running, false);
        StationStatus word = new StationStatus(
                "POLLUX",
                "urn:pollux",
                link,
                new NumberedReport(incarnation, ++sequence, report),
                229,
                0,
                said,
                Instant.now(),
                List.of());
        castor.heard(link, word);
        castor.answered(link, System.nanoTime(), word, Optional.empty());
    }

    private void awaitTold(SystemMessage message, Object... values) {
        String text = message.number() + " " + message.text(values);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(told).contains(text));
    }

    private void assertUntold(SystemMessage message) {
        assertThat(told).noneMatch(each -> each.startsWith(message.number() + " "));
    }

    // POLLUX leads all along; its project and its links change; then its runtime is deactivated and comes back.
    @Test
    void linksProjectsAndTheRuntimeOfThePartnerAreTold() {
        awaitTold(SystemMessage.STATE_CHANGED, RoleState.STANDBY, "partner is already active");
        awaitTold(SystemMessage.MAIN_LINK_READY);
        awaitTold(SystemMessage.STATUS_LINK_READY);
        assertUntold(SystemMessage.PROJECTS_DIFFER);

        said = "bbbbbbbbbbbbbbbb";
        awaitTold(
                SystemMessage.PROJECTS_DIFFER,
                "fingerprint " + fingerprint.substring(0, 12) + " here, bbbbbbbbbbbb on POLLUX");

        assertUntold(SystemMessage.STATUS_LINK_FAILED);
        status = false;
        awaitTold(SystemMessage.LINK_FAILED, "POLLUX", "status");
        awaitTold(SystemMessage.STATUS_LINK_FAILED);
        assertUntold(SystemMessage.LINK_RESTORED);
        status = true;
        awaitTold(SystemMessage.LINK_RESTORED, "POLLUX", "status");

        assertUntold(SystemMessage.MAIN_LINK_INTERRUPTED);
        main = false;
        awaitTold(SystemMessage.MAIN_LINK_INTERRUPTED);
        main = true;
        awaitTold(SystemMessage.LINK_RESTORED, "POLLUX", "main");

        assertUntold(SystemMessage.PARTNER_RUNTIME_INACTIVE);
        running = false;
        awaitTold(SystemMessage.PARTNER_RUNTIME_INACTIVE, "POLLUX");
        awaitTold(SystemMessage.FAILURE_SWITCHOVER, "runtime of the partner was deactivated");
        assertUntold(SystemMessage.PARTNER_BACK);
        assertUntold(SystemMessage.PARTNER_RUNTIME_ACTIVE);
        state = RoleState.STANDBY;
        running = true;
        incarnation = 2;
        awaitTold(SystemMessage.PARTNER_BACK, "POLLUX");
        awaitTold(SystemMessage.PARTNER_RUNTIME_ACTIVE, "POLLUX");
        assertUntold(SystemMessage.PARTNER_FAILED);
    }

    // CASTOR leads. POLLUX gets a defect and is repaired, does not take the role that it is offered, and dies.
    @Test
    void aStandbyThatCannotLeadOrDoesNotAnswerIsTold() {
        state = RoleState.STANDBY;
        awaitTold(SystemMessage.STATE_CHANGED, RoleState.MASTER, "neither station was Master");
        awaitTold(SystemMessage.MAIN_LINK_READY);
        assertUntold(SystemMessage.STANDBY_ERROR);

        healthy = false;
        awaitTold(SystemMessage.STANDBY_ERROR, "POLLUX has a defect");
        assertUntold(SystemMessage.STANDBY_ERROR_GONE);
        healthy = true;
        awaitTold(SystemMessage.STANDBY_ERROR_GONE);

        assertUntold(SystemMessage.REDUNDANCY_ERROR);
        assertThat(castor.request(SwitchoverRequest.YIELD)
                        .toCompletableFuture()
                        .join()
                        .begun())
                .as("control")
                .isTrue();
        awaitTold(SystemMessage.REDUNDANCY_ERROR, "the switchover was not completed in time");

        assertUntold(SystemMessage.PARTNER_FAILED);
        main = false;
        status = false;
        awaitTold(SystemMessage.PARTNER_FAILED, "POLLUX");

        assertUntold(SystemMessage.FAULT_WITHOUT_PARTNER);
        castor.defect("a thread is dead");
        awaitTold(SystemMessage.STATE_CHANGED, RoleState.FAULT, "defect in the station's own software");
        awaitTold(SystemMessage.FAULT_WITHOUT_PARTNER);
    }

    // A rule that is broken must not leave a Master that decides nothing, nor a line for each try.
    @Test
    void anUnexpectedFailureOfTheRedundancyItselfIsToldOnce() {
        awaitTold(SystemMessage.MAIN_LINK_READY);
        String text = SystemMessage.REDUNDANCY_ERROR.number() + " "
                + SystemMessage.REDUNDANCY_ERROR.text("java.lang.IllegalStateException: two and two is five");

        brokenRule = true;
        await().atMost(LIMIT).untilAsserted(() -> assertThat(told).contains(text));
        brokenRule = false;

        awaitTold(SystemMessage.STATE_CHANGED, RoleState.FAULT, "defect in the station's own software");
        assertThat(told.stream().filter(text::equals)).hasSize(1);
    }
}
