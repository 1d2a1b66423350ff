package dev.pollux.server.space.system;

import dev.pollux.server.project.UsersConfig.Role;
import dev.pollux.server.security.Roles;
import dev.pollux.server.space.system.Topology.Member;
import dev.pollux.server.space.system.Topology.MemberState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.model.objects.ServerTypeNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaMethodNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.ServerState;
import org.eclipse.milo.opcua.stack.core.types.structured.RedundantServerDataType;

/**
 * The Server object of namespace 0: ServiceLevel, state, and ServerRedundancy (OPC 10000-5 §6.3.7, §6.3.13). Changes
 * are pushed to clients. Thread-safe.
 */
public final class ServerObject {
    private static final NodeId SERVICE_LEVEL = NodeIds.Server_ServiceLevel;
    private static final NodeId STATE = NodeIds.Server_ServerStatus_State;
    private static final NodeId SECONDS = NodeIds.Server_ServerStatus_SecondsTillShutdown;
    private static final NodeId REASON = NodeIds.Server_ServerStatus_ShutdownReason;
    private static final NodeId RETURN_TIME = NodeIds.Server_EstimatedReturnTime;
    private static final NodeId SERVER_ARRAY = NodeIds.Server_ServerArray;
    private static final int SUBSCRIBE_TO_EVENTS = 1;
    private static final int HISTORY_READ = 4;
    private static final List<NodeId> ANNOUNCED = List.of(SERVICE_LEVEL, STATE);

    private final OpcUaServer server;
    private final RedundancyNodes redundancy;
    private final Set<NodeId> redundancyProperties;
    private final PushedServerNodes pushed;
    private boolean closing;

    /**
     * Prepares the Server object.
     *
     * @param advertisement what the station says of its redundancy
     */
    public ServerObject(OpcUaServer server, Advertisement advertisement) {
        this.server = server;
        redundancy = new RedundancyNodes(server, advertisement);
        redundancyProperties = redundancy.properties();
        redundancy.advertise(serverNode().getServerRedundancyNode());
        Set<NodeId> nodes =
                new LinkedHashSet<>(List.of(SERVICE_LEVEL, STATE, SECONDS, REASON, RETURN_TIME, SERVER_ARRAY));
        nodes.addAll(redundancyProperties);
        nodes.stream()
                .flatMap(id -> server.getAddressSpaceManager().getManagedNode(id).stream())
                .filter(UaVariableNode.class::isInstance)
                .map(UaVariableNode.class::cast)
                .forEach(node -> node.setMinimumSamplingInterval(0.0));
        pushed = new PushedServerNodes(server, nodes);
        server.getAddressSpaceManager().registerFirst(pushed);
        refuseStateChange();
        set(RETURN_TIME, DateTime.NULL_VALUE, DateTime.now());
    }

    /** Says on the Server object that there are events, and whether past ones can be read (OPC 10000-3 §5.5.1). */
    public void notifiesOfEvents(boolean history) {
        serverNode().setEventNotifier(Unsigned.ubyte(SUBSCRIBE_TO_EVENTS | (history ? HISTORY_READ : 0)));
    }

    private ServerTypeNode serverNode() {
        UaNode node = server.getAddressSpaceManager()
                .getManagedNode(NodeIds.Server)
                .orElseThrow(() -> new IllegalStateException("namespace 0 has no Server object"));
        return (ServerTypeNode) node;
    }

    /** Until somebody takes such requests; the stack's own handler throws for every argument. */
    private void refuseStateChange() {
        server.getAddressSpaceManager()
                .getManagedNode(NodeIds.Server_RequestServerStateChange)
                .filter(UaMethodNode.class::isInstance)
                .map(UaMethodNode.class::cast)
                .ifPresent(method -> method.setInvocationHandler(new StationMethod(
                        List.of(Integer.class, DateTime.class, UInteger.class, LocalizedText.class, Boolean.class),
                        (session, arguments) -> StationMethod.Result.refused(
                                Roles.atLeast(session, Role.CONFIGURE_ADMIN)
                                        ? StatusCodes.Bad_NotSupported
                                        : StatusCodes.Bad_UserAccessDenied))));
    }

