package dev.pollux.server.space.system;

import dev.pollux.server.security.Caller;

/** Takes the partner's status and gives the own one. Called only for sessions with the partner's certificate. */
@FunctionalInterface
public interface Exchange {
    /**
     * One exchange. Must answer at once, the partner's heartbeat waits for it.
     *
     * @param status of the partner, at most 64 KiB
     * @param caller who calls
     * @return status of this station
     * @throws IllegalArgumentException if the status cannot be understood
     */
    byte[] exchange(byte[] status, Caller caller);
}
