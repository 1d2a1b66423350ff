package dev.pollux.failover;

import static org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig.USER_TOKEN_POLICY_ANONYMOUS;
import static org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig.USER_TOKEN_POLICY_USERNAME;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ubyte;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.core.ValueRanks;
import org.eclipse.milo.opcua.sdk.server.EndpointConfig;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.sdk.server.ServiceSets;
import org.eclipse.milo.opcua.sdk.server.identity.AnonymousIdentityValidator;
import org.eclipse.milo.opcua.sdk.server.identity.CompositeValidator;
import org.eclipse.milo.opcua.sdk.server.identity.UsernameIdentityValidator;
import org.eclipse.milo.opcua.sdk.server.model.objects.ServerRedundancyTypeNode;
import org.eclipse.milo.opcua.sdk.server.model.objects.ServerTypeNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.sdk.server.servicesets.DiscoveryServiceSet;
import org.eclipse.milo.opcua.sdk.server.servicesets.SubscriptionServiceSet;
import org.eclipse.milo.opcua.sdk.server.servicesets.impl.DefaultDiscoveryServiceSet;
import org.eclipse.milo.opcua.sdk.server.servicesets.impl.DefaultSubscriptionServiceSet;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.security.DefaultApplicationGroup;
import org.eclipse.milo.opcua.stack.core.security.DefaultCertificateManager;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateStore;
import org.eclipse.milo.opcua.stack.core.security.MemoryTrustListManager;
import org.eclipse.milo.opcua.stack.core.security.RsaSha256CertificateFactory;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.transport.TransportProfile;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.enumerated.ApplicationType;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MonitoringMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.RedundancySupport;
import org.eclipse.milo.opcua.stack.core.types.enumerated.ServerState;
import org.eclipse.milo.opcua.stack.core.types.structured.ApplicationDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.BuildInfo;
import org.eclipse.milo.opcua.stack.core.types.structured.PublishRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.PublishResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.RedundantServerDataType;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;
import org.eclipse.milo.opcua.stack.transport.server.ServiceRequestContext;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransport;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransportConfig;

/** A member of a redundant set, good enough to try a client on: real sockets, real service sets, settable level. */
final class TestServer implements AutoCloseable {
    static final String USER = "operator";
    static final String PASSWORD = "gemini";

    private final OpcUaServer server;
    private final CountingNamespace namespace;
    private final ServerTypeNode serverNode;
    private final AtomicBoolean muted = new AtomicBoolean();

    /** What distinguishes one test server from another; peers are name and port, empty = not redundant. */
    record Plan(String name, int port, Map<String, Integer> peers, int counters, boolean secured, String master) {

        static Plan alone(String name, int port) {
            return new Plan(name, port, Map.of(), 3, false, "");
        }

        static Plan of(String name, int port, String peer, int peerPort) {
            return new Plan(name, port, Map.of(peer, peerPort), 3, false, "");
        }

        Plan withCounters(int count) {
            return new Plan(name, port, peers, count, secured, master);
        }

        Plan onlySecured() {
            return new Plan(name, port, peers, counters, true, master);
        }

        Plan withMaster(String station) {
            return new Plan(name, port, peers, counters, secured, station);
        }
    }

    static String uri(String name) {
        return "urn:test:plant:" + name;
    }

    static String url(int port) {
        return "opc.tcp://127.0.0.1:" + port + "/plant";
    }

    static TestServer start(Plan plan) {
        try {
            return new TestServer(plan);
        } catch (Exception e) {
            throw new IllegalStateException("test server " + plan.name() + " did not start", e);
        }
    }

