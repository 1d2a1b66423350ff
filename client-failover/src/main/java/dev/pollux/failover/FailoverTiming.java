package dev.pollux.failover;

import java.time.Duration;

/**
 * When the client does what. The defaults find a frozen member within about 1.1 s and a dead one at once.
 *
 * @param probeInterval distance of two probes (ServiceLevel and ServerState read) of each member; 20 ms to 10 s
 * @param lostAfter silence of a member (no answer to a probe, no notification) after which it counts as lost; at least
 *     two probe intervals, at most 60 s
 * @param reconnectMin pause after the first failed attempt to reach a member; 50 ms to 60 s
 * @param reconnectMax longest pause between attempts, the pause doubles up to here; {@code reconnectMin} to 10 min
 * @param connectTimeout limit of one attempt to open a channel and a session; 100 ms to 60 s
 * @param requestTimeout limit of one service call, and of the wait for an active member; 100 ms to 10 min
 * @param settle how long the first choice waits for slower members once one is connected; 0 to 60 s
 * @param holdDown how long a member must have been better (or the preferred member healthy) before the client moves
 *     without need; 0 to 1 h
 * @param sessionTimeout session timeout asked of the servers; 5 s to 1 h
 */
public record FailoverTiming(
        Duration probeInterval,
        Duration lostAfter,
        Duration reconnectMin,
        Duration reconnectMax,
        Duration connectTimeout,
        Duration requestTimeout,
        Duration settle,
        Duration holdDown,
        Duration sessionTimeout) {

    /** Checks every range named above. */
    public FailoverTiming {
        Check.between("timing.probeInterval", probeInterval, Duration.ofMillis(20), Duration.ofSeconds(10));
        Check.between("timing.lostAfter", lostAfter, probeInterval.multipliedBy(2), Duration.ofSeconds(60));
        Check.between("timing.reconnectMin", reconnectMin, Duration.ofMillis(50), Duration.ofSeconds(60));
        Check.between("timing.reconnectMax", reconnectMax, reconnectMin, Duration.ofMinutes(10));
        Check.between("timing.connectTimeout", connectTimeout, Duration.ofMillis(100), Duration.ofSeconds(60));
        Check.between("timing.requestTimeout", requestTimeout, Duration.ofMillis(100), Duration.ofMinutes(10));
        Check.between("timing.settle", settle, Duration.ZERO, Duration.ofSeconds(60));
        Check.between("timing.holdDown", holdDown, Duration.ZERO, Duration.ofHours(1));
        Check.between("timing.sessionTimeout", sessionTimeout, Duration.ofSeconds(5), Duration.ofHours(1));
    }

    /** Probe 250 ms, lost after 1 s, reconnect 250 ms..5 s, connect 3 s, request 5 s, settle 1 s, hold-down 5 s. */
    public static FailoverTiming defaults() {
        return new FailoverTiming(
                Duration.ofMillis(250),
                Duration.ofSeconds(1),
                Duration.ofMillis(250),
                Duration.ofSeconds(5),
                Duration.ofSeconds(3),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30));
    }

    /** The same with another probe interval and limit of silence. */
    public FailoverTiming withDetection(Duration newProbeInterval, Duration newLostAfter) {
        return new FailoverTiming(
                newProbeInterval,
                newLostAfter,
                reconnectMin,
                reconnectMax,
                connectTimeout,
                requestTimeout,
                settle,
                holdDown,
                sessionTimeout);
    }

    /** The same with other pauses between attempts to reach a lost member. */
    public FailoverTiming withReconnect(Duration newReconnectMin, Duration newReconnectMax) {
        return new FailoverTiming(
                probeInterval,
                lostAfter,
                newReconnectMin,
                newReconnectMax,
                connectTimeout,
                requestTimeout,
                settle,
                holdDown,
                sessionTimeout);
    }

    /** The same with other limits of an attempt to connect and of a service call. */
    public FailoverTiming withTimeouts(Duration newConnectTimeout, Duration newRequestTimeout) {
        return new FailoverTiming(
                probeInterval,
                lostAfter,
                reconnectMin,
                reconnectMax,
                newConnectTimeout,
                newRequestTimeout,
                settle,
                holdDown,
                sessionTimeout);
    }

    /** The same with another wait before the first choice and another hold-down. */
    public FailoverTiming withPatience(Duration newSettle, Duration newHoldDown) {
        return new FailoverTiming(
                probeInterval,
                lostAfter,
                reconnectMin,
                reconnectMax,
                connectTimeout,
                requestTimeout,
                newSettle,
                newHoldDown,
                sessionTimeout);
    }
}
