package dev.pollux.server.space;

import dev.pollux.server.history.HistoryLimits;
import java.util.Optional;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfigLimits;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.core.channel.EncodingLimits;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;

/** How much clients may ask for. */
final class ServerLimits implements OpcUaServerConfigLimits {
    static final int MESSAGE_BYTES_MAX = 16 * 1024 * 1024;
    private static final int CHUNK_BYTES_MAX = 65_535;
    private static final int CHUNKS_MAX = MESSAGE_BYTES_MAX / CHUNK_BYTES_MAX + 1;
    private static final int RECURSION_MAX = 64;

    private final Optional<HistoryLimits> history;

    ServerLimits(Optional<HistoryLimits> history) {
        this.history = history;
    }

    /** After a failover all clients of the other station come at once, often through one gateway. */
    static void admitReconnectStorms() {
        Stack.ConnectionLimits.RATE_LIMIT_MAX_ATTEMPTS = 500;
        Stack.ConnectionLimits.RATE_LIMIT_MAX_CONNECTIONS_PER_ADDRESS = 2_000;
        Stack.ConnectionLimits.RATE_LIMIT_MAX_CONNECTIONS = 10_000;
    }

    static EncodingLimits encoding() {
        return new EncodingLimits(CHUNK_BYTES_MAX, CHUNKS_MAX, MESSAGE_BYTES_MAX, RECURSION_MAX);
    }

    @Override
    public UInteger getMaxSessions() {
        return Unsigned.uint(1_000);
    }

    @Override
    public UInteger getMaxSubscriptions() {
        return Unsigned.uint(20_000);
    }

    @Override
    public UInteger getMaxSubscriptionsPerSession() {
        return Unsigned.uint(500);
    }

    @Override
    public UInteger getMaxMonitoredItems() {
        return Unsigned.uint(5_000_000);
    }

    @Override
    public UInteger getMaxMonitoredItemsPerSession() {
        return Unsigned.uint(1_000_000);
    }

    @Override
    public UInteger getMaxNodesPerBrowse() {
        return Unsigned.uint(1_000);
    }

    @Override
    public UInteger getMaxNodesPerTranslateBrowsePathsToNodeIds() {
        return Unsigned.uint(1_000);
    }

    @Override
    public UInteger getMaxNodesPerRegisterNodes() {
        return Unsigned.uint(10_000);
    }

    @Override
    public UInteger getMaxNodesPerMethodCall() {
        return Unsigned.uint(100);
    }

    @Override
    public Double getMinPublishingInterval() {
        return 10.0;
    }

    @Override
    public UInteger getMaxNodesPerHistoryReadData() {
        return Unsigned.uint(history.map(HistoryLimits::nodesPerRead).orElse(0));
    }

    @Override
    public UInteger getMaxNodesPerHistoryUpdateData() {
        return Unsigned.uint(history.map(HistoryLimits::nodesPerUpdate).orElse(0));
    }

    @Override
    public UInteger getMaxNodesPerHistoryReadEvents() {
        return Unsigned.uint(0);
    }

    @Override
    public UInteger getMaxNodesPerHistoryUpdateEvents() {
        return Unsigned.uint(0);
    }

    /** They carry all that is needed: nothing limits their number but this number's own range. */
    @Override
    public UShort getMaxHistoryContinuationPoints() {
        return Unsigned.ushort(history.isPresent() ? 65_535 : 0);
    }
}
