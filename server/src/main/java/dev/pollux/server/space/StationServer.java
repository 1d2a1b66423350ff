package dev.pollux.server.space;

import dev.pollux.archive.message.Message;
import dev.pollux.archive.message.MessageLog;
import dev.pollux.nodesets.PolluxNodeSet;
import dev.pollux.server.history.EventHistory;
import dev.pollux.server.history.EventHistoryServiceSet;
import dev.pollux.server.history.HistoricalNodes;
import dev.pollux.server.history.HistoricalNodes.HistoricalNode;
import dev.pollux.server.history.History;
import dev.pollux.server.history.HistoryServiceSet;
import dev.pollux.server.maintenance.Maintenance;
import dev.pollux.server.maintenance.MaintenanceControl;
import dev.pollux.server.project.Project;
import dev.pollux.server.project.StationConfig;
import dev.pollux.server.project.StationConfig.Endpoint;
import dev.pollux.server.security.Caller;
import dev.pollux.server.security.Endpoints;
import dev.pollux.server.security.Identities;
import dev.pollux.server.security.PasswordCheck;
import dev.pollux.server.security.Pki;
import dev.pollux.server.security.Roles;
import dev.pollux.server.security.SessionGate;
import dev.pollux.server.space.system.Advertisement;
import dev.pollux.server.space.system.ArchiveControl;
import dev.pollux.server.space.system.ClientAddresses;
import dev.pollux.server.space.system.Exchange;
import dev.pollux.server.space.system.HealthValues;
import dev.pollux.server.space.system.NetworkValues;
import dev.pollux.server.space.system.RoleRequest;
import dev.pollux.server.space.system.ServerObject;
import dev.pollux.server.space.system.SystemSpace;
import dev.pollux.server.space.system.SystemValues;
import dev.pollux.server.space.system.Topology;
import dev.pollux.server.space.system.Topology.Member;
import dev.pollux.server.space.system.Topology.MemberState;
import dev.pollux.server.tag.TagTable;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.sdk.server.servicesets.AttributeServiceSet;
import org.eclipse.milo.opcua.sdk.server.servicesets.impl.DefaultAttributeServiceSet;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.types.structured.BuildInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The OPC UA server of a station. The namespace table is the same on both stations but for index 1: 0 OPC UA, 1
 * ApplicationUri, 2 {@code http://pollux.dev/UA/}, 3 the project. Can be started once and shut down once. Thread-safe.
 */
public final class StationServer {
    /** ProductUri of all stations. */
    public static final String PRODUCT_URI = "http://pollux.dev/";

    private static final Logger LOG = LoggerFactory.getLogger(StationServer.class);
    private static final Duration WRITE_OUTCOME_WAIT = Duration.ofSeconds(15);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(10);
    private static final Duration ANNOUNCE_STEP = Duration.ofMillis(10);
    /** After the last announcement left its queue it still has to leave the socket. */
    private static final Duration ANNOUNCE_GRACE = Duration.ofMillis(50);

    private final StationConfig config;
    private final Pki pki;
    private final List<String> partnerUris;
    private final ServerThreads threads = new ServerThreads();
    private final OpcUaServer server;
    private final TagSpace tags;
    private final SystemSpace system;
    private final SessionGate gate = new SessionGate();
    private final ServerEvents events;
    private final ServerObject serverObject;
    // Written by whoever publishes, read by discovery requests.
    private volatile Topology topology;

    /**
     * What a station's server is made of.
     *
     * @param project tags, areas, users and the set
     * @param station endpoints and name
     * @param pki certificates
     * @param table current values; the server listens to it
     * @param passwords compares passwords with hashes
     * @param writer does clients' writes
     * @param roles takes requests about the Master role
     * @param exchange takes the partner's status
     * @param history of the tags; empty if the station keeps none
     * @param messages of the stations, for the history of events; empty if none are kept
     */
    public record Parts(
            Project project,
            StationConfig station,
            Pki pki,
            TagTable table,
            PasswordCheck passwords,
            TagWriter writer,
            RoleRequest roles,
            Exchange exchange,
            Optional<History> history,
            Optional<MessageLog> messages) {
        /** The same with history. */
        public Parts with(History archived) {
            return new Parts(
                    project, station, pki, table, passwords, writer, roles, exchange, Optional.of(archived), messages);
        }
    }

    /** Builds the address space; nothing listens yet, values may already be published. */
    public StationServer(Parts parts) {
        Project project = parts.project();
        config = parts.station();
        pki = parts.pki();
        partnerUris = project.redundancy().stations().stream()
                .filter(name -> !name.equals(config.station()))
                .map(project::applicationUri)
                .toList();
        topology = atStart(project);
        ServerLimits.admitReconnectStorms();
        server = new UaServer(
                uaConfig(parts),
                threads,
                ClientAddresses.of(config),
                name -> applicationName(project, name),
                () -> topology,
                ua -> attributeServices(ua, parts));
        Advertisement advertisement = Advertisement.of(project.redundancy(), config);
        serverObject = new ServerObject(server, advertisement);
        system = new SystemSpace(
                server,
                PolluxNodeSet.read(),
                config.station(),
                parts.roles(),
                parts.exchange(),
                session -> Caller.certificate(session).filter(this::isPartner).isPresent());
        if (advertisement.backup()) {
            system.showBackup();
        }
        UShort namespace = server.getNamespaceTable().add(project.namespaceUri());
        tags = new TagSpace(namespace, project, parts.table(), parts.writer(), WRITE_OUTCOME_WAIT, parts.history());
        tags.register(server);
        parts.table().addListener(tags);
        HistoryCapabilities.tell(server, parts.history(), parts.messages().isPresent());
        serverObject.notifiesOfEvents(parts.messages().isPresent());
        events = new ServerEvents(server);
        server.getAddressSpaceManager().registerFirst(events);
        serverObject.publish(topology, DateTime.now());
    }

    private AttributeServiceSet attributeServices(OpcUaServer ua, Parts parts) {
        AttributeServiceSet ofTags = tagServices(ua, parts);
        return parts.messages()
                .<AttributeServiceSet>map(log -> new EventHistoryServiceSet(
                        ua, ofTags, new EventHistory(ua, log, message -> ServerEvents.of(ua, message))))
                .orElse(ofTags);
    }

    /** Puts a message into the queues of all clients that listen to events. Does not block. */
    public void tell(Message message) {
        events.tell(ServerEvents.of(server, message));
    }

    private AttributeServiceSet tagServices(OpcUaServer ua, Parts parts) {
        return parts.history()
                .<AttributeServiceSet>map(history -> new HistoryServiceSet(
                        ua,
                        history,
                        this::historical,
                        tag -> parts.table().tags().get(tag).type().builtInId()))
                .orElseGet(() -> new DefaultAttributeServiceSet(ua));
    }

    /** Requests come when the server has started, so that the tags are there. */
    private HistoricalNode historical(NodeId id) {
        HistoricalNode node = tags.historical(id);
        return node.kind() == HistoricalNodes.Kind.UNKNOWN
                ? HistoricalNode.none(
                        server.getAddressSpaceManager().getManagedNode(id).isPresent())
                : node;
    }

    /** Until the first publish: this station is starting (ServiceLevel 1, NoData), the partner is not known. */
    private Topology atStart(Project project) {
        List<Member> members = project.redundancy().acting(config.station()).stream()
                .map(name -> name.equals(config.station())
                        ? new Member(project.applicationUri(name), name, discoveryUrls(config), 1, MemberState.RUNNING)
                        : new Member(project.applicationUri(name), name, List.of(), 0, MemberState.UNKNOWN))
                .toList();
        return new Topology(project.applicationUri(config.station()), members, Optional.empty());
    }

    private OpcUaServerConfig uaConfig(Parts parts) {
        String version = Optional.ofNullable(StationServer.class.getPackage().getImplementationVersion())
                .orElse("dev");
        return OpcUaServerConfig.builder()
                .setApplicationName(LocalizedText.english(applicationName(parts.project(), config.station())))
                .setApplicationUri(parts.project().applicationUri(config.station()))
                .setProductUri(PRODUCT_URI)
                .setBuildInfo(new BuildInfo(PRODUCT_URI, "Pollux", "Pollux", version, version, DateTime.MIN_VALUE))
                .setEndpoints(Endpoints.of(config.endpoints(), pki.certificate()))
                .setIdentityValidator(new Identities(
                        parts.project().users(), parts.passwords(), this::isPartner, gate, System::nanoTime))
                .setRoleMapper(Roles.mapper())
                .setCertificateManager(pki.manager())
                .setLimits(new ServerLimits(parts.history().map(History::limits)))
                .setEncodingLimits(ServerLimits.encoding())
                .setExecutor(threads.services())
                .setScheduledExecutor(threads.timer())
                .build();
    }

    private static String applicationName(Project project, String station) {
        return project.name() + " " + station;
    }

    private boolean isPartner(X509Certificate certificate) {
        return partnerUris.stream().anyMatch(uri -> pki.isPartner(certificate, uri));
    }

    /** Where clients can ask for the endpoints of a station; to be published as its DiscoveryUrls. */
    public static List<String> discoveryUrls(StationConfig config) {
        return config.clientEndpoints().stream()
                .map(endpoint -> endpoint.url() + Endpoints.DISCOVERY)
                .toList();
    }

    /**
     * Listens on all endpoints.
     *
     * @throws IOException naming the endpoint that cannot be listened on; the server is shut down then
     */
    public void start() throws IOException {
        try {
            server.startup().get(CLOSE_WAIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting", e);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("no endpoint is bound", e);
        }
        for (Endpoint endpoint : config.endpoints()) {
            boolean bound = server.getBoundEndpoints().stream()
                    .anyMatch(each -> each.getBindPort() == endpoint.port()
                            && each.getBindAddress().equals(endpoint.bind()));
            if (!bound) {
                close();
                throw new IOException("cannot listen on " + endpoint.bind() + ":" + endpoint.port() + " (endpoint "
                        + endpoint.url() + "): the port is in use or the address is not local");
            }
        }
    }

    /** Shows new system values; they are in the queues of subscribers when this returns. */
    public void publish(SystemValues values) {
        system.publish(values, DateTime.now());
    }

    /** Shows new values of the station's health. */
    public void publish(HealthValues values) {
        system.publish(values, DateTime.now());
    }

    /** Goes through threads and address space as a request does; {@code alive} is run if they do their work. */
    public void probe(Runnable alive) {
        new StackProbe(server, threads).run(alive);
    }

    /** Shows what is known of the plant's network. */
    public void publish(NetworkValues values) {
        system.publish(values, DateTime.now());
    }

    /** The namespace of Pollux itself. */
    public SystemSpace system() {
        return system;
    }

    /** Lets administrators maintain the archive; before the start. */
    public void control(ArchiveControl archive) {
        system.control(archive);
    }

    /** Lets administrators take the station out of service; before the start. */
    public void control(MaintenanceControl maintenance) {
        system.control(maintenance);
    }

    /** Shows whether the station is out of service. */
    public void publish(Optional<Maintenance> maintenance) {
        system.publish(maintenance, DateTime.now());
    }

    /** Tells clients that the station goes after a countdown; may be called again with what is left of it. */
    public void announceShutdown(Duration countdown, String reason) {
        serverObject.announceShutdown(countdown, reason, DateTime.now());
    }

    /** Shows a new view of the set; ServiceLevel and the rest are in the queues of subscribers when this returns. */
    public void publish(Topology newTopology) {
        topology = newTopology;
        serverObject.publish(newTopology, DateTime.now());
        system.publish(newTopology.backup(), DateTime.now());
    }

    /** Activated sessions other than the partner's. */
    public int clientCount() {
        return (int) sessions().stream()
                .filter(session ->
                        Caller.certificate(session).filter(this::isPartner).isEmpty())
                .count();
    }

    /** Says who may have a session. Closing it concerns new sessions; {@link #drain()} ends those that are there. */
    public SessionGate gate() {
        return gate;
    }

    /**
     * Ends the sessions and subscriptions of all whom the gate does not admit.
     *
     * @return how many
     */
    public int drain() {
        List<Session> refused = sessions().stream()
                .filter(session -> !gate.admits(
                        Caller.certificate(session).filter(this::isPartner).isPresent(), Roles.of(session)))
                .toList();
        refused.forEach(session -> server.getSessionManager().killSession(session.getSessionId(), true));
        return refused.size();
    }

    private List<Session> sessions() {
        return server.getSessionManager().getAllSessions().stream()
                .filter(session -> session.getIdentity() != null)
                .toList();
    }

    /**
     * Announces the shutdown to clients (ServerState Shutdown, ServiceLevel 0), waits until those that watch it were
     * told, then closes all connections.
     *
     * @param reason for people
     * @param announceMax bound on the wait; zero closes at once
     */
    public void shutdown(String reason, Duration announceMax) {
        serverObject.announceShutdown(announceMax, reason, DateTime.now());
        try {
            awaitAnnounced(announceMax);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
    }

    private void awaitAnnounced(Duration max) throws InterruptedException {
        long end = System.nanoTime() + max.toNanos();
        if (sessions().isEmpty()) {
            return;
        }
        while (serverObject.anyUnsent() && System.nanoTime() - end < 0) {
            TimeUnit.NANOSECONDS.sleep(ANNOUNCE_STEP.toNanos());
        }
        long left = end - System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(Math.max(0, Math.min(left, ANNOUNCE_GRACE.toNanos())));
    }

    private void close() {
        try {
            server.shutdown().get(CLOSE_WAIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("server did not close cleanly", e);
        }
        tags.close();
        threads.close();
    }

    /** The stack's server, for other address spaces and history of this station. */
    public OpcUaServer ua() {
        return server;
    }

    /** The project's address space. */
    public TagSpace tags() {
        return tags;
    }
}
