package dev.pollux.server.space;

import dev.pollux.server.history.ClientLimits;
import dev.pollux.server.space.system.ClientAddresses;
import dev.pollux.server.space.system.Discovery;
import dev.pollux.server.space.system.Topology;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.sdk.server.ServiceSets;
import org.eclipse.milo.opcua.sdk.server.servicesets.AttributeServiceSet;
import org.eclipse.milo.opcua.sdk.server.servicesets.DiscoveryServiceSet;
import org.eclipse.milo.opcua.sdk.server.servicesets.SessionServiceSet;
import org.eclipse.milo.opcua.sdk.server.servicesets.SubscriptionServiceSet;
import org.eclipse.milo.opcua.sdk.server.servicesets.impl.AccessController;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransport;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransportConfig;

/** The stack's server with access checks and discovery of our own. */
final class UaServer extends OpcUaServer {
    /** Namespaces from here on check every access themselves: 2 Pollux, 3 the project. */
    private static final int FIRST_SELF_CHECKING_NAMESPACE = 2;

    private static final int LAST_SELF_CHECKING_NAMESPACE = 3;

    private final AccessController access;

    UaServer(
            OpcUaServerConfig config,
            ServerThreads threads,
            ClientAddresses addresses,
            UnaryOperator<String> applicationName,
            Supplier<Topology> topology,
            Function<OpcUaServer, AttributeServiceSet> attributes) {
        super(
                config,
                profile -> new OpcTcpServerTransport(OpcTcpServerTransportConfig.newBuilder()
                        .setEventLoop(threads.network())
                        .setExecutor(threads.services())
                        .setChannelPipelineCustomizer(pipeline -> pipeline.addFirst(ClientLimits.listener()))
                        .build()),
                new ServiceSets() {
                    @Override
                    public AttributeServiceSet createAttributeServiceSet(OpcUaServer server) {
                        return attributes.apply(server);
                    }

                    @Override
                    public DiscoveryServiceSet createDiscoveryServiceSet(OpcUaServer server) {
                        return new Discovery(
                                server,
                                config.getProductUri(),
                                applicationName,
                                topology,
                                new Discovery.Answers(addresses, DateTime.now()));
                    }

                    @Override
                    public SessionServiceSet createSessionServiceSet(OpcUaServer server) {
                        return new DiscreetSessions(server, addresses);
                    }

                    @Override
                    public SubscriptionServiceSet createSubscriptionServiceSet(OpcUaServer server) {
                        return new BoundedPublishing(server);
                    }
                });
        access = new FastAccess(super.getAccessController(), id -> {
            int namespace = id.getNamespaceIndex().intValue();
            return namespace >= FIRST_SELF_CHECKING_NAMESPACE && namespace <= LAST_SELF_CHECKING_NAMESPACE;
        });
    }

    @Override
    public AccessController getAccessController() {
        return access;
    }
}
