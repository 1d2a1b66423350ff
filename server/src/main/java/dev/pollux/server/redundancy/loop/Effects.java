package dev.pollux.server.redundancy.loop;

import dev.pollux.server.redundancy.PartnerView;
import dev.pollux.server.redundancy.RoleState;
import dev.pollux.server.redundancy.loop.PairSnapshot.PartnerStation;
import java.util.Optional;

/** What the loop does to the world. Called on the loop's thread; must return soon and not throw. */
public interface Effects {
    /** Tells the partner the own status now, not at the next heartbeat. */
    void nudgeLinks();

    /** Remembers a term over restarts. */
    void storeTerm(long term);

    /**
     * Connects to the devices that this station may have, and lets go of the others. Called before and after each
     * decision.
     */
    void follow(RoleState role, PartnerView partner, Optional<PartnerStation> said);

    /** Shows a snapshot to clients. Called only when it differs from the last one. */
    void publish(PairSnapshot snapshot);
}
