package dev.pollux.server.history;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Value;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.jspecify.annotations.Nullable;

/**
 * Samples as DataValues in OPC UA Binary (OPC 10000-6 §5.2.2.17), without an object between the archive and the bytes.
 * Grows as far as its bound. Not for use by several threads.
 */
final class DataValueBytes {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int HAS_VALUE = 0x01;
    private static final int HAS_STATUS = 0x02;
    private static final int HAS_SOURCE_TIME = 0x04;
    private static final int HAS_SERVER_TIME = 0x08;
    /** Mask, type, status, two time stamps, and a scalar or the length of what follows. */
    private static final int FIXED_MAX = 1 + 1 + 4 + 8 + 8 + 8;

    private static final int FIRST_SIZE = 4_096;

    private final int max;
    private final boolean sourceTime;
    private final boolean serverTime;
    private byte[] bytes;
    private int size;

    /**
     * Empty.
     *
     * @param max bytes that it may become
     */
    DataValueBytes(int max, TimestampsToReturn timestamps) {
        this.max = max;
        sourceTime = timestamps != TimestampsToReturn.Server;
        serverTime = timestamps != TimestampsToReturn.Source;
        bytes = new byte[Math.min(max, FIRST_SIZE)];
    }

    int size() {
        return size;
    }

    /** Forgets what was written after a size. */
    void backTo(int earlier) {
        size = earlier;
    }

    /** The bytes from the first on. */
    byte[] copy() {
        return Arrays.copyOf(bytes, size);
    }

    void copyTo(byte[] target, int at) {
        System.arraycopy(bytes, 0, target, at, size);
    }

    /** Writes a sample; false, and nothing written, if it does not fit. */
    boolean add(ArchivedSample sample) {
        Value value = sample.value();
        byte[] rest = variable(value);
        if (!ensure(FIXED_MAX + (rest == null ? 0 : rest.length))) {
            return false;
        }
        int mask = (value.type() == 0 ? 0 : HAS_VALUE)
                | (sample.status() == 0 ? 0 : HAS_STATUS)
                | (sourceTime ? HAS_SOURCE_TIME : 0)
                | (serverTime ? HAS_SERVER_TIME : 0);
        bytes[size++] = (byte) mask;
        if (value.type() != 0) {
            writeVariant(value, rest);
        }
        if (sample.status() != 0) {
            writeInt(sample.status());
        }
        if (sourceTime) {
            writeLong(sample.time());
        }
        if (serverTime) {
            writeLong(sample.serverTime());
        }
        return true;
    }

    /** Writes the record of a change (ModificationInfo, OPC 10000-11 §6.6.3); false if it does not fit. */
    boolean addModification(long time, int kind, String user) {
        byte[] name = user.getBytes(StandardCharsets.UTF_8);
        if (!ensure(Long.BYTES + Integer.BYTES + Integer.BYTES + name.length)) {
            return false;
        }
        writeLong(time);
        writeInt(kind);
        writeInt(name.length);
        writeBytes(name);
        return true;
    }

    private static byte @Nullable [] variable(Value value) {
        Object content = value.content();
        if (value.type() == Value.STRING && content != null) {
            return ((String) content).getBytes(StandardCharsets.UTF_8);
        }
        return content instanceof Value.Encoded encoded ? encoded.bytes() : null;
    }

    private void writeVariant(Value value, byte @Nullable [] rest) {
        if (value.type() == Value.ENCODED) {
            writeBytes(rest == null ? new byte[1] : rest);
            return;
        }
        bytes[size++] = (byte) value.type();
        Object content = value.content();
        switch (value.type()) {
            case Value.BOOLEAN -> bytes[size++] = (byte) (Boolean.TRUE.equals(content) ? 1 : 0);
            case Value.SBYTE, Value.BYTE -> bytes[size++] = number(content).byteValue();
            case Value.INT16, Value.UINT16 -> {
                SHORT.set(bytes, size, number(content).shortValue());
                size += Short.BYTES;
            }
            case Value.INT32, Value.UINT32 -> writeInt(number(content).intValue());
            case Value.INT64, Value.DATE_TIME -> writeLong(number(content).longValue());
            case Value.UINT64 -> writeLong(content instanceof BigInteger big ? big.longValue() : 0);
            case Value.FLOAT -> writeInt(content instanceof Float single ? Float.floatToRawIntBits(single) : 0);
            case Value.DOUBLE -> writeLong(content instanceof Double wide ? Double.doubleToRawLongBits(wide) : 0);
            case Value.STRING -> {
                writeInt(rest == null ? -1 : rest.length);
                if (rest != null) {
                    writeBytes(rest);
                }
            }
            default -> throw new IllegalStateException("no encoding for values of type " + value.type());
        }
    }

    private static Number number(@Nullable Object content) {
        if (content instanceof Number number) {
            return number;
        }
        throw new IllegalStateException("not a number: " + content);
    }

    private void writeInt(int value) {
        INT.set(bytes, size, value);
        size += Integer.BYTES;
    }

    private void writeLong(long value) {
        LONG.set(bytes, size, value);
        size += Long.BYTES;
    }

    private void writeBytes(byte[] some) {
        System.arraycopy(some, 0, bytes, size, some.length);
        size += some.length;
    }

    private boolean ensure(int more) {
        if (more > max - size) {
            return false;
        }
        if (more > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(max, Math.max(2L * bytes.length, (long) size + more)));
        }
        return true;
    }
}
