package dev.pollux.server.network;

import java.time.Duration;
import java.util.Optional;

/**
 * A reference host as seen so far.
 *
 * @param host address and port
 * @param lastAnswered uptime of its last answer
 * @param answered whether it answered when it was asked last
 */
public record HostState(String host, Optional<Duration> lastAnswered, boolean answered) {
    HostState asked(Duration uptime, boolean nowAnswered) {
        return new HostState(host, nowAnswered ? Optional.of(uptime) : lastAnswered, nowAnswered);
    }

    /** For operators. */
    public String text() {
        return host + (answered ? ": answers" : ": does not answer");
    }
}
