package dev.pollux.testkit.pair;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** A third place with one lease. It can be down, and each station can be cut off from it. */
final class SimulatedWitness {
    private final Duration lease;
    private final SimulatedClock clock;
    private final Set<String> cut = new HashSet<>();
    private boolean down;
    private Optional<Grant> grant = Optional.empty();
    private long grants;
    private long term;

    /** A lease that was granted; a new one each time, so that a late release cannot take a newer one away. */
    record Grant(long id, String holder, Duration expires) {}

    /** The highest term on record; outlives every lease. */
    long term() {
        return term;
    }

    SimulatedWitness(Duration lease, SimulatedClock clock) {
        this.lease = lease;
        this.clock = clock;
    }

    Duration lease() {
        return lease;
    }

    void set(boolean up) {
        down = !up;
    }

    void reach(String station, boolean up) {
        if (up) {
            cut.remove(station);
        } else {
            cut.add(station);
        }
    }

    boolean reachedBy(String station) {
        return !down && !cut.contains(station);
    }

    /** Who holds the lease now. */
    Optional<Grant> held() {
        return grant.filter(g -> g.expires().compareTo(clock.time()) > 0);
    }

    /** Grants the lease if it is free, renews it if this grant still holds it; records the term of whoever holds it. */
    Optional<Grant> acquire(String station, long grantId, long own) {
        Optional<Grant> now = held();
        if (now.isPresent() && now.get().id() != grantId) {
            return Optional.empty();
        }
        long id = now.isPresent() ? grantId : ++grants;
        term = Math.max(term, own);
        grant = Optional.of(new Grant(id, station, clock.time().plus(lease)));
        return grant;
    }

    void release(long grantId) {
        grant = grant.filter(g -> g.id() != grantId);
    }
}
