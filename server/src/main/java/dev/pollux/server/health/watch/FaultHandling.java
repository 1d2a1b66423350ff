package dev.pollux.server.health.watch;

import dev.pollux.server.health.FaultCourse;
import dev.pollux.server.health.FaultCourse.Step;
import dev.pollux.server.health.FaultCourse.View;
import dev.pollux.server.message.Messages;
import dev.pollux.server.message.SystemMessage;
import dev.pollux.server.project.HealthConfig;
import dev.pollux.server.redundancy.PartnerReport;
import dev.pollux.server.redundancy.Reason;
import dev.pollux.server.redundancy.RoleState;
import dev.pollux.server.redundancy.loop.PairSnapshot;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out what a Fault demands, and remembers it over restarts. Owned by the health thread. */
final class FaultHandling {
    private static final Logger LOG = LoggerFactory.getLogger(FaultHandling.class);

    private final HealthConfig config;
    private final FaultEffects effects;
    private final Messages messages;
    private final FaultFile file;
    private final FaultCourse course;
    private FaultFile.Contents remembered;
    private Optional<String> unstorable = Optional.empty();
    private boolean stuck;
    private volatile boolean isolated;
    private volatile int restarts;

    FaultHandling(HealthConfig config, FaultEffects effects, Messages messages, FaultFile file) {
        this.config = config;
        this.effects = effects;
        this.messages = messages;
        this.file = file;
        remembered = file.load();
        course = new FaultCourse(config, remembered.fault());
        count(Instant.now());
    }

    private void count(Instant now) {
        Instant since = now.minus(config.restart().period());
        restarts = (int) remembered.restarts().stream().filter(since::isBefore).count();
    }

    /**
     * Looks once.
     *
     * @param nowStuck whether the thread that decides hangs; then what it said last of the partner counts no more
     */
    void look(Duration running, Optional<PairSnapshot> pair, boolean nowStuck) {
        stuck = nowStuck;
        boolean defect = stuck || pair.filter(FaultHandling::defective).isPresent();
        boolean partnerLeads = !stuck
                && pair.flatMap(each -> each.partner().present())
                        .filter(PartnerReport::runtimeActive)
                        .filter(partner -> partner.state() == RoleState.MASTER)
                        .isPresent();
        View seen = new View(
                running,
                Instant.now(),
                defect,
                stuck,
                effects.paired(),
                partnerLeads,
                remembered.restarts(),
                unstorable.or(() -> defect ? file.forbidden() : Optional.empty()),
                defect && effects.addressAtRisk());
        if (remembered.fault() && course.recovered(seen)) {
            store(remembered.with(false));
        }
        course.next(seen).forEach(this::carryOut);
    }

    /** Whether the station has been decided to be in Fault for what is wrong with itself. */
    static boolean defective(PairSnapshot pair) {
        return pair.state().role() == RoleState.FAULT && pair.state().reason() == Reason.DEFECT;
    }

    private void carryOut(Step step) {
        HealthConfig.Restart restart = config.restart();
        switch (step.kind()) {
            case BLOCKED -> {
                if (!stuck) { // else it was told before anything that a disk could delay
                    messages.raise(SystemMessage.STATION_BLOCKED);
                }
                store(remembered.with(true));
            }
            case MACHINE_RESTART_NEEDED -> messages.raise(SystemMessage.MACHINE_RESTART_NEEDED);
            case ISOLATION_OFF -> messages.raise(SystemMessage.ISOLATION_OFF);
            case ISOLATION_REFUSED -> messages.raise(SystemMessage.ISOLATION_BLOCKED, "this station", step.text());
            case ISOLATE -> {
                isolated = true;
                effects.isolate(true);
                messages.raise(SystemMessage.STATION_ISOLATED);
            }
            case RELEASE -> {
                isolated = false;
                effects.isolate(false);
            }
            case RESTART_OFF -> messages.raise(SystemMessage.RESTART_OFF);
            case RESTART_FORBIDDEN ->
                messages.raise(
                        SystemMessage.RESTART_DISABLED,
                        unstorable.isPresent() ? "this station" : "an operator",
                        step.text());
            case RESTART_UNSAFE -> messages.raise(SystemMessage.RESTART_DISABLED, "this station", step.text());
            case RESTART_WOULD_LOSE_ADDRESS -> messages.raise(SystemMessage.RESTART_WOULD_LOSE_ADDRESS);
            case RESTART_TOO_SOON -> messages.raise(SystemMessage.RESTART_TOO_SOON, step.seconds());
            case RESTARTS_EXHAUSTED ->
                messages.raise(SystemMessage.RESTARTS_EXHAUSTED, step.seconds(), restart.count());
            case RESTART_ANNOUNCED -> messages.raise(SystemMessage.RESTART_ANNOUNCED, step.seconds());
            case RESTART -> restart();
        }
    }

    /** The restart is remembered before it happens; one that cannot be remembered could go on for ever. */
    private void restart() {
        if (store(remembered.restarted(Instant.now()))) {
            LOG.warn("the station asks to be started anew");
            effects.restart();
        } else {
            messages.raise(
                    SystemMessage.RESTART_DISABLED, "this station", unstorable.orElse("it cannot be remembered"));
        }
    }

    private boolean store(FaultFile.Contents next) {
        remembered = next;
        count(Instant.now());
        try {
            file.save(next);
            return true;
        } catch (IOException e) {
            unstorable = Optional.of("restarts cannot be remembered: " + e);
            LOG.error("cannot store what must be known after a restart: {}", e.toString());
            return false;
        }
    }

    boolean isolated() {
        return isolated;
    }

    int restarts() {
        return restarts;
    }
}