    private TestServer(Plan plan) throws Exception {
        KeyPair keys = SelfSignedCertificateGenerator.generateRsaKeyPair(2048);
        X509Certificate certificate = new SelfSignedCertificateBuilder(keys)
                .setCommonName(plan.name())
                .setApplicationUri(uri(plan.name()))
                .addIpAddress("127.0.0.1")
                .build();
        server = new OpcUaServer(
                config(plan, keys, certificate),
                profile -> new OpcTcpServerTransport(
                        OpcTcpServerTransportConfig.newBuilder().build()),
                new ServiceSets() {
                    @Override
                    public DiscoveryServiceSet createDiscoveryServiceSet(OpcUaServer of) {
                        return new DefaultDiscoveryServiceSet(of, () -> peers(plan));
                    }

                    @Override
                    public SubscriptionServiceSet createSubscriptionServiceSet(OpcUaServer of) {
                        return new DefaultSubscriptionServiceSet(of) {
                            @Override
                            public CompletableFuture<PublishResponse> onPublish(
                                    ServiceRequestContext context, PublishRequest request) {
                                return muted.get() ? new CompletableFuture<>() : super.onPublish(context, request);
                            }
                        };
                    }
                });
        if (plan.name().equals("POLLUX")) {
            // Namespace indexes differ between the members, so a client that mixes them up finds nothing.
            server.getNamespaceTable().add("urn:test:only-here");
        }
        namespace = new CountingNamespace(server, plan.counters());
        namespace.startup();
        if (!plan.master().isEmpty()) {
            new MarkedNamespace(server, plan.master()).startup();
        }
        serverNode = (ServerTypeNode)
                server.getAddressSpaceManager().getManagedNode(NodeIds.Server).orElseThrow();
        if (!plan.peers().isEmpty()) {
            describeSet(plan);
        }
        server.startup().get(10, TimeUnit.SECONDS);
    }

    private static List<ApplicationDescription> peers(Plan plan) {
        return plan.peers().entrySet().stream()
                .map(peer -> new ApplicationDescription(
                        uri(peer.getKey()),
                        "urn:test:product",
                        LocalizedText.english("Plant " + peer.getKey()),
                        ApplicationType.Server,
                        null,
                        null,
                        new String[] {url(peer.getValue())}))
                .toList();
    }

    private static OpcUaServerConfig config(Plan plan, KeyPair keys, X509Certificate certificate) throws Exception {
        MemoryTrustListManager trust = new MemoryTrustListManager();
        MemoryCertificateQuarantine quarantine = new MemoryCertificateQuarantine();
        DefaultApplicationGroup group = DefaultApplicationGroup.createAndInitialize(
                trust,
                new MemoryCertificateStore(),
                new RsaSha256CertificateFactory() {
                    @Override
                    protected KeyPair createRsaSha256KeyPair() {
                        return keys;
                    }

                    @Override
                    protected X509Certificate[] createRsaSha256CertificateChain(KeyPair pair) {
                        return new X509Certificate[] {certificate};
                    }
                },
                (chain, uri, hosts) -> {});
        return OpcUaServerConfig.builder()
                .setApplicationUri(uri(plan.name()))
                .setApplicationName(LocalizedText.english("Plant " + plan.name()))
                .setProductUri("urn:test:product")
                .setBuildInfo(new BuildInfo("urn:test:product", "test", "test", "1", "1", DateTime.now()))
                .setCertificateManager(new DefaultCertificateManager(quarantine, group))
                .setIdentityValidator(new CompositeValidator(
                        AnonymousIdentityValidator.INSTANCE,
                        new UsernameIdentityValidator(challenge ->
                                USER.equals(challenge.getUsername()) && PASSWORD.equals(challenge.getPassword()))))
                .setEndpoints(endpoints(plan, certificate))
                .build();
    }

