package dev.pollux.server.project;

import java.time.Duration;

/**
 * One upstream device and how it is talked to.
 *
 * @param name unique in the project
 * @param protocol the driver
 * @param host name or address
 * @param port TCP port
 * @param unit Modbus unit identifier 0..255; for S7 the slot
 * @param connectTimeout bound on opening a connection
 * @param requestTimeout bound on one request
 * @param blockGap how many unconfigured registers (bytes for S7) may be read through to merge two blocks
 * @param connection which stations of a set connect to it
 */
public record DeviceConfig(
        String name,
        Protocol protocol,
        String host,
        int port,
        int unit,
        Duration connectTimeout,
        Duration requestTimeout,
        int blockGap,
        Connection connection) {
    public DeviceConfig {
        if (name.isBlank() || host.isBlank()) {
            throw new IllegalArgumentException(
                    "a device needs a name and a host, not \"" + name + "\" at \"" + host + "\"");
        }
        within(name, "port", port, 65535, 1);
        within(name, "unit", unit, 255, 0);
        if (connectTimeout.isNegative() || connectTimeout.isZero()) {
            throw new IllegalArgumentException(name + ": connect timeout must be above 0, not " + connectTimeout);
        }
        if (requestTimeout.isNegative() || requestTimeout.isZero()) {
            throw new IllegalArgumentException(name + ": request timeout must be above 0, not " + requestTimeout);
        }
        within(name, "block gap", blockGap, Integer.MAX_VALUE, 0);
    }

    /** A device that all stations connect to. */
    public DeviceConfig(
            String name,
            Protocol protocol,
            String host,
            int port,
            int unit,
            Duration connectTimeout,
            Duration requestTimeout,
            int blockGap) {
        this(name, protocol, host, port, unit, connectTimeout, requestTimeout, blockGap, Connection.PARALLEL);
    }

    private static void within(String name, String what, int value, int max, int min) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + ": " + what + " must be " + min + ".." + max + ", not " + value);
        }
    }

    /** Which stations of a set connect to a device. */
    public enum Connection {
        /** Each station has a connection of its own. */
        PARALLEL,
        /** Only the station that leads. */
        MASTER_ONLY,
        /** The Master, and the Standby when the Master has lost it. */
        STANDBY_TAKES_OVER
    }

    /** The drivers on offer. */
    public enum Protocol {
        MODBUS_TCP,
        S7
    }
}
