package dev.pollux.server.maintenance;

import dev.pollux.server.tag.Quality;
import java.time.Duration;
import java.time.Instant;

/**
 * What becomes of a RequestServerStateChange (OPC 10000-5 §9.4). Pure.
 *
 * <p>A station can be brought to three states: Running, Suspended (our maintenance) and Shutdown. Failed,
 * NoConfiguration, CommunicationFault and Unknown are findings, not wishes, and Test would show values that are none of
 * the plant: they are refused with Bad_InvalidState.
 */
public final class StateChangeRules {
    /** Beyond this a countdown is a mistake. */
    public static final Duration COUNTDOWN_MAX = Duration.ofDays(1);

    private static final Quality BAD_INVALID_ARGUMENT = new Quality(0x80AB0000);

    private StateChangeRules() {}

    /** What is to be done. */
    public enum Action {
        /** Nothing: the request is refused. */
        REFUSE,
        /** Maintenance ends, if there is one. */
        RUN,
        /** Maintenance begins, or gets a new reason and end. */
        MAINTAIN,
        /** The process ends after the countdown. */
        STOP,
        /** The process ends after the countdown, to be started again. */
        RESTART,
        /** Maintenance begins, then the process is restarted; it comes back in maintenance. */
        MAINTAIN_AND_RESTART
    }

    /**
     * The answer.
     *
     * @param action what is to be done
     * @param quality Good unless refused
     * @param argument index of the argument that is out of range, -1 for none
     * @param text for people
     * @param countdown until the process ends; zero if it does not
     */
    public record Verdict(Action action, Quality quality, int argument, String text, Duration countdown) {
        private static Verdict accepted(Action action, String text, Duration countdown) {
            return new Verdict(action, Quality.GOOD, -1, text, countdown);
        }

        private static Verdict outOfRange(int argument, String text) {
            return new Verdict(Action.REFUSE, BAD_INVALID_ARGUMENT, argument, "refused: " + text, Duration.ZERO);
        }

        private static Verdict refused(String text) {
            return new Verdict(Action.REFUSE, Quality.BAD_INVALID_STATE, -1, "refused: " + text, Duration.ZERO);
        }
    }

    /**
     * Judges a request of an administrator.
     *
     * @param now wall clock, as EstimatedReturnTime is one
     */
    public static Verdict judge(StateChange wish, Instant now) {
        if (!wish.known()) {
            return Verdict.outOfRange(0, wish.state() + " is no ServerState");
        }
        boolean ends = wish.restart() || wish.state() == StateChange.SHUTDOWN;
        boolean returns =
                wish.state() != StateChange.RUNNING && wish.returnTime().isPresent();
        if (returns && wish.returnTime().get().isBefore(now)) {
            return Verdict.outOfRange(
                    1, "EstimatedReturnTime " + wish.returnTime().get() + " is past");
        }
        if (ends && wish.seconds() > COUNTDOWN_MAX.toSeconds()) {
            return Verdict.outOfRange(2, "SecondsTillShutdown must be at most " + COUNTDOWN_MAX.toSeconds());
        }
        if (wish.reason().length() > Maintenance.TEXT_MAX) {
            return Verdict.outOfRange(3, "Reason must have at most " + Maintenance.TEXT_MAX + " characters");
        }
        Duration countdown = ends ? Duration.ofSeconds(wish.seconds()) : Duration.ZERO;
        return switch (wish.state()) {
            case StateChange.RUNNING ->
                wish.restart()
                        ? Verdict.accepted(Action.RESTART, "restarts", countdown)
                        : Verdict.accepted(Action.RUN, "runs", countdown);
            case StateChange.SUSPENDED ->
                wish.restart()
                        ? Verdict.accepted(Action.MAINTAIN_AND_RESTART, "restarts into maintenance", countdown)
                        : Verdict.accepted(Action.MAINTAIN, "maintenance", countdown);
            case StateChange.SHUTDOWN ->
                wish.restart()
                        ? Verdict.refused("a station that was restarted runs, it is not shut down")
                        : Verdict.accepted(Action.STOP, "stops", countdown);
            default -> Verdict.refused("a station cannot be brought to ServerState " + wish.state());
        };
    }
}