    private static Set<EndpointConfig> endpoints(Plan plan, X509Certificate certificate) {
        EndpointConfig.Builder base = EndpointConfig.newBuilder()
                .setTransportProfile(TransportProfile.TCP_UASC_UABINARY)
                .setBindAddress("127.0.0.1")
                .setBindPort(plan.port())
                // A name that resolves nowhere, as servers in another network have it.
                .setHostname("no-such-host.invalid")
                .setPath("/plant")
                .setCertificate(certificate);
        Set<EndpointConfig> endpoints = new LinkedHashSet<>();
        if (plan.secured()) {
            base.addTokenPolicies(USER_TOKEN_POLICY_USERNAME);
            for (MessageSecurityMode mode : List.of(MessageSecurityMode.Sign, MessageSecurityMode.SignAndEncrypt)) {
                endpoints.add(base.copy()
                        .setSecurityPolicy(SecurityPolicy.Basic256Sha256)
                        .setSecurityMode(mode)
                        .build());
            }
            base.setPath("/plant/discovery");
        } else {
            base.addTokenPolicies(USER_TOKEN_POLICY_ANONYMOUS, USER_TOKEN_POLICY_USERNAME);
        }
        endpoints.add(base.copy()
                .setSecurityPolicy(SecurityPolicy.None)
                .setSecurityMode(MessageSecurityMode.None)
                .build());
        return endpoints;
    }

    private void describeSet(Plan plan) {
        ServerRedundancyTypeNode redundancy = serverNode.getServerRedundancyNode();
        redundancy.setRedundancySupport(RedundancySupport.Hot);
        List<String> uris = new ArrayList<>(
                plan.peers().keySet().stream().map(TestServer::uri).toList());
        uris.add(uri(plan.name()));
        uris.sort(null);
        property(
                redundancy,
                NodeIds.Server_ServerRedundancy_ServerUriArray,
                "ServerUriArray",
                NodeIds.String,
                uris.toArray(String[]::new));
        RedundantServerDataType[] live = uris.stream()
                .map(uri -> new RedundantServerDataType(uri, ubyte(255), ServerState.Running))
                .toArray(RedundantServerDataType[]::new);
        property(
                redundancy,
                NodeIds.Server_ServerRedundancy_RedundantServerArray,
                "RedundantServerArray",
                NodeIds.RedundantServerDataType,
                ExtensionObject.encodeArray(server.getStaticEncodingContext(), live));
    }

    private void property(ServerRedundancyTypeNode parent, NodeId id, String name, NodeId type, Object value) {
        server.getOpcUaNamespace().getNodeManager().removeNode(id);
        UaVariableNode node = new UaVariableNode.UaVariableNodeBuilder(parent.getNodeContext())
                .setNodeId(id)
                .setBrowseName(new QualifiedName(0, name))
                .setDisplayName(LocalizedText.english(name))
                .setTypeDefinition(NodeIds.PropertyType)
                .build();
        node.setDataType(type);
        node.setValueRank(ValueRanks.OneDimension);
        node.setValue(new DataValue(Variant.of(value)));
        server.getOpcUaNamespace().getNodeManager().addNode(node);
        parent.addReference(new Reference(parent.getNodeId(), NodeIds.HasProperty, id.expanded(), true));
    }

    TestServer support(RedundancySupport support) {
        serverNode.getServerRedundancyNode().setRedundancySupport(support);
        return this;
    }

    TestServer level(int level) {
        serverNode.setServiceLevel(ubyte(level));
        return this;
    }

    void state(ServerState state) {
        serverNode.getServerStatusNode().setState(state);
    }

    /** Requests that have reached the slow variable. */
    int slowRequests() {
        return namespace.slowRequests();
    }

    int sessions() {
        return server.getSessionManager().getAllSessions().size();
    }

    /** Items per monitoring mode over all sessions. */
    long items(MonitoringMode mode) {
        return server.getSubscriptions().values().stream()
                .flatMap(subscription -> subscription.getMonitoredItems().values().stream())
                .filter(item -> item.getMonitoringMode() == mode)
                .count();
    }

    /** Answers everything but Publish from now on. */
    void mute() {
        muted.set(true);
    }

    /** Requests to the slow variable are not answered from now on. */
    void holdSlow() {
        namespace.hold();
    }

    /** Cuts everything at once, without a word to the clients. */
    @Override
    public void close() {
        try {
            server.shutdown().get(5, TimeUnit.SECONDS);
            namespace.shutdown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("test server did not stop", e);
        }
    }
}
