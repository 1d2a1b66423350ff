package dev.pollux.server.space.system;

import dev.pollux.server.space.nodeset.NodeSetSpace;
import dev.pollux.server.space.system.SystemValues.Device;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.server.nodes.UaObjectNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;

/** One object for each device, made when the device is seen first and kept for the life of the server. */
final class DeviceNodes {
    static final String FOLDER = "Pollux/Devices";
    private static final UInteger NO_WRITE_MASK = Unsigned.uint(0);

    private final NodeSetSpace space;
    private final Set<String> known = new HashSet<>();

    DeviceNodes(NodeSetSpace space) {
        this.space = space;
    }

    synchronized void ensure(List<Device> devices) {
        for (Device device : devices) {
            if (known.add(device.name())) {
                add(device.name());
            }
        }
    }

    private void add(String name) {
        NodeId id = space.id(FOLDER + "/" + name);
        UaObjectNode object = new UaObjectNode(
                space.getNodeContext(),
                id,
                new QualifiedName(space.getNamespaceIndex(), name),
                LocalizedText.english(name),
                LocalizedText.NULL_VALUE,
                NO_WRITE_MASK,
                NO_WRITE_MASK);
        space.add(
                object,
                List.of(
                        forward(id, NodeIds.HasTypeDefinition, space.id("PolluxDeviceType")),
                        forward(space.id(FOLDER), NodeIds.Organizes, id)));
        addVariable(id, name, "Connected", NodeIds.Boolean);
        addVariable(id, name, "Reconnects", NodeIds.UInt32);
        addVariable(id, name, "Overruns", NodeIds.UInt32);
        addVariable(id, name, "CycleTime", NodeIds.Duration);
        addVariable(id, name, "LastError", NodeIds.String);
    }

    private void addVariable(NodeId device, String deviceName, String name, NodeId dataType) {
        NodeId id = space.id(FOLDER + "/" + deviceName + "/" + name);
        UaVariableNode variable = new UaVariableNode(
                space.getNodeContext(),
                id,
                new QualifiedName(space.getNamespaceIndex(), name),
                LocalizedText.english(name),
                LocalizedText.NULL_VALUE,
                NO_WRITE_MASK,
                NO_WRITE_MASK);
        variable.setDataType(dataType);
        variable.setMinimumSamplingInterval(0.0);
        variable.setValue(new DataValue(StatusCodes.Bad_WaitingForInitialData));
        space.add(
                variable,
                List.of(
                        forward(id, NodeIds.HasTypeDefinition, NodeIds.BaseDataVariableType),
                        forward(device, NodeIds.HasComponent, id)));
    }

    private static Reference forward(NodeId source, NodeId type, NodeId target) {
        return new Reference(source, type, target.expanded(), true);
    }
}
