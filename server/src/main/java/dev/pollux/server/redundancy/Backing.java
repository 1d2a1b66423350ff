package dev.pollux.server.redundancy;

import java.time.Duration;
import java.util.Optional;

/**
 * What entitles a station to act as Master. Without a witness nothing is needed. With one it is either the lease, or
 * the word of every other station: each promises, whenever it hears a Master, not to lead for
 * {@link PairTiming#promise()}, and its answer covers the Master for {@link PairTiming#cover()}. So the loss of the
 * witness changes nothing while all stations see each other.
 *
 * @param now uptime with the pauses of this process: leases run on while it is suspended
 * @param witness as seen from here
 * @param acknowledged uptime until which every other station has acknowledged this one as Master
 * @param agreedTerm the highest term that all of them knew when they did
 * @param promised whether this station has promised another not to lead, or may have before it was restarted
 */
public record Backing(
        Duration now, WitnessView witness, Optional<Duration> acknowledged, long agreedTerm, boolean promised) {
    /** Longer than any process runs. */
    public static final Duration FOREVER = Duration.ofDays(365_000);

    /** Nothing but its own decision. */
    public static Backing none(Duration now) {
        return new Backing(now, WitnessView.NONE, Optional.empty(), 0, false);
    }

    /** Whether this station holds the lease and nobody relies on its promise. */
    boolean leased() {
        return !promised
                && witness.until().filter(until -> until.compareTo(now) > 0).isPresent();
    }

    /** Uptime until which this station may be Master, whatever its term. */
    Duration until() {
        return until(0);
    }

    /**
     * Uptime until which this station may act as Master of a term. The lease covers only a term that the witness has on
     * record: so nobody who gets the lease later can act with the same one. The word of all others needs no record if
     * all of them knew the term when they gave it. A Master that takes another term keeps its role on their word for
     * the old one, but acts again only when they have heard the new one.
     */
    Duration until(long term) {
        if (!witness.configured()) {
            return FOREVER;
        }
        Duration lease = leased() && witness.term() >= term ? witness.until().orElseThrow() : Duration.ZERO;
        Duration word = acknowledged.filter(until -> agreedTerm >= term).orElse(Duration.ZERO);
        return lease.compareTo(word) > 0 ? lease : word;
    }

    /** Whether a Master may stay one. */
    boolean holds() {
        return until().compareTo(now) > 0;
    }
}
