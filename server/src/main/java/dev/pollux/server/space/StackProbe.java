package dev.pollux.server.space;

import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.milo.opcua.sdk.server.AddressSpace.ReadContext;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes the way of a client's request through the server, without a socket: each network thread, then the timer, then a
 * service thread that reads ServerStatus.State.
 */
final class StackProbe {
    private static final Logger LOG = LoggerFactory.getLogger(StackProbe.class);

    private final OpcUaServer server;
    private final ServerThreads threads;

    StackProbe(OpcUaServer server, ServerThreads threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Begins; returns at once.
     *
     * @param alive is run if all of them do their work
     */
    void run(Runnable alive) {
        List<EventExecutor> network = new ArrayList<>();
        threads.network().forEach(network::add);
        AtomicInteger left = new AtomicInteger(network.size());
        for (EventExecutor each : network) {
            each.execute(() -> {
                if (left.decrementAndGet() == 0) {
                    timer(alive);
                }
            });
        }
    }

    private void timer(Runnable alive) {
        try {
            var unused = threads.timer()
                    .schedule(() -> threads.services().execute(() -> read(alive)), 0, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closing) {
            LOG.debug("the server closes", closing);
        }
    }

    private void read(Runnable alive) {
        ReadValueId state = new ReadValueId(
                NodeIds.Server_ServerStatus_State, AttributeId.Value.uid(), null, QualifiedName.NULL_VALUE);
        boolean good = server
                .getAddressSpaceManager()
                .read(new ReadContext(server, null), 0.0, TimestampsToReturn.Neither, List.of(state))
                .stream()
                .allMatch(value -> value.statusCode().isGood());
        if (good) {
            alive.run();
        }
    }
}
