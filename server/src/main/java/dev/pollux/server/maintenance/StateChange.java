package dev.pollux.server.maintenance;

import java.time.Instant;
import java.util.Optional;

/**
 * What a client asks for with RequestServerStateChange (OPC 10000-5 §9.4).
 *
 * @param state value of ServerState
 * @param returnTime when the station is expected to run again
 * @param seconds until a shutdown
 * @param reason for people
 * @param restart whether the station is to be restarted first
 */
public record StateChange(int state, Optional<Instant> returnTime, long seconds, String reason, boolean restart) {
    public static final int RUNNING = 0;
    public static final int SUSPENDED = 3;
    public static final int SHUTDOWN = 4;
    private static final int STATE_MAX = 7;

    /** Whether ServerState has such a value at all. */
    boolean known() {
        return state >= 0 && state <= STATE_MAX;
    }
}
