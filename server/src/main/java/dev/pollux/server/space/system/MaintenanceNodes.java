package dev.pollux.server.space.system;

import dev.pollux.server.maintenance.Maintenance;
import dev.pollux.server.maintenance.MaintenanceControl;
import dev.pollux.server.maintenance.MaintenanceControl.Answer;
import dev.pollux.server.maintenance.StateChange;
import dev.pollux.server.project.UsersConfig.Role;
import dev.pollux.server.security.Caller;
import dev.pollux.server.security.Roles;
import dev.pollux.server.space.nodeset.NodeSetSpace;
import dev.pollux.server.tag.Quality;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.sdk.server.nodes.UaMethodNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The object {@code Pollux/Maintenance} and the standard's method RequestServerStateChange (OPC 10000-5 §9.4). */
final class MaintenanceNodes {
    private static final Logger LOG = LoggerFactory.getLogger(MaintenanceNodes.class);
    private static final String MAINTENANCE = "Pollux/Maintenance/";
    /** Handing the role over takes seconds at worst; a client must not wait for ever. */
    private static final Duration ANSWER_MAX = Duration.ofSeconds(45);

    private final NodeSetSpace space;

    /** Shows a station in service. */
    MaintenanceNodes(NodeSetSpace space) {
        this.space = space;
        publish(Optional.empty(), DateTime.now());
    }

    /** From now on the methods do something. */
    void control(OpcUaServer server, MaintenanceControl control) {
        space.attach(
                space.id(MAINTENANCE + "On"),
                new StationMethod(
                        List.of(DateTime.class, String.class, Boolean.class),
                        (session, arguments) -> call(
                                session,
                                "Maintenance/On",
                                () -> control.begin(
                                        time((DateTime) arguments[0]),
                                        (String) arguments[1],
                                        (Boolean) arguments[2],
                                        user(session)),
                                true)));
        space.attach(
                space.id(MAINTENANCE + "Off"),
                new StationMethod(
                        List.of(),
                        (session, none) -> call(session, "Maintenance/Off", () -> control.end(user(session)), true)));
        server.getAddressSpaceManager()
                .getManagedNode(NodeIds.Server_RequestServerStateChange)
                .filter(UaMethodNode.class::isInstance)
                .map(UaMethodNode.class::cast)
                .ifPresent(method -> method.setInvocationHandler(new StationMethod(
                        // The enumeration travels as Int32; the stack's own handler fails at that.
                        List.of(Integer.class, DateTime.class, UInteger.class, LocalizedText.class, Boolean.class),
                        (session, arguments) -> call(
                                session,
                                "RequestServerStateChange",
                                () -> control.change(wish(arguments), user(session)),
                                false))));
    }

    private static StateChange wish(Object[] arguments) {
        String reason = ((LocalizedText) arguments[3]).text();
        return new StateChange(
                (Integer) arguments[0],
                time((DateTime) arguments[1]),
                ((UInteger) arguments[2]).longValue(),
                reason == null ? "" : reason,
                (Boolean) arguments[4]);
    }

    private static String user(Session session) {
        return Caller.of(session).user();
    }

    private static Optional<Instant> time(DateTime time) {
        return time.isNull() ? Optional.empty() : Optional.of(time.getJavaInstant());
    }

    private static StationMethod.Result call(
            Session session, String method, Supplier<CompletionStage<Answer>> wish, boolean withText) {
        if (!Roles.atLeast(session, Role.CONFIGURE_ADMIN)) {
            return StationMethod.Result.refused(StatusCodes.Bad_UserAccessDenied);
        }
        Answer answer = wish.get()
                .toCompletableFuture()
                .copy()
                .completeOnTimeout(
                        new Answer(Quality.BAD_TIMEOUT, -1, "no outcome within " + ANSWER_MAX.toSeconds() + " s"),
                        ANSWER_MAX.toSeconds(),
                        TimeUnit.SECONDS)
                .exceptionally(fault -> {
                    LOG.error("{} failed", method, fault);
                    return new Answer(Quality.BAD_INTERNAL_ERROR, -1, "failed: " + fault.getMessage());
                })
                .join();
        LOG.info("{} by '{}': {}", method, user(session), answer.message());
        return new StationMethod.Result(
                new StatusCode(Integer.toUnsignedLong(answer.quality().code())),
                withText ? List.of(answer.message()) : List.of(),
                answer.argument());
    }

    void publish(Optional<Maintenance> maintenance, DateTime now) {
        Map<String, Object> texts = new LinkedHashMap<>();
        texts.put("Active", maintenance.isPresent());
        texts.put("Since", time(maintenance.map(Maintenance::since)));
        texts.put("Until", time(maintenance.flatMap(Maintenance::until)));
        texts.put("Reason", maintenance.map(Maintenance::reason).orElse(""));
        texts.put("User", maintenance.map(Maintenance::user).orElse(""));
        Map<NodeId, DataValue> values = new LinkedHashMap<>();
        texts.forEach((name, value) -> values.put(space.id(MAINTENANCE + name), SystemSpace.good(value, now)));
        space.set(values);
    }

    private static DateTime time(Optional<Instant> instant) {
        return instant.map(DateTime::new).orElse(DateTime.NULL_VALUE);
    }
}
