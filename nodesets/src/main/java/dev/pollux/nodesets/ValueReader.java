package dev.pollux.nodesets;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** Values in the XML encoding (OPC 10000-6 §5.3). */
final class ValueReader {
    private static final String LIST = "ListOf";
    private static final int ELEMENTS_MAX = 50_000;
    private static final BigInteger UINT64_MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private final NodeSetReader reader;

    ValueReader(NodeSetReader reader) {
        this.reader = reader;
    }

    NodeValue read(XmlElement element) throws NodeSetException {
        boolean array = element.name().startsWith(LIST);
        String typeName = array ? element.name().substring(LIST.length()) : element.name();
        BuiltIn type = BuiltIn.ofElement(typeName)
                .orElseThrow(() -> reader.fault(element, "values of type " + element.name() + " are not supported"));
        List<Object> elements = new ArrayList<>();
        if (array) {
            for (XmlElement each : element.children(typeName)) {
                elements.add(scalar(type, each));
            }
        } else {
            elements.add(scalar(type, element));
        }
        if (elements.size() > ELEMENTS_MAX) {
            throw reader.fault(element, "a value has more than " + ELEMENTS_MAX + " elements");
        }
        return new NodeValue(type, array, elements);
    }

    private Object scalar(BuiltIn type, XmlElement element) throws NodeSetException {
        String text = element.text().strip();
        try {
            return switch (type) {
                case BOOLEAN -> bool(text);
                case SBYTE -> Byte.valueOf(text);
                case BYTE -> (short) bounded(text, 0, 0xFF);
                case INT16 -> Short.valueOf(text);
                case UINT16 -> (int) bounded(text, 0, 0xFFFF);
                case INT32 -> Integer.valueOf(text);
                case UINT32 -> bounded(text, 0, 0xFFFF_FFFFL);
                case INT64 -> Long.valueOf(text);
                case UINT64 -> unsigned64(text);
                case FLOAT -> (float) decimal(text);
                case DOUBLE -> decimal(text);
                case STRING -> element.text();
                case DATE_TIME -> instant(text);
                case GUID -> UUID.fromString(element.childText("String"));
                case BYTE_STRING -> Base64.getMimeDecoder().decode(text);
                case NODE_ID -> reader.key(element, element.childText("Identifier"));
                case STATUS_CODE -> bounded(element.childText("Code"), 0, 0xFFFF_FFFFL);
                case QUALIFIED_NAME -> qualifiedName(element);
                case LOCALIZED_TEXT -> localizedText(element);
                case EXTENSION_OBJECT -> structure(element);
            };
        } catch (IllegalArgumentException | DateTimeParseException e) {
            NodeSetException fault = reader.fault(element, "'" + text + "' is not a " + type.element());
            fault.initCause(e);
            throw fault;
        }
    }

    private Name qualifiedName(XmlElement element) throws NodeSetException {
        String index = element.childText("NamespaceIndex");
        int namespace = index.isEmpty() ? 0 : (int) bounded(index, 0, 0xFFFF);
        return reader.inRange(element, namespace, new Name(namespace, element.childText("Name")));
    }

    private static Text localizedText(XmlElement element) {
        return new Text(element.childText("Locale"), element.childText("Text"));
    }

    private Object structure(XmlElement element) throws NodeSetException {
        XmlElement body = element.child("Body").orElse(null);
        if (body == null || body.children().isEmpty()) {
            throw reader.fault(element, "an ExtensionObject needs a Body with a structure");
        }
        XmlElement fields = body.children().get(0);
        return switch (fields.name()) {
            case "Argument" ->
                new NodeValue.Argument(fields.childText("Name"), argumentShape(fields), text(fields, "Description"));
            case "EnumValueType" ->
                new NodeValue.EnumValue(
                        Long.parseLong(fields.childText("Value")),
                        text(fields, "DisplayName"),
                        text(fields, "Description"));
            case "EUInformation" ->
                new NodeValue.EngineeringUnit(
                        fields.childText("NamespaceUri"),
                        Integer.parseInt(fields.childText("UnitId")),
                        text(fields, "DisplayName"),
                        text(fields, "Description"));
            case "Range" -> new NodeValue.Limits(decimal(fields.childText("Low")), decimal(fields.childText("High")));
            default -> throw reader.fault(fields, "structures of type " + fields.name() + " are not supported");
        };
    }

    private ValueShape argumentShape(XmlElement fields) throws NodeSetException {
        XmlElement dataType =
                fields.child("DataType").orElseThrow(() -> reader.fault(fields, "an Argument needs a DataType"));
        String rank = fields.childText("ValueRank");
        List<Long> dimensions = new ArrayList<>();
        XmlElement lengths = fields.child("ArrayDimensions").orElse(null);
        if (lengths != null) {
            for (XmlElement each : lengths.children("UInt32")) {
                dimensions.add(bounded(each.text().strip(), 0, 0xFFFF_FFFFL));
            }
        }
        return new ValueShape(
                reader.key(dataType, dataType.childText("Identifier")),
                rank.isEmpty() ? -1 : Integer.parseInt(rank),
                dimensions);
    }

    private static Text text(XmlElement fields, String child) {
        return fields.child(child).map(ValueReader::localizedText).orElse(Text.EMPTY);
    }

    private static boolean bool(String text) {
        return switch (text) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static long bounded(String text, long min, long max) {
        long number = Long.parseLong(text);
        if (number < min || number > max) {
            throw new IllegalArgumentException(text);
        }
        return number;
    }

    private static BigInteger unsigned64(String text) {
        BigInteger number = new BigInteger(text);
        if (number.signum() < 0 || number.compareTo(UINT64_MAX) > 0) {
            throw new IllegalArgumentException(text);
        }
        return number;
    }

    /** XML Schema writes infinity as INF. */
    private static double decimal(String text) {
        return switch (text) {
            case "INF" -> Double.POSITIVE_INFINITY;
            case "-INF" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    /** Times without a zone are UTC. */
    private static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        }
    }
}
