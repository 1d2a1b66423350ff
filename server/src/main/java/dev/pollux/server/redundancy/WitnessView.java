package dev.pollux.server.redundancy;

import java.time.Duration;
import java.util.Optional;

/**
 * The witness as seen from here: a third place that grants one lease to one station at a time.
 *
 * @param status what is known
 * @param until uptime (pauses included) until which this station certainly holds the lease; present if HELD
 * @param holder the station that holds it; present if TAKEN
 * @param term the highest that the witness is known to have on record; 0 if none is known
 */
public record WitnessView(Status status, Optional<Duration> until, Optional<String> holder, long term) {
    /** No witness is configured. */
    public static final WitnessView NONE = new WitnessView(Status.NONE, Optional.empty(), Optional.empty(), 0);

    /** It does not answer, and this station does not hold the lease. */
    public static final WitnessView UNREACHABLE =
            new WitnessView(Status.UNREACHABLE, Optional.empty(), Optional.empty(), 0);

    /** Nobody holds the lease. */
    public static final WitnessView FREE = new WitnessView(Status.FREE, Optional.empty(), Optional.empty(), 0);

    /** What is known of the lease. */
    public enum Status {
        /** No witness is configured. */
        NONE,
        /** The witness does not answer. */
        UNREACHABLE,
        /** This station holds the lease. */
        HELD,
        /** Another station holds it. */
        TAKEN,
        /** Nobody holds it. */
        FREE
    }

    public WitnessView {
        if ((status == Status.HELD) != until.isPresent() || (status == Status.TAKEN) != holder.isPresent()) {
            throw new IllegalArgumentException("a witness view " + status + " with " + until + " and " + holder);
        }
    }

    /**
     * This station holds the lease.
     *
     * @param until counted from the moment when the request that got or renewed it was sent, less a margin for clocks
     * @param term the highest that the witness has on record
     */
    public static WitnessView held(Duration until, long term) {
        return new WitnessView(Status.HELD, Optional.of(until), Optional.empty(), term);
    }

    /** Another station holds the lease. */
    public static WitnessView taken(String by) {
        return new WitnessView(Status.TAKEN, Optional.empty(), Optional.of(by), 0);
    }

    /** The same, with the highest term on record. */
    public WitnessView knowing(long recorded) {
        return new WitnessView(status, until, holder, recorded);
    }

    /** For operators; empty where no witness is configured. */
    public String text() {
        return switch (status) {
            case NONE -> "";
            case UNREACHABLE -> "the witness does not answer";
            case HELD -> "this station holds the lease";
            case TAKEN -> holder.orElseThrow() + " holds the lease";
            case FREE -> "nobody holds the lease";
        };
    }

    /** Whether a witness is configured. */
    public boolean configured() {
        return status != Status.NONE;
    }

    /** Whether it answers. */
    public boolean reachable() {
        return status == Status.HELD || status == Status.TAKEN || status == Status.FREE;
    }
}
