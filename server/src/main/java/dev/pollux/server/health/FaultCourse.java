package dev.pollux.server.health;

import dev.pollux.server.health.FaultCourse.Step.Kind;
import dev.pollux.server.project.HealthConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a station does while it is in Fault because of a defect, or can no longer decide: tells it, sends its clients
 * away, restarts. Each step is told once for each cause. Not thread-safe: one owner.
 */
public final class FaultCourse {
    /** Clients that follow ServiceLevel leave by themselves before they are sent away. */
    static final Duration DRAIN = Duration.ofSeconds(5);

    private final HealthConfig config;
    private final boolean afterFault;
    private final Set<Kind> told = EnumSet.noneOf(Kind.class);
    private Optional<Duration> leadsSince = Optional.empty();
    private Optional<Duration> leaderlessSince = Optional.empty();
    private Optional<Duration> restartAt = Optional.empty();
    private boolean isolated;
    private boolean over;

    /**
     * What is seen at one moment.
     *
     * @param running running time of this process
     * @param now wall clock
     * @param defect the station is in Fault because of a defect, or stuck
     * @param stuck the thread that decides hangs: nobody knows any more who leads, and nothing but a restart helps
     * @param paired it has a partner by configuration
     * @param partnerLeads the partner is there and Master
     * @param history instants of earlier automatic restarts
     * @param forbidden why somebody forbids restarts; empty if nobody does
     * @param addressAtRisk a watched adapter is disconnected whose addresses come from DHCP
     */
    public record View(
            Duration running,
            Instant now,
            boolean defect,
            boolean stuck,
            boolean paired,
            boolean partnerLeads,
            List<Instant> history,
            Optional<String> forbidden,
            boolean addressAtRisk) {
        public View {
            history = List.copyOf(history);
            if (stuck && (!defect || partnerLeads)) {
                throw new IllegalArgumentException("a station that cannot decide is defective and knows no leader");
            }
        }
    }

    /**
     * Something to be told or done.
     *
     * @param seconds where the kind has a number of seconds
     * @param text where the kind has a reason
     */
    public record Step(Kind kind, long seconds, String text) {
        Step(Kind kind) {
            this(kind, 0, "");
        }

        /** What is told or done. */
        public enum Kind {
            /** The station is in Fault. */
            BLOCKED,
            /** It was so before its process was started anew. */
            MACHINE_RESTART_NEEDED,
            ISOLATION_OFF,
            ISOLATION_REFUSED,
            /** Send clients away. */
            ISOLATE,
            /** Let them in again. */
            RELEASE,
            RESTART_OFF,
            RESTART_FORBIDDEN,
            RESTART_UNSAFE,
            RESTART_WOULD_LOSE_ADDRESS,
            RESTART_TOO_SOON,
            RESTARTS_EXHAUSTED,
            RESTART_ANNOUNCED,
            /** End the process. */
            RESTART
        }
    }

    /**
     * A process that has just begun.
     *
     * @param afterFault whether the process before ended in Fault
     */
    public FaultCourse(HealthConfig config, boolean afterFault) {
        this.config = config;
        this.afterFault = afterFault;
    }

    /** Whether this process has been well for so long that what was before it no longer counts. */
    public boolean recovered(View seen) {
        return !seen.defect() && seen.running().compareTo(config.restart().notWithin()) >= 0;
    }

    /** What is to be told and done now. */
    public List<Step> next(View seen) {
        List<Step> steps = new ArrayList<>();
        if (over) {
            return steps;
        }
        if (!seen.defect()) {
            passed(steps);
            return steps;
        }
        if (once(Kind.BLOCKED, steps)
                && afterFault
                && seen.running().compareTo(config.restart().notWithin()) < 0) {
            once(Kind.MACHINE_RESTART_NEEDED, steps);
        }
        leadsSince = seen.partnerLeads() ? Optional.of(leadsSince.orElse(seen.running())) : Optional.empty();
        leaderlessSince = seen.partnerLeads() ? Optional.empty() : Optional.of(leaderlessSince.orElse(seen.running()));
        isolate(seen, steps);
        restart(seen, steps);
        return steps;
    }

