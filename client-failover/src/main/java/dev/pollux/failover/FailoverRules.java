package dev.pollux.failover;

import dev.pollux.failover.Candidate.Band;
import dev.pollux.failover.Candidate.Presence;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which member to use (OPC 10000-4 §6.6.2.4.2 and its table of client actions): the highest level when connecting, no
 * change while the active member stays Healthy, never one in maintenance. A pure function.
 *
 * @param holdDown how long something must have been better before the client moves without need
 * @param dwell shortest stay on a degraded member before moving to a better one, so that members whose levels swap
 *     quickly do not drag the client along
 */
record FailoverRules(Duration holdDown, Duration dwell) {

    // The name comes last, so that all clients with equal facts choose the same member.
    private static final Comparator<Candidate> BEST = Comparator.comparing(Candidate::band)
            .thenComparing(Candidate::ready)
            .thenComparing(member -> member.preferred() && member.band() == Band.HEALTHY)
            .thenComparing(Candidate::level)
            .thenComparing(Candidate::key, Comparator.reverseOrder());

    Choice decide(Situation now) {
        Optional<Candidate> active = now.active()
                .flatMap(key -> now.candidates().stream()
                        .filter(member -> member.key().equals(key))
                        .findFirst());
        return active.map(member -> withActive(member, now)).orElseGet(() -> withoutActive(now));
    }

    private static Choice withoutActive(Situation now) {
        Optional<Candidate> best = best(now.candidates().stream());
        if (best.isEmpty() || !now.settled()) {
            return Choice.stay();
        }
        Candidate to = best.get();
        return Choice.move(to.key(), FailoverCause.FIRST_USABLE, to.key() + " is the best member, level " + to.level());
    }

    private Choice withActive(Candidate active, Situation now) {
        Optional<Candidate> other =
                best(now.candidates().stream().filter(member -> !member.key().equals(active.key())));
        return switch (active.band()) {
            case UNUSABLE -> mustLeave(active, other);
            case NO_DATA, DEGRADED ->
                other.map(better -> whenDegraded(active, better, now)).orElse(Choice.stay());
            case HEALTHY -> whenHealthy(active, now);
        };
    }

    private static Choice mustLeave(Candidate active, Optional<Candidate> other) {
        FailoverCause cause;
        String why;
        if (active.presence() == Presence.SILENT) {
            cause = FailoverCause.SILENT;
            why = active.key() + " is silent";
        } else if (active.presence() == Presence.DOWN) {
            cause = FailoverCause.CONNECTION_LOST;
            why = "connection to " + active.key() + " lost";
        } else if (active.level() == 0) {
            cause = FailoverCause.MAINTENANCE;
            why = active.key() + " is in maintenance (level 0)";
        } else {
            cause = FailoverCause.NOT_RUNNING;
            why = active.key() + " is not in state Running";
        }
        return other.map(to -> Choice.move(to.key(), cause, why + "; " + to.key() + " has level " + to.level()))
                .orElseGet(() -> Choice.leave(cause, why + " and no other member can be used"));
    }

    private Choice whenDegraded(Candidate active, Candidate other, Situation now) {
        if (!other.ready()) {
            return Choice.stay();
        }
        boolean betterBand = other.band().compareTo(active.band()) > 0 && atLeast(now.sinceMove(), dwell);
        boolean steadilyBetter = other.band() == active.band()
                && other.level() > active.level()
                && atLeast(now.sinceMove(), holdDown)
                && atLeast(other.steadyFor(), holdDown)
                && atLeast(active.steadyFor(), holdDown);
        if (!betterBand && !steadilyBetter) {
            return Choice.stay();
        }
        String levels =
                "level " + active.level() + " of " + active.key() + ", level " + other.level() + " of " + other.key();
        return active.muted()
                ? Choice.move(
                        other.key(),
                        FailoverCause.NO_NOTIFICATIONS,
                        active.key() + " sends no notifications; " + levels)
                : Choice.move(other.key(), FailoverCause.DEGRADED, levels);
    }

    private Choice whenHealthy(Candidate active, Situation now) {
        if (active.preferred() || !atLeast(now.sinceMove(), holdDown)) {
            return Choice.stay();
        }
        return best(now.candidates().stream()
                        .filter(member -> member.preferred() && member.band() == Band.HEALTHY && member.ready())
                        .filter(member -> atLeast(member.healthyFor(), holdDown)))
                .map(to -> Choice.move(
                        to.key(),
                        FailoverCause.PREFERRED_RETURNED,
                        to.key() + " is preferred and has been healthy for "
                                + to.healthyFor().toMillis() + " ms"))
                .orElse(Choice.stay());
    }

    private static Optional<Candidate> best(Stream<Candidate> members) {
        return members.filter(Candidate::usable).max(BEST);
    }

    private static boolean atLeast(Duration value, Duration limit) {
        return value.compareTo(limit) >= 0;
    }
}
