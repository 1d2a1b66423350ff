package dev.pollux.server;

import dev.pollux.server.redundancy.ModeRules;
import dev.pollux.server.redundancy.loop.PairSnapshot;
import dev.pollux.server.space.StationServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps clients away from a Cold Standby. Its server runs all the same, as the partner links are part of it;
 * administrators come in too, and discovery is answered. For one thread.
 */
final class StationDoor {
    private static final Logger LOG = LoggerFactory.getLogger(StationDoor.class);
    private static final String WHO = "mode";

    private final ModeRules mode;
    private final StationServer server;
    private boolean shut;

    StationDoor(ModeRules mode, StationServer server) {
        this.mode = mode;
        this.server = server;
    }

    /** Opens or shuts; clients that are there when it shuts lose their sessions. */
    void follow(PairSnapshot pair) {
        boolean inactive = mode.inactive(pair.state().role(), pair.partner());
        if (inactive == shut) {
            return;
        }
        shut = inactive;
        if (inactive) {
            server.gate().close(WHO, "this is the Cold Standby, connect to the Master");
            LOG.info("Cold Standby: {} client sessions ended", server.drain());
        } else {
            server.gate().open(WHO);
        }
    }
}
