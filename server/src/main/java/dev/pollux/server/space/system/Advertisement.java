package dev.pollux.server.space.system;

import dev.pollux.server.project.RedundancyConfig;
import dev.pollux.server.project.RedundancyConfig.Mode;
import dev.pollux.server.project.StationConfig;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.RedundancySupport;

/**
 * What a station says of its redundancy that does not change while it runs (OPC 10000-5 §6.3.9, §6.3.10, §6.3.15).
 *
 * @param set whether it is a member of a set
 * @param mode of the set
 * @param networks whether clients reach it over more than one network
 */
public record Advertisement(boolean set, Mode mode, boolean networks) {
    /** Endpoints with different hosts are taken for different networks. */
    public static Advertisement of(RedundancyConfig redundancy, StationConfig station) {
        long hosts = station.clientEndpoints().stream()
                .map(StationConfig.Endpoint::host)
                .distinct()
                .count();
        return new Advertisement(redundancy.isPair(), redundancy.mode(), hosts > 1);
    }

    /** Whether there is anything to advertise. */
    boolean redundant() {
        return set || networks;
    }

    /** Whether the set shows a primary and its backup. */
    public boolean backup() {
        return set && mode == Mode.BACKUP;
    }

    /**
     * The type of Server.ServerRedundancy; empty for the base type. Mode backup goes before several networks: its type
     * needs a method and a property, the other one only a property, which an instance may have in addition.
     */
    Optional<NodeId> type() {
        if (backup()) {
            return Optional.of(NodeIds.NonTransparentBackupRedundancyType);
        }
        if (networks) {
            return Optional.of(NodeIds.NonTransparentNetworkRedundancyType);
        }
        return set ? Optional.of(NodeIds.NonTransparentRedundancyType) : Optional.empty();
    }

    /** Failover mode. One server on several networks is HotAndMirrored with itself (§6.3.10). */
    RedundancySupport support() {
        if (!set) {
            return networks ? RedundancySupport.HotAndMirrored : RedundancySupport.None;
        }
        return switch (mode) {
            case HOT -> RedundancySupport.Hot;
            case WARM, BACKUP -> RedundancySupport.Warm;
            case COLD -> RedundancySupport.Cold;
        };
    }
}
