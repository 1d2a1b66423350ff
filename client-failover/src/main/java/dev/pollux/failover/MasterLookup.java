package dev.pollux.failover;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;

/**
 * Finds out which station of a set is marked default master. The standard has no node for that, so each kind of server
 * needs its own way; {@link PolluxMasterLookup} is the one for Pollux.
 */
@FunctionalInterface
public interface MasterLookup {

    /**
     * Asks one connected member. Called on an internal thread after each connect and then every few seconds while the
     * preference is {@code master} or {@code standby}; must not block.
     *
     * @param member a connected client of one member
     * @return the name of the station marked default master (last part of the ApplicationUri, or ApplicationName), or
     *     empty if this member does not say; a failure counts as empty and is logged
     */
    CompletableFuture<Optional<String>> defaultMaster(OpcUaClient member);

    /** Knows no master: {@code master} and {@code standby} then act like {@code none}. */
    static MasterLookup unknown() {
        return member -> CompletableFuture.completedFuture(Optional.empty());
    }
}
