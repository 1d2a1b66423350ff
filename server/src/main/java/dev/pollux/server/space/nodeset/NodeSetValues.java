package dev.pollux.server.space.nodeset;

import dev.pollux.nodesets.BuiltIn;
import dev.pollux.nodesets.Name;
import dev.pollux.nodesets.NodeKey;
import dev.pollux.nodesets.NodeValue;
import dev.pollux.nodesets.Text;
import dev.pollux.nodesets.UADataType;
import dev.pollux.nodesets.ValueShape;
import java.lang.reflect.Array;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.types.UaStructuredType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.StructureType;
import org.eclipse.milo.opcua.stack.core.types.structured.Argument;
import org.eclipse.milo.opcua.stack.core.types.structured.DataTypeDefinition;
import org.eclipse.milo.opcua.stack.core.types.structured.EUInformation;
import org.eclipse.milo.opcua.stack.core.types.structured.EnumDefinition;
import org.eclipse.milo.opcua.stack.core.types.structured.EnumField;
import org.eclipse.milo.opcua.stack.core.types.structured.EnumValueType;
import org.eclipse.milo.opcua.stack.core.types.structured.Range;
import org.eclipse.milo.opcua.stack.core.types.structured.StructureDefinition;
import org.eclipse.milo.opcua.stack.core.types.structured.StructureField;
import org.jspecify.annotations.Nullable;

/** Values and definitions of a node set as those of the stack. */
final class NodeSetValues {
    private final NodeSetIds ids;
    private final EncodingContext encoding;

    NodeSetValues(NodeSetIds ids, EncodingContext encoding) {
        this.ids = ids;
        this.encoding = encoding;
    }

    Variant variant(NodeValue value) {
        List<Object> elements = value.elements();
        if (!value.array()) {
            return new Variant(element(value.type(), elements.get(0)));
        }
        Object array = Array.newInstance(stackClass(value.type()), elements.size());
        for (int i = 0; i < elements.size(); i++) {
            Array.set(array, i, element(value.type(), elements.get(i)));
        }
        return new Variant(array);
    }

    private Object element(BuiltIn type, Object value) {
        return switch (type) {
            case BYTE -> Unsigned.ubyte((Short) value);
            case UINT16 -> Unsigned.ushort((Integer) value);
            case UINT32 -> Unsigned.uint((Long) value);
            case UINT64 -> ULong.valueOf((BigInteger) value);
            case DATE_TIME -> new DateTime((Instant) value);
            case BYTE_STRING -> ByteString.of((byte[]) value);
            case NODE_ID -> ids.id((NodeKey) value);
            case STATUS_CODE -> new StatusCode((Long) value);
            case QUALIFIED_NAME -> ids.name((Name) value);
            case LOCALIZED_TEXT -> NodeSetIds.text((Text) value);
            case EXTENSION_OBJECT -> ExtensionObject.encode(encoding, structure(value));
            case BOOLEAN, SBYTE, INT16, INT32, INT64, FLOAT, DOUBLE, STRING, GUID -> value;
        };
    }

    private static Class<?> stackClass(BuiltIn type) {
        return switch (type) {
            case BYTE -> UByte.class;
            case UINT16 -> UShort.class;
            case UINT32 -> UInteger.class;
            case UINT64 -> ULong.class;
            case DATE_TIME -> DateTime.class;
            case GUID -> UUID.class;
            case BYTE_STRING -> ByteString.class;
            case NODE_ID -> NodeId.class;
            case STATUS_CODE -> StatusCode.class;
            case QUALIFIED_NAME -> QualifiedName.class;
            case LOCALIZED_TEXT -> LocalizedText.class;
            case EXTENSION_OBJECT -> ExtensionObject.class;
            case BOOLEAN, SBYTE, INT16, INT32, INT64, FLOAT, DOUBLE, STRING -> type.valueClass();
        };
    }

    private UaStructuredType structure(Object value) {
        if (value instanceof NodeValue.Argument argument) {
            ValueShape shape = argument.shape();
            return new Argument(
                    argument.name(),
                    ids.id(shape.dataType()),
                    shape.valueRank(),
                    dimensions(shape),
                    NodeSetIds.text(argument.description()));
        } else if (value instanceof NodeValue.EnumValue each) {
            return new EnumValueType(
                    each.value(), NodeSetIds.text(each.displayName()), NodeSetIds.text(each.description()));
        } else if (value instanceof NodeValue.EngineeringUnit unit) {
            return new EUInformation(
                    unit.namespaceUri(),
                    unit.unitId(),
                    NodeSetIds.text(unit.displayName()),
                    NodeSetIds.text(unit.description()));
        } else if (value instanceof NodeValue.Limits limits) {
            return new Range(limits.low(), limits.high());
        }
        throw new IllegalStateException("a node set has no values of " + value.getClass());
    }

    static UInteger @Nullable [] dimensions(ValueShape shape) {
        return shape.arrayDimensions().isEmpty()
                ? null
                : shape.arrayDimensions().stream().map(Unsigned::uint).toArray(UInteger[]::new);
    }

    DataTypeDefinition definition(UADataType.Definition definition, NodeId baseType) {
        return switch (definition.kind()) {
            case ENUMERATION, OPTION_SET ->
                new EnumDefinition(definition.fields().stream()
                        .map(field -> new EnumField(
                                field.value(),
                                LocalizedText.english(field.name()),
                                NodeSetIds.text(field.description()),
                                field.name()))
                        .toArray(EnumField[]::new));
            case STRUCTURE ->
                structureDefinition(
                        definition,
                        baseType,
                        definition.fields().stream().anyMatch(UADataType.Field::optional)
                                ? StructureType.StructureWithOptionalFields
                                : StructureType.Structure);
            case UNION -> structureDefinition(definition, baseType, StructureType.Union);
        };
    }

    private DataTypeDefinition structureDefinition(
            UADataType.Definition definition, NodeId baseType, StructureType type) {
        StructureField[] fields = definition.fields().stream()
                .map(field -> new StructureField(
                        field.name(),
                        NodeSetIds.text(field.description()),
                        ids.id(field.shape().dataType()),
                        field.shape().valueRank(),
                        dimensions(field.shape()),
                        Unsigned.uint(0),
                        field.optional()))
                .toArray(StructureField[]::new);
        return new StructureDefinition(
                NodeId.NULL_VALUE, baseType.isNull() ? NodeIds.Structure : baseType, type, fields);
    }
}
