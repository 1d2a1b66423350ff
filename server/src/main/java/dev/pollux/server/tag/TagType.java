package dev.pollux.server.tag;

import java.math.BigInteger;

/**
 * The built-in OPC UA type of a tag (OPC 10000-6 §5.1.2), with the Java class that carries its values inside Pollux.
 * Unsigned types use the next wider Java class, so that no value is ever negative by accident; the address space
 * turns them into the stack's own unsigned classes at its edge.
 */
public enum TagType {
    BOOLEAN(1, Boolean.class),
    SBYTE(2, Byte.class),
    BYTE(3, Short.class),
    INT16(4, Short.class),
    UINT16(5, Integer.class),
    INT32(6, Integer.class),
    UINT32(7, Long.class),
    INT64(8, Long.class),
    UINT64(9, BigInteger.class),
    FLOAT(10, Float.class),
    DOUBLE(11, Double.class),
    STRING(12, String.class);

    private final int builtInId;
    private final Class<?> valueClass;

    TagType(int builtInId, Class<?> valueClass) {
        this.builtInId = builtInId;
        this.valueClass = valueClass;
    }

    /** The numeric identifier of the DataType node in namespace 0. */
    public int builtInId() {
        return builtInId;
    }

    /** The only class whose instances may be the value of a sample of this type. */
    public Class<?> valueClass() {
        return valueClass;
    }

    /** Whether values can be scaled, have a range and a dead band. */
    public boolean numeric() {
        return this != BOOLEAN && this != STRING;
    }
}
