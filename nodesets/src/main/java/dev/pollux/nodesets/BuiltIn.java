package dev.pollux.nodesets;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Built-in types that values in a node set may have (OPC 10000-6 §5.1.2). Unsigned types are carried by the next wider
 * Java class.
 */
public enum BuiltIn {
    BOOLEAN("Boolean", Boolean.class),
    SBYTE("SByte", Byte.class),
    BYTE("Byte", Short.class),
    INT16("Int16", Short.class),
    UINT16("UInt16", Integer.class),
    INT32("Int32", Integer.class),
    UINT32("UInt32", Long.class),
    INT64("Int64", Long.class),
    UINT64("UInt64", BigInteger.class),
    FLOAT("Float", Float.class),
    DOUBLE("Double", Double.class),
    STRING("String", String.class),
    DATE_TIME("DateTime", Instant.class),
    GUID("Guid", UUID.class),
    BYTE_STRING("ByteString", byte[].class),
    NODE_ID("NodeId", NodeKey.class),
    STATUS_CODE("StatusCode", Long.class),
    QUALIFIED_NAME("QualifiedName", Name.class),
    LOCALIZED_TEXT("LocalizedText", Text.class),
    EXTENSION_OBJECT("ExtensionObject", Record.class);

    private final String element;
    private final Class<?> valueClass;

    BuiltIn(String element, Class<?> valueClass) {
        this.element = element;
        this.valueClass = valueClass;
    }

    /** Name of the XML element. */
    public String element() {
        return element;
    }

    /** The Java class of an element. */
    public Class<?> valueClass() {
        return valueClass;
    }

    static Optional<BuiltIn> ofElement(String name) {
        for (BuiltIn each : values()) {
            if (each.element.equals(name)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