    /**
     * Shows the set; what changed is pushed to clients before this returns. After {@link #announceShutdown} the own
     * level and state stay as announced.
     *
     * @param topology the set
     * @param now time stamp of values that changed
     */
    public synchronized void publish(Topology topology, DateTime now) {
        List<NodeId> changed = new ArrayList<>();
        topology.members().forEach(member -> server.getServerTable().add(member.applicationUri()));
        Member own = topology.own();
        if (!closing) {
            change(SERVICE_LEVEL, Unsigned.ubyte(own.serviceLevel()), now, changed);
            change(STATE, state(own.state()), now, changed);
            change(
                    RETURN_TIME,
                    topology.estimatedReturnTime().map(DateTime::new).orElse(DateTime.NULL_VALUE),
                    now,
                    changed);
        }
        if (redundancyProperties.contains(RedundancyNodes.SERVER_URI_ARRAY)) {
            change(
                    RedundancyNodes.SERVER_URI_ARRAY,
                    topology.members().stream().map(Member::applicationUri).toArray(String[]::new),
                    now,
                    changed);
            change(RedundancyNodes.REDUNDANT_SERVER_ARRAY, redundantServers(topology), now, changed);
        }
        if (redundancyProperties.contains(RedundancyNodes.SERVER_NETWORK_GROUPS)) {
            change(RedundancyNodes.SERVER_NETWORK_GROUPS, redundancy.networkGroups(topology), now, changed);
        }
        pushed.push(changed);
    }

    private ExtensionObject[] redundantServers(Topology topology) {
        RedundantServerDataType[] servers = topology.members().stream()
                .map(member -> {
                    boolean self = closing && member.applicationUri().equals(topology.self());
                    return new RedundantServerDataType(
                            member.applicationUri(),
                            Unsigned.ubyte(self ? 0 : member.serviceLevel()),
                            self ? ServerState.Shutdown : state(member.state()));
                })
                .toArray(RedundantServerDataType[]::new);
        return ExtensionObject.encodeArray(server.getStaticEncodingContext(), servers);
    }

    /**
     * Tells clients that the station goes: state Shutdown, ServiceLevel 0, reason and countdown.
     *
     * @param countdown until the connections are closed
     * @param reason for people
     */
    public synchronized void announceShutdown(Duration countdown, String reason, DateTime now) {
        closing = true;
        List<NodeId> changed = new ArrayList<>();
        change(SERVICE_LEVEL, Unsigned.ubyte(0), now, changed);
        change(SECONDS, Unsigned.uint(countdown.toSeconds()), now, changed);
        change(REASON, LocalizedText.english(reason), now, changed);
        change(STATE, ServerState.Shutdown, now, changed);
        pushed.push(changed);
    }

    /** Whether a client that watches ServiceLevel or State has not been sent the last change. */
    public boolean anyUnsent() {
        return pushed.anyUnsent(ANNOUNCED);
    }

    private void change(NodeId id, Object value, DateTime now, List<NodeId> changed) {
        if (set(id, value, now)) {
            changed.add(id);
        }
    }

    private boolean set(NodeId id, Object value, DateTime now) {
        UaNode node = server.getAddressSpaceManager().getManagedNode(id).orElse(null);
        if (!(node instanceof UaVariableNode variable)) {
            return false;
        }
        Variant after = new Variant(value);
        if (variable.getValue().value().equals(after)) {
            return false;
        }
        variable.setValue(new DataValue(after, StatusCode.GOOD, now));
        return true;
    }

    private static ServerState state(MemberState state) {
        return switch (state) {
            case RUNNING -> ServerState.Running;
            case FAILED -> ServerState.Failed;
            case NO_CONFIGURATION -> ServerState.NoConfiguration;
            case SUSPENDED -> ServerState.Suspended;
            case SHUTDOWN -> ServerState.Shutdown;
            case TEST -> ServerState.Test;
            case COMMUNICATION_FAULT -> ServerState.CommunicationFault;
            case UNKNOWN -> ServerState.Unknown;
        };
    }
}
