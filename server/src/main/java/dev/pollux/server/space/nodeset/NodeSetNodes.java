package dev.pollux.server.space.nodeset;

import dev.pollux.nodesets.NodeHeader;
import dev.pollux.nodesets.NodeKey;
import dev.pollux.nodesets.NodeReference;
import dev.pollux.nodesets.UADataType;
import dev.pollux.nodesets.UAMethod;
import dev.pollux.nodesets.UANode;
import dev.pollux.nodesets.UAObject;
import dev.pollux.nodesets.UAObjectType;
import dev.pollux.nodesets.UAReferenceType;
import dev.pollux.nodesets.UAVariable;
import dev.pollux.nodesets.UAVariableType;
import java.util.Optional;
import org.eclipse.milo.opcua.sdk.server.nodes.UaDataTypeNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaMethodNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaNodeContext;
import org.eclipse.milo.opcua.sdk.server.nodes.UaObjectNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaObjectTypeNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaReferenceTypeNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableTypeNode;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;

/** Makes stack nodes from the records of a node set. */
final class NodeSetNodes {
    private static final UInteger NO_WRITE_MASK = Unsigned.uint(0);
    private static final NodeKey HAS_SUBTYPE = NodeKey.standard(45);

    private final UaNodeContext context;
    private final NodeSetIds ids;
    private final NodeSetValues values;
    private final DateTime loadTime;

    NodeSetNodes(UaNodeContext context, NodeSetIds ids, DateTime loadTime) {
        this.context = context;
        this.ids = ids;
        this.loadTime = loadTime;
        values = new NodeSetValues(ids, context.getServer().getStaticEncodingContext());
    }

    UaNode node(UANode node) {
        if (node instanceof UAObject object) {
            return object(object);
        } else if (node instanceof UAVariable variable) {
            return variable(variable);
        } else if (node instanceof UAMethod method) {
            return method(method);
        } else if (node instanceof UAObjectType type) {
            NodeHeader header = type.header();
            return new UaObjectTypeNode(
                    context,
                    ids.id(header.id()),
                    ids.name(header.browseName()),
                    NodeSetIds.text(header.displayName()),
                    NodeSetIds.text(header.description()),
                    NO_WRITE_MASK,
                    NO_WRITE_MASK,
                    type.isAbstract());
        } else if (node instanceof UAVariableType type) {
            return variableType(type);
        } else if (node instanceof UADataType type) {
            return dataType(type);
        } else if (node instanceof UAReferenceType type) {
            return referenceType(type);
        }
        throw new IllegalStateException("unknown node class " + node.getClass());
    }

    private UaNode object(UAObject object) {
        NodeHeader header = object.header();
        return new UaObjectNode(
                context,
                ids.id(header.id()),
                ids.name(header.browseName()),
                NodeSetIds.text(header.displayName()),
                NodeSetIds.text(header.description()),
                NO_WRITE_MASK,
                NO_WRITE_MASK,
                Unsigned.ubyte(object.eventNotifier()));
    }

    private UaNode variable(UAVariable variable) {
        NodeHeader header = variable.header();
        UaVariableNode node = new UaVariableNode(
                context,
                ids.id(header.id()),
                ids.name(header.browseName()),
                NodeSetIds.text(header.displayName()),
                NodeSetIds.text(header.description()),
                NO_WRITE_MASK,
                NO_WRITE_MASK);
        node.setDataType(ids.id(variable.shape().dataType()));
        node.setValueRank(variable.shape().valueRank());
        UInteger[] dimensions = NodeSetValues.dimensions(variable.shape());
        if (dimensions != null) {
            node.setArrayDimensions(dimensions);
        }
        node.setAccessLevel(Unsigned.ubyte(variable.accessLevel()));
        node.setUserAccessLevel(Unsigned.ubyte(variable.accessLevel()));
        node.setMinimumSamplingInterval(variable.minimumSamplingInterval());
        node.setHistorizing(false);
        node.setValue(variable.value()
                .map(value -> new DataValue(values.variant(value), StatusCode.GOOD, loadTime))
                .orElseGet(() -> new DataValue(StatusCodes.Bad_WaitingForInitialData)));
        return node;
    }

    private UaNode method(UAMethod method) {
        NodeHeader header = method.header();
        return new UaMethodNode(
                context,
                ids.id(header.id()),
                ids.name(header.browseName()),
                NodeSetIds.text(header.displayName()),
                NodeSetIds.text(header.description()),
                NO_WRITE_MASK,
                NO_WRITE_MASK,
                method.executable(),
                method.executable());
    }

    private UaNode variableType(UAVariableType type) {
        NodeHeader header = type.header();
        return new UaVariableTypeNode(
                context,
                ids.id(header.id()),
                ids.name(header.browseName()),
                NodeSetIds.text(header.displayName()),
                NodeSetIds.text(header.description()),
                NO_WRITE_MASK,
                NO_WRITE_MASK,
                type.value()
                        .map(value -> new DataValue(values.variant(value)))
                        .orElseGet(() -> new DataValue(StatusCode.GOOD)),
                ids.id(type.shape().dataType()),
                type.shape().valueRank(),
                NodeSetValues.dimensions(type.shape()),
                type.isAbstract());
    }

    private UaNode dataType(UADataType type) {
        NodeHeader header = type.header();
        UaDataTypeNode node = new UaDataTypeNode(
                context,
                ids.id(header.id()),
                ids.name(header.browseName()),
                NodeSetIds.text(header.displayName()),
                NodeSetIds.text(header.description()),
                NO_WRITE_MASK,
                NO_WRITE_MASK,
                type.isAbstract());
        type.definition().ifPresent(each -> node.setDataTypeDefinition(values.definition(each, baseType(header))));
        return node;
    }

    private NodeId baseType(NodeHeader header) {
        Optional<NodeReference> base = header.references().stream()
                .filter(reference -> !reference.forward() && reference.type().equals(HAS_SUBTYPE))
                .findFirst();
        return base.map(reference -> ids.id(reference.target())).orElse(NodeId.NULL_VALUE);
    }

    private UaNode referenceType(UAReferenceType type) {
        NodeHeader header = type.header();
        return new UaReferenceTypeNode(
                context,
                ids.id(header.id()),
                ids.name(header.browseName()),
                NodeSetIds.text(header.displayName()),
                NodeSetIds.text(header.description()),
                NO_WRITE_MASK,
                NO_WRITE_MASK,
                type.isAbstract(),
                type.symmetric(),
                NodeSetIds.text(type.inverseName()));
    }
}
