package dev.pollux.server.project;

import dev.pollux.server.project.DeviceConfig.Connection;
import dev.pollux.server.project.RedundancyConfig.Mode;
import java.util.List;

/** The keys that say what the stations of a set do for one another, and the rule that concerns mode and devices. */
final class ModeKeys {
    static final Key<Boolean> ENABLED = Key.standard(
            "enabled",
            Shapes.flag(),
            "true",
            "`false` for commissioning: each station runs alone, with level 199 at most, until it is `true` again and"
                    + " the station restarted. Both stations should have the same.");
    static final Key<Boolean> SWITCH_CLIENTS = Key.standard(
            "switch-clients-on-process-connection-fault",
            Shapes.flag(),
            "true",
            "Whether a station that has lost devices tells its clients to use its partner. `false`: its ServiceLevel"
                    + " stays 200 or above, so they stay and see bad values until it is repaired.");
    static final Key<Mode> MODE = Key.standard(
            "mode",
            mode(),
            "hot",
            "What a station that does not lead does. `hot`: reads all devices. `warm`: leaves devices of `connection`"
                    + " other than `parallel` to the Master. `backup`: like warm, shown as a primary and its backup."
                    + " `cold`: reads no device and serves no clients. `hot-and-mirrored` does not exist yet.");
    static final Key<Connection> CONNECTION = Key.standard(
            "connection",
            Shapes.oneOf(Connection.class),
            "parallel",
            "Which stations of a set connect: each; the Master only; or the Master, and the Standby when the Master has"
                    + " lost the device for longer than `redundancy.stability`. A set of mode hot needs `parallel`.");

    private ModeKeys() {}

    private static Plain<Mode> mode() {
        Plain<Mode> modes = Shapes.oneOf(Mode.class);
        return new Plain<>(
                modes.rule() + "; hot-and-mirrored does not exist yet",
                modes.kinds(),
                modes.parse(),
                modes.schema(),
                modes.words(),
                modes.secret());
    }

    /** A set that says Hot promises that each station has all values by itself (OPC 10000-4 §6.6.2.4.4). */
    static void check(Values root, Faults faults) {
        boolean hotSet = root.find(ProjectKeys.REDUNDANCY)
                .filter(redundancy -> redundancy
                        .find(ProjectKeys.STATIONS)
                        .filter(stations -> stations.size() > 1)
                        .isPresent())
                .flatMap(redundancy -> redundancy.find(MODE))
                .filter(mode -> mode == Mode.HOT)
                .isPresent();
        if (!hotSet) {
            return;
        }
        for (Values device : root.find(ProjectKeys.DEVICES).orElse(List.of())) {
            device.find(CONNECTION)
                    .filter(connection -> connection != Connection.PARALLEL)
                    .ifPresent(connection -> device.fault(
                            faults,
                            CONNECTION,
                            "must be parallel as redundancy.mode is hot; give it the mode warm, backup or cold"));
        }
    }
}
