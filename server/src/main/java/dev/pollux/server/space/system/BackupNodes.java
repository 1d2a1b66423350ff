package dev.pollux.server.space.system;

import dev.pollux.server.redundancy.ModeRules.Backup;
import dev.pollux.server.space.nodeset.NodeSetSpace;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.sdk.server.nodes.UaMethodNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.RedundantServerMode;

/**
 * What NonTransparentBackupRedundancyType adds to Server.ServerRedundancy (OPC 10000-5 §6.3.15): the property Mode and
 * the method Failover, without parameters. Namespace 0 has no instances of them, so their NodeIds are of the Pollux
 * namespace, the same on every station.
 */
final class BackupNodes {
    private static final UInteger NO_WRITE_MASK = Unsigned.uint(0);

    private final NodeSetSpace space;
    private final NodeId mode;

    BackupNodes(OpcUaServer server, NodeSetSpace space, Function<Session, StationMethod.Result> failover) {
        this.space = space;
        mode = space.id("Server.ServerRedundancy.Mode");
        UaVariableNode variable = new UaVariableNode(
                space.getNodeContext(),
                mode,
                new QualifiedName(0, "Mode"),
                LocalizedText.english("Mode"),
                LocalizedText.NULL_VALUE,
                NO_WRITE_MASK,
                NO_WRITE_MASK);
        variable.setDataType(NodeIds.RedundantServerMode);
        variable.setMinimumSamplingInterval(0.0);
        variable.setValue(SystemSpace.good(value(Backup.BACKUP_NOT_READY), DateTime.now()));
        space.add(
                variable,
                List.of(new Reference(mode, NodeIds.HasTypeDefinition, NodeIds.PropertyType.expanded(), true)));
        UaMethodNode method = new UaMethodNode(
                space.getNodeContext(),
                space.id("Server.ServerRedundancy.Failover"),
                new QualifiedName(0, "Failover"),
                LocalizedText.english("Failover"),
                LocalizedText.NULL_VALUE,
                NO_WRITE_MASK,
                NO_WRITE_MASK,
                true,
                true);
        method.setInvocationHandler(new StationMethod(List.of(), (session, none) -> failover.apply(session)));
        space.add(method, List.of());
        attach(server, NodeIds.HasProperty, mode);
        attach(server, NodeIds.HasComponent, method.getNodeId());
    }

    private static void attach(OpcUaServer server, NodeId how, NodeId node) {
        server.getOpcUaNamespace()
                .getNodeManager()
                .addReferences(
                        new Reference(NodeIds.Server_ServerRedundancy, how, node.expanded(), true),
                        server.getNamespaceTable());
    }

    void publish(Backup now, DateTime at) {
        space.set(Map.of(mode, SystemSpace.good(value(now), at)));
    }

    private static RedundantServerMode value(Backup backup) {
        return switch (backup) {
            case PRIMARY_WITH_BACKUP -> RedundantServerMode.PrimaryWithBackup;
            case PRIMARY_ONLY -> RedundantServerMode.PrimaryOnly;
            case BACKUP_READY -> RedundantServerMode.BackupReady;
            case BACKUP_NOT_READY -> RedundantServerMode.BackupNotReady;
        };
    }
}
