package dev.pollux.server.space.system;

import dev.pollux.archive.ArchiveException;
import dev.pollux.nodesets.NodeSet;
import dev.pollux.server.maintenance.Maintenance;
import dev.pollux.server.maintenance.MaintenanceControl;
import dev.pollux.server.project.UsersConfig.Role;
import dev.pollux.server.redundancy.ModeRules.Backup;
import dev.pollux.server.security.Caller;
import dev.pollux.server.security.Roles;
import dev.pollux.server.space.nodeset.NodeSetSpace;
import dev.pollux.server.tag.Quality;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.sdk.server.nodes.filters.AttributeFilters;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The namespace {@code http://pollux.dev/UA/}: system tags, diagnostics of the pair, and the methods Switchover and
 * Exchange. Values are pushed to clients when they are published. Thread-safe.
 */
public final class SystemSpace {
    private static final Logger LOG = LoggerFactory.getLogger(SystemSpace.class);
    private static final String REDUNDANCY = "Pollux/Redundancy/";
    private static final int STATUS_BYTES_MAX = 64 * 1024;
    private static final int REQUEST_BYTES_MAX = 4 * 1024 * 1024;
    /** A switchover takes seconds at worst; a client must not wait for ever for one that hangs. */
    private static final Duration OUTCOME_WAIT = Duration.ofSeconds(30);

    private final NodeSetSpace space;
    private final DeviceNodes devices;
    private final ArchiveNodes archive;
    private final MaintenanceNodes maintenance;
    private final NetworkNodes network;
    private final WitnessNodes witness;
    private final OpcUaServer server;
    private final HealthNodes health;
    private final SyncNodes sync;
    private final PairDetailNodes details;
    private final RoleRequest roles;
    private Optional<BackupNodes> backup = Optional.empty(); // set before the start

    /**
     * Loads the model into the server.
     *
     * @param server already has namespaces 0 and 1 only, so that the model gets index 2
     * @param set the Pollux model
     * @param stationName answered as {@code @RM_SERVER_NAME}
     * @param roles takes requests about the Master role
     * @param exchange takes the partner's status
     * @param partner whether a session is the partner's
     */
    public SystemSpace(
            OpcUaServer server,
            NodeSet set,
            String stationName,
            RoleRequest roles,
            Exchange exchange,
            Predicate<Session> partner) {
        this.server = server;
        this.roles = roles;
        space = new NodeSetSpace(server, set);
        devices = new DeviceNodes(space);
        space.startup();
        space.announceTypes();
        space.set(Map.of(space.id("@RM_SERVER_NAME"), good(stationName, DateTime.now())));
        archive = new ArchiveNodes(space);
        maintenance = new MaintenanceNodes(space);
        health = new HealthNodes(space);
        network = new NetworkNodes(space);
        sync = new SyncNodes(space);
        details = new PairDetailNodes(space);
        witness = new WitnessNodes(space);
        answerCurrentUser();
        protectMaster();
        space.attach(
                space.id(REDUNDANCY + "Switchover"),
                new StationMethod(
                        List.of(String.class), (session, arguments) -> switchover(session, (String) arguments[0])));
        space.attach(
                space.id(REDUNDANCY + "Exchange"),
                new StationMethod(
                        List.of(ByteString.class),
                        (session, arguments) -> forCaller(
                                "Exchange",
                                partner.test(session),
                                session,
                                (ByteString) arguments[0],
                                STATUS_BYTES_MAX,
                                status -> exchange.exchange(status, Caller.of(session)))));
        space.attach(
                space.id(REDUNDANCY + "ReadArchive"),
                new StationMethod(
                        List.of(ByteString.class),
                        // It only reads, so those may ask too who compare the archives of both stations.
                        (session, arguments) -> forCaller(
                                "ReadArchive",
                                partner.test(session) || Roles.atLeast(session, Role.SUPERVISOR),
                                session,
                                (ByteString) arguments[0],
                                REQUEST_BYTES_MAX,
                                exchange::readArchive)));
        space.attach(
                space.id(REDUNDANCY + "ReadMessages"),
                new StationMethod(
                        List.of(ByteString.class),
                        (session, arguments) -> forCaller(
                                "ReadMessages",
                                partner.test(session),
                                session,
                                (ByteString) arguments[0],
                                STATUS_BYTES_MAX,
                                exchange::readMessages)));
    }

    private void answerCurrentUser() {
        NodeId id = space.id("@Current_User");
        space.answeredPerSession(id);
        space.variable(id)
                .getFilterChain()
                .addLast(AttributeFilters.getValue(context -> good(
                        context.getSession()
                                .map(session -> Caller.of(session).user())
                                .orElse(""),
                        DateTime.now())));
    }

    private void protectMaster() {
        UaVariableNode master = space.variable(space.id("@RM_MASTER"));
        master.getFilterChain().addLast(new UserAccess(Role.SUPERVISOR));
        space.attachWriter(master.getNodeId(), this::writeMaster);
    }

    private StatusCode writeMaster(@Nullable Session session, @Nullable Object value) {
        if (session == null || !Roles.atLeast(session, Role.SUPERVISOR)) {
            return new StatusCode(StatusCodes.Bad_UserAccessDenied);
        }
        if (!(value instanceof Boolean wish)) {
            return new StatusCode(StatusCodes.Bad_TypeMismatch);
        }
        String user = Caller.of(session).user();
        RoleRequest.Outcome outcome = await(() -> roles.requestMaster(wish, user));
        LOG.info("@RM_MASTER = {} by '{}': {} {}", wish, user, outcome.quality(), outcome.message());
        return status(outcome.quality());
    }

    private StationMethod.Result switchover(Session session, String target) {
        if (!Roles.atLeast(session, Role.SUPERVISOR)) {
            return StationMethod.Result.refused(StatusCodes.Bad_UserAccessDenied);
        }
        String user = Caller.of(session).user();
        RoleRequest.Outcome outcome = await(() -> roles.switchover(target, user));
        LOG.info("switchover to '{}' by '{}': {} {}", target, user, outcome.quality(), outcome.message());
        return new StationMethod.Result(status(outcome.quality()), List.of(outcome.message()));
    }

    /** Shows this station as one of a set with a primary and its backup; before the start. */
    public void showBackup() {
        backup = Optional.of(new BackupNodes(
                server,
                space,
                session -> new StationMethod.Result(switchover(session, "").status(), List.of())));
    }

    /** Shows how this station stands in such a set; does nothing in another. */
    public void publish(Backup now, DateTime at) {
        backup.ifPresent(nodes -> nodes.publish(now, at));
    }

    private static RoleRequest.Outcome await(Supplier<CompletionStage<RoleRequest.Outcome>> request) {
        CompletableFuture<RoleRequest.Outcome> outcome;
        try {
            outcome = request.get().toCompletableFuture();
        } catch (RuntimeException e) {
            outcome = CompletableFuture.failedFuture(e);
        }
        return outcome.copy()
                .completeOnTimeout(
                        new RoleRequest.Outcome(
                                Quality.BAD_TIMEOUT, "no outcome within " + OUTCOME_WAIT.toSeconds() + " s"),
                        OUTCOME_WAIT.toMillis(),
                        TimeUnit.MILLISECONDS)
                .exceptionally(fault -> {
                    LOG.error("request about the Master role failed", fault);
                    return new RoleRequest.Outcome(Quality.BAD_INTERNAL_ERROR, "failed: " + fault.getMessage());
                })
                .join();
    }

    private static StationMethod.Result forCaller(
            String method,
            boolean allowed,
            Session session,
            ByteString request,
            int bytesMax,
            UnaryOperator<byte[]> answer) {
        if (!allowed) {
            LOG.warn("{} refused: {} is not the partner", method, Caller.of(session));
            return StationMethod.Result.refused(StatusCodes.Bad_UserAccessDenied);
        }
        byte[] bytes = request.bytesOrEmpty();
        if (bytes.length > bytesMax) {
            return StationMethod.Result.refused(StatusCodes.Bad_OutOfRange);
        }
        try {
            return new StationMethod.Result(StatusCode.GOOD, List.of(ByteString.of(answer.apply(bytes))));
        } catch (IllegalArgumentException e) {
            LOG.warn("{} of the partner cannot be understood: {}", method, e.getMessage());
            return StationMethod.Result.refused(StatusCodes.Bad_InvalidArgument);
        } catch (UnsupportedOperationException e) {
            LOG.debug("{} of the partner is refused: {}", method, e.getMessage());
            return StationMethod.Result.refused(StatusCodes.Bad_NotSupported);
        } catch (ArchiveException e) {
            LOG.warn("{} of the partner cannot be answered: {}", method, e.getMessage());
            return StationMethod.Result.refused(StatusCodes.Bad_ResourceUnavailable);
        }
    }

    /**
     * Shows new values; those that changed are pushed to clients before this returns.
     *
     * @param values all of them
     * @param now time stamp of the values that changed
     */
    public void publish(SystemValues values, DateTime now) {
        devices.ensure(values.devices());
        space.set(SystemNodes.values(space, values, now));
    }

    /** Explains the state of the pair. */
    public void publish(PairDetails values) {
        details.publish(values, DateTime.now());
    }

    /** Shows new values of the archive. */
    public void publish(ArchiveValues values) {
        archive.publish(values, DateTime.now());
    }

    /** Shows new values of the station's health. */
    public void publish(HealthValues values, DateTime now) {
        health.publish(values, now);
    }

    /** Shows what is known of the plant's network. */
    public void publish(NetworkValues values, DateTime now) {
        network.publish(values, now);
    }

    /** The object that shows the synchronisation of the archive. */
    public SyncNodes sync() {
        return sync;
    }

    /** The object that shows the witness. */
    public WitnessNodes witness() {
        return witness;
    }

    /** Lets administrators maintain the archive. */
    public void control(ArchiveControl control) {
        archive.control(control);
    }

    /** Shows whether the station is out of service. */
    public void publish(Optional<Maintenance> outOfService, DateTime now) {
        maintenance.publish(outOfService, now);
    }

    /** Lets administrators take the station out of service. */
    public void control(MaintenanceControl control) {
        maintenance.control(server, control);
    }

    /** Removes the namespace from the server. */
    public void close() {
        space.shutdown();
    }

    static DataValue good(Object value, DateTime now) {
        return new DataValue(new Variant(value), StatusCode.GOOD, now);
    }

    private static StatusCode status(Quality quality) {
        return new StatusCode(Integer.toUnsignedLong(quality.code()));
    }
}
