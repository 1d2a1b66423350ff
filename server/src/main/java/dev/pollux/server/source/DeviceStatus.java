package dev.pollux.server.source;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a device fares.
 *
 * @param name name in the project
 * @param connected whether the device has answered in the current session
 * @param since when {@code connected} last changed; the start of acquisition if never
 * @param reconnects how often a connection was made again after it had been lost
 * @param abandonedConnects attempts to connect that hung and were left alone
 * @param cycles polling cycles that were completed
 * @param overruns instants of the polling grid that were missed because a cycle took too long
 * @param lastCycle duration of the last completed cycle
 * @param lastError why the connection was last lost or refused
 * @param quarantined tags that the device cannot deliver (Bad_ConfigurationError)
 */
public record DeviceStatus(
        String name,
        boolean connected,
        Instant since,
        long reconnects,
        long abandonedConnects,
        long cycles,
        long overruns,
        Duration lastCycle,
        Optional<String> lastError,
        int quarantined) {}
