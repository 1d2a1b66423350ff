package dev.pollux.server.source;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The clocks of acquisition.
 *
 * @param uptime monotonic nanoseconds, which all waiting is measured with
 * @param wall the wall clock, which only time stamps and the phase of the polling grid come from
 */
public record Clocks(LongSupplier uptime, InstantSource wall) {
    /** The clocks of this machine. */
    public static Clocks system() {
        return new Clocks(System::nanoTime, InstantSource.system());
    }

    long nanos() {
        return uptime.getAsLong();
    }

    Instant now() {
        return wall.instant();
    }
}