    /** A defect stays until the restart; but a thread that hung may go on. What comes after that is another fault. */
    private void passed(List<Step> steps) {
        told.clear();
        leadsSince = Optional.empty();
        leaderlessSince = Optional.empty();
        restartAt = Optional.empty();
        if (isolated) {
            isolated = false;
            steps.add(new Step(Kind.RELEASE));
        }
    }

    private void isolate(View seen, List<Step> steps) {
        if (!config.isolate()) {
            once(Kind.ISOLATION_OFF, steps);
        } else if (leadsSince.isEmpty()) {
            // A plant must not lose its last server.
            if (isolated) {
                isolated = false;
                steps.add(new Step(Kind.RELEASE));
            }
            if (leaderless(seen)) {
                once(Kind.ISOLATION_REFUSED, steps, 0, noLeader(seen));
            }
        } else if (!isolated && seen.running().minus(leadsSince.get()).compareTo(DRAIN) >= 0) {
            isolated = true;
            told.remove(Kind.ISOLATION_REFUSED);
            steps.add(new Step(Kind.ISOLATE));
        }
    }

    /** A partner that is able leads in a moment; before that nothing is refused for good. */
    private boolean leaderless(View seen) {
        return leaderlessSince
                .filter(since -> seen.running().minus(since).compareTo(DRAIN) >= 0)
                .isPresent();
    }

    private static String noLeader(View seen) {
        if (seen.stuck()) {
            return "nobody is heard that leads";
        }
        return seen.paired() ? "the partner does not lead" : "there is no partner";
    }

    private void restart(View seen, List<Step> steps) {
        if (!config.restart().enabled()) {
            once(Kind.RESTART_OFF, steps);
            return;
        }
        Optional<Step> refusal = refusal(seen);
        if (refusal.isPresent()) {
            restartAt = Optional.empty();
            Step step = refusal.get();
            if (step.kind() != Kind.RESTART_UNSAFE || leaderless(seen)) {
                once(step.kind(), steps, step.seconds(), step.text());
            }
            return;
        }
        if (restartAt.isEmpty()) {
            Duration delay = config.restart().delay();
            restartAt = Optional.of(seen.running().plus(delay));
            steps.add(new Step(Kind.RESTART_ANNOUNCED, delay.toSeconds(), ""));
        }
        if (seen.running().compareTo(restartAt.get()) >= 0) {
            over = true;
            steps.add(new Step(Kind.RESTART));
        }
    }

    private Optional<Step> refusal(View seen) {
        if (seen.forbidden().isPresent()) {
            return Optional.of(
                    new Step(Kind.RESTART_FORBIDDEN, 0, seen.forbidden().get()));
        }
        // What is started anew binds to addresses; one that no server hands out at present would be missing.
        if (seen.addressAtRisk()) {
            return Optional.of(new Step(Kind.RESTART_WOULD_LOSE_ADDRESS));
        }
        // Without a partner at all nothing else helps; with one, it may be the only server for the moment.
        // One that cannot decide commands nothing, and will not lead again by itself: to wait would be no safer.
        if (seen.paired() && !seen.partnerLeads() && !seen.stuck()) {
            return Optional.of(new Step(Kind.RESTART_UNSAFE, 0, noLeader(seen)));
        }
        return switch (RestartRules.verdict(config.restart(), seen.history(), seen.now())) {
            case ALLOWED -> Optional.empty();
            case TOO_SOON ->
                Optional.of(new Step(
                        Kind.RESTART_TOO_SOON, config.restart().notWithin().toSeconds(), ""));
            case EXHAUSTED ->
                Optional.of(new Step(
                        Kind.RESTARTS_EXHAUSTED, config.restart().period().toSeconds(), ""));
        };
    }

    private boolean once(Kind kind, List<Step> steps) {
        return once(kind, steps, 0, "");
    }

    private boolean once(Kind kind, List<Step> steps, long seconds, String text) {
        boolean first = told.add(kind);
        if (first) {
            steps.add(new Step(kind, seconds, text));
        }
        return first;
    }
}
