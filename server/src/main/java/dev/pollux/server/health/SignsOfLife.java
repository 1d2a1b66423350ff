package dev.pollux.server.health;

import dev.pollux.server.health.Component.Sign;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds components without a sign of life. Looked at regularly; only time between two looks counts, and no more of it
 * than a look is expected to take: a pause of the whole process (suspended, collecting garbage, starved) is not a
 * component's silence, as the one that watches was silent too. Not thread-safe: one owner.
 */
public final class SignsOfLife {
    /** Before its first sign a component may have much to do: opening, reading what was stored. */
    static final Duration FIRST_SIGN_MAX = Duration.ofMinutes(5);

    /** Restarts of a component are forgotten after this. */
    static final Duration RESTARTS_WITHIN = Duration.ofMinutes(10);

    private final Duration stepMax;
    private final int restartsMax;
    private final Map<String, Pulse> pulses = new LinkedHashMap<>();
    private Duration lastUptime = Duration.ZERO;
    private Duration running = Duration.ZERO;

    /** What is remembered of one component. */
    private static final class Pulse {
        private final Deque<Duration> restarts = new ArrayDeque<>();
        private Component component;
        private long beat;
        private Duration seen;
        private boolean ever;
        private boolean told;
        private boolean silent;

        Pulse(Sign sign, Duration now) {
            component = sign.component();
            beat = sign.beat();
            seen = now;
        }
    }

    /**
     * A component that is silent for too long.
     *
     * @param remedy what is to be done now; START_ANEW only as long as that is allowed
     * @param silence how long
     */
    public record Finding(Component component, Component.Remedy remedy, Duration silence) {
        /** In words. */
        public String text() {
            return "component " + component.name() + " without sign of life for " + silence.toSeconds() + " s";
        }
    }

    /**
     * How a component does, for people.
     *
     * @param age of its last sign of life, without pauses of the whole process
     * @param restarts within the last ten minutes
     * @param silent whether the limit is exceeded
     */
    public record State(Component component, Duration age, int restarts, boolean silent) {}

    /**
     * Nothing is known yet.
     *
     * @param stepMax most time that one look counts as
     * @param restartsMax how often a component is started anew within ten minutes
     */
    public SignsOfLife(Duration stepMax, int restartsMax) {
        this.stepMax = stepMax;
        this.restartsMax = restartsMax;
    }

    /**
     * Looks once.
     *
     * @param uptime monotonic, never less than before
     * @param signs of all components; one that is left out is no longer watched
     * @return what is to be done now. START_ANEW and FAULT are told once for each silence, END_PROCESS at each look
     */
    public List<Finding> look(Duration uptime, List<Sign> signs) {
        Duration step = uptime.minus(lastUptime);
        lastUptime = uptime;
        running = running.plus(step.compareTo(stepMax) > 0 ? stepMax : step);
        pulses.keySet()
                .retainAll(signs.stream().map(each -> each.component().name()).toList());
        List<Finding> findings = new ArrayList<>();
        for (Sign sign : signs) {
            Pulse pulse = pulses.computeIfAbsent(sign.component().name(), name -> new Pulse(sign, running));
            pulse.component = sign.component();
            if (sign.beat() != pulse.beat) {
                pulse.beat = sign.beat();
                pulse.seen = running;
                pulse.ever = true;
                pulse.told = false;
                pulse.silent = false;
            } else if (age(pulse).compareTo(limit(pulse)) > 0) {
                found(pulse, findings);
            }
        }
        return findings;
    }

    private void found(Pulse pulse, List<Finding> findings) {
        Component component = pulse.component;
        Finding finding = new Finding(component, component.remedy(), age(pulse));
        switch (component.remedy()) {
            case START_ANEW -> {
                forgetRestarts(pulse);
                if (pulse.restarts.size() < restartsMax) {
                    pulse.restarts.addLast(running);
                    pulse.seen = running;
                    findings.add(finding);
                } else if (!pulse.told) {
                    findings.add(new Finding(component, Component.Remedy.FAULT, age(pulse)));
                    silent(pulse);
                }
            }
            case FAULT -> {
                if (!pulse.told) {
                    findings.add(finding);
                    silent(pulse);
                }
            }
            case END_PROCESS -> {
                findings.add(finding);
                silent(pulse);
            }
        }
    }

    private static void silent(Pulse pulse) {
        pulse.told = true;
        pulse.silent = true;
    }

    private void forgetRestarts(Pulse pulse) {
        while (!pulse.restarts.isEmpty()
                && running.minus(pulse.restarts.getFirst()).compareTo(RESTARTS_WITHIN) > 0) {
            pulse.restarts.removeFirst();
        }
    }

    private Duration age(Pulse pulse) {
        return running.minus(pulse.seen);
    }

    private static Duration limit(Pulse pulse) {
        Duration limit = pulse.component.limit();
        return pulse.ever || limit.compareTo(FIRST_SIGN_MAX) > 0 ? limit : FIRST_SIGN_MAX;
    }

    /** The time that the process really ran since the first look. */
    public Duration running() {
        return running;
    }

    /** All components as of the last look. */
    public List<State> states() {
        return pulses.values().stream()
                .map(pulse -> new State(pulse.component, age(pulse), pulse.restarts.size(), pulse.silent))
                .toList();
    }
}
