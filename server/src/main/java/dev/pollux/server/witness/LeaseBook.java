package dev.pollux.server.witness;

import dev.pollux.server.redundancy.WitnessView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * One station's side of the lease without any I/O: what is wanted, what the witness has answered, what is to be asked
 * next. Every {@code nanos} is a value of {@link System#nanoTime()}. Not thread-safe.
 *
 * <p>A release ends an epoch: what was asked before it is not believed after it.
 */
final class LeaseBook {
    /** Beyond this the oldest are left to run out by themselves. */
    private static final int UNWANTED_MAX = 16;

    private final LeaseTiming timing;
    private boolean wanted;
    private long wantedNanos;
    private long ownTerm;
    private long epoch;
    private Optional<Held> held = Optional.empty();
    private Optional<Seen> seen = Optional.empty();
    private long recorded;
    /** When the term on record was put there, by the count of the witness: who replaces it must have seen it. */
    private long recordedRevision;
    /** The term that the witness was last asked at once to record. */
    private long urged;

    private final List<Held> unwanted = new ArrayList<>();

    /** A lease, and until when it certainly is one. */
    private record Held(long lease, long untilNanos) {}

    private record Seen(Sighting what, long sentNanos) {}

    LeaseBook(LeaseTiming timing) {
        this.timing = timing;
    }

    /**
     * Takes what is wanted from now on. The loop says it with every decision; only what is new is urgent, so that a
     * witness that fails is not asked at the pace of decisions.
     *
     * @return whether the witness is to be asked at once
     */
    boolean want(boolean lease, long term, long nanos) {
        boolean begins = lease && !wanted;
        boolean ends = wanted && !lease;
        wanted = lease;
        wantedNanos = nanos;
        ownTerm = term;
        if (ends) {
            epoch++;
            held.ifPresent(this::giveUp);
            held = Optional.empty();
            seen = seen.map(before -> new Seen(freed(before.what()), before.sentNanos()));
        }
        boolean newTerm = term != urged && toRecord(nanos).isPresent();
        if (newTerm) {
            urged = term;
        }
        return begins || ends || newTerm;
    }

    /**
     * Whether nobody has said for half a lease what is wanted: whoever decides hangs, and a lease that went on would
     * keep all others from leading.
     */
    boolean abandoned(long nanos) {
        return wanted && nanos - wantedNanos > timing.lease().toNanos() / 2;
    }

    private static Sighting freed(Sighting before) {
        return new Sighting(Optional.empty(), before.term(), before.termRevision(), before.raftTerm());
    }

    private void giveUp(Held lease) {
        if (unwanted.size() == UNWANTED_MAX) {
            unwanted.remove(0);
        }
        unwanted.add(lease);
    }

    /** What the loop is told. */
    WitnessView view(long nanos, LongFunction<Duration> uptimeOf) {
        if (held.isPresent()) {
            long until = held.get().untilNanos();
            return (until - nanos > 0 ? WitnessView.held(uptimeOf.apply(until), recorded) : WitnessView.UNREACHABLE)
                    .knowing(recorded);
        }
        return seen.filter(last -> nanos - last.sentNanos() <= timing.news().toNanos())
                .map(last -> last.what()
                        .holder()
                        .map(holder -> WitnessView.taken(holder.station()))
                        .orElse(WitnessView.FREE))
                .orElse(WitnessView.UNREACHABLE)
                .knowing(recorded);
    }

    /** To be handed in with the answer to whatever is asked now. */
    long epoch() {
        return epoch;
    }

    /** The lease that this station holds. */
    Optional<Long> held() {
        return held.map(Held::lease);
    }

    /** The own term. */
    long ownTerm() {
        return ownTerm;
    }

    /** What was seen last, if the lease can be got on the strength of it. */
    Optional<Sighting> toTake() {
        return seen.map(Seen::what)
                .filter(last -> wanted && held.isEmpty() && last.holder().isEmpty());
    }

    /** The term that is to be recorded before this station may act with it. */
    Optional<Long> toRecord(long nanos) {
        return Optional.of(ownTerm)
                .filter(term -> term > recorded
                        && held.filter(lease -> lease.untilNanos() - nanos > 0).isPresent());
    }

    /** Leases to be given back. */
    List<Long> toGiveBack(long nanos) {
        unwanted.removeIf(lease -> lease.untilNanos() - nanos < -timing.lease().toNanos()); // Run out by itself.
        return unwanted.stream().map(Held::lease).toList();
    }

    void gaveBack(long lease) {
        unwanted.removeIf(each -> each.lease() == lease);
    }

    /** Takes what the witness said when this station held nothing. */
    void saw(Sighting what, long sentNanos, long askedIn) {
        onRecord(what);
        if (askedIn == epoch && held.isEmpty()) {
            seen = Optional.of(new Seen(what, sentNanos));
        }
    }

    /** A lease was granted, but is not yet known to have been put to the set's name: whatever happens it must go. */
    void granted(long lease, long sentNanos) {
        giveUp(new Held(lease, valid(sentNanos)));
    }

    private void onRecord(Sighting what) {
        recorded(what.term(), what.termRevision());
    }

    /** The set's name now stands with a lease that was granted, and with it a term. */
    void took(long lease, long sentNanos, Sighting after, long askedIn) {
        onRecord(after);
        urged = 0; // What could not be recorded without the lease is urgent again.
        if (askedIn == epoch && wanted) {
            gaveBack(lease);
            held = Optional.of(new Held(lease, valid(sentNanos)));
        }
    }

    /**
     * Takes the answer to a renewal and to the look after it. The renewal counts if the look, which a quorum has
     * confirmed, was answered under the same leader of the witness: one that was deposed without knowing it renews too,
     * but what it says is worth nothing.
     *
     * @return whether it is to be repeated soon
     */
    boolean renewed(long lease, long sentNanos, long raftTerm, Sighting after, long askedIn) {
        onRecord(after);
        if (askedIn != epoch || held.filter(mine -> mine.lease() == lease).isEmpty()) {
            return false;
        }
        boolean mine = after.holder().filter(each -> each.lease() == lease).isPresent();
        boolean counts = raftTerm == after.raftTerm();
        if (!mine) {
            lost(lease);
        } else if (counts) {
            held = Optional.of(new Held(lease, valid(sentNanos)));
        }
        seen = Optional.of(new Seen(after, sentNanos));
        return mine && !counts;
    }

    /** The witness does not know the lease any more. */
    void lost(long lease) {
        held.filter(mine -> mine.lease() == lease).ifPresent(mine -> {
            giveUp(mine);
            held = Optional.empty();
            seen = Optional.empty();
        });
    }

    /** A term is on record, since this count of the witness. */
    void recorded(long term, long revision) {
        recorded = term;
        recordedRevision = revision;
    }

    /** When the term on record was put there, by the count of the witness; 0: there is none. */
    long recordedRevision() {
        return recordedRevision;
    }

    /** The highest term that is known to be on record. */
    long recorded() {
        return recorded;
    }

    private long valid(long sentNanos) {
        return sentNanos + timing.validity().toNanos();
    }
}
