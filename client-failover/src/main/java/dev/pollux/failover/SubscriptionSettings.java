package dev.pollux.failover;

import java.time.Duration;

/**
 * One subscription, the same on every member.
 *
 * @param publishingInterval how often a member sends what has changed; 10 ms to 1 h. After a failover the queued
 *     samples arrive at the next publishing of the new member, so this adds to the pause
 * @param queueMax most values that wait for the listener; 100 to 10,000,000. When full the oldest is dropped and
 *     counted, and the next value of its item carries the Overflow bit
 */
public record SubscriptionSettings(Duration publishingInterval, int queueMax) {

    /** Checks the ranges named above. */
    public SubscriptionSettings {
        Check.between(
                "subscription.publishingInterval", publishingInterval, Duration.ofMillis(10), Duration.ofHours(1));
        Check.between("subscription.queueMax", queueMax, 100, 10_000_000);
    }

    /** A subscription with room for 100,000 waiting values. */
    public static SubscriptionSettings every(Duration publishingInterval) {
        return new SubscriptionSettings(publishingInterval, 100_000);
    }
}
