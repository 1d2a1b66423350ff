package dev.pollux.server.redundancy;

import java.time.Duration;
import java.util.Optional;

/**
 * One partner link as seen from here, each direction for itself.
 *
 * @param name of the link
 * @param lastAnswered uptime of the last answer to an own exchange (own to partner works)
 * @param lastHeard uptime of the last exchange that the partner began (partner to own works)
 * @param refusedAt uptime when a connection was refused or reset and could not be made again; gone at the next answer
 * @param undecided nothing is known of the other end yet: not tried, or a connection was accepted and no word has come
 */
public record LinkView(
        String name,
        Optional<Duration> lastAnswered,
        Optional<Duration> lastHeard,
        Optional<Duration> refusedAt,
        boolean undecided) {
    /** A link on which nothing has happened yet. */
    public static LinkView unused(String name) {
        return new LinkView(name, Optional.empty(), Optional.empty(), Optional.empty(), true);
    }

    LinkView answeredAt(Duration uptime) {
        return new LinkView(name, Optional.of(uptime), lastHeard, Optional.empty(), false);
    }

    LinkView heardAt(Duration uptime) {
        return new LinkView(name, lastAnswered, Optional.of(uptime), refusedAt, false);
    }

    LinkView refusedAt(Duration uptime) {
        return new LinkView(name, lastAnswered, lastHeard, Optional.of(uptime), false);
    }

    LinkView undecided(boolean now) {
        return new LinkView(name, lastAnswered, lastHeard, refusedAt, now);
    }

    /** Own to partner: an answer came within the limit. */
    public boolean answers(Duration uptime, Duration failAfter) {
        return refusedAt.isEmpty() && within(lastAnswered, uptime, failAfter);
    }

    /** Partner to own: it was heard within the limit. */
    public boolean hears(Duration uptime, Duration failAfter) {
        boolean refusedSince = refusedAt.isPresent()
                && lastHeard.isPresent()
                && refusedAt.get().compareTo(lastHeard.get()) >= 0;
        return !refusedSince && within(lastHeard, uptime, failAfter);
    }

    /** Anything at all came through within the limit. */
    public boolean alive(Duration uptime, Duration failAfter) {
        return answers(uptime, failAfter) || hears(uptime, failAfter);
    }

    /** Whether it was refused after {@code moment}. */
    boolean refusedAfter(Duration moment) {
        return after(refusedAt, moment);
    }

    private static boolean after(Optional<Duration> at, Duration moment) {
        return at.filter(when -> when.compareTo(moment) > 0).isPresent();
    }

    private static boolean within(Optional<Duration> at, Duration uptime, Duration limit) {
        return at.isPresent() && uptime.minus(at.get()).compareTo(limit) <= 0;
    }
}
