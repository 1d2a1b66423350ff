package dev.pollux.failover;

import java.time.Duration;

/**
 * What has gone through a subscription since it was made.
 *
 * @param delivered values given to the listener
 * @param duplicates values dropped because an equal or newer sample of the same item had been delivered
 * @param replayed values that came out of the queue of a new active member at failovers
 * @param dropped values dropped because the listener was too slow
 * @param gaps items whose queue on the new active member did not reach back to the last delivered sample
 * @param longestPause longest time between two notifications (or keep-alives) of the active member
 */
public record SubscriptionStatistics(
        long delivered, long duplicates, long replayed, long dropped, long gaps, Duration longestPause) {}
