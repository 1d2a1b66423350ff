package dev.pollux.failover;

import java.time.Duration;
import java.util.List;

/** A subscription on every member, delivered as one stream. Safe for use by many threads. */
public interface FailoverSubscription extends AutoCloseable {

    /** How the creation of each item went, on each member that has tried so far. */
    List<ItemStatus> items();

    /** Items that the active member has refused; empty if all is well, or no member has tried yet. */
    List<ItemStatus> refused();

    /** Counters since the start. */
    SubscriptionStatistics statistics();

    /**
     * Waits until the active member has created the items.
     *
     * @return false if that did not happen within the limit
     */
    boolean awaitActive(Duration limit) throws InterruptedException;

    /** Ends the subscription on every member; returns at once. The listener gets nothing more. */
    @Override
    void close();
}
