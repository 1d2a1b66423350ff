package dev.pollux.server.history;

import dev.pollux.archive.Annotation;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Value;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.math.BigInteger;
import org.eclipse.milo.opcua.sdk.core.NumericRange;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.encoding.binary.OpcUaBinaryDecoder;
import org.eclipse.milo.opcua.stack.core.encoding.binary.OpcUaBinaryEncoder;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.jspecify.annotations.Nullable;

/** Between archived values and those of the OPC UA stack. Where values are few; pages of raw values go another way. */
final class UaHistory {
    private final EncodingContext context;

    UaHistory(EncodingContext context) {
        this.context = context;
    }

    /** A stack's value as it is archived. */
    Value value(Variant variant) {
        Object plain = variant.value();
        if (plain == null) {
            return Value.NULL;
        }
        Value scalar = scalar(plain);
        return scalar != null ? scalar : Value.encoded(encode(variant));
    }

    private static @Nullable Value scalar(Object plain) {
        if (plain instanceof Double || plain instanceof Float) {
            return new Value(plain instanceof Double ? Value.DOUBLE : Value.FLOAT, plain);
        }
        if (plain instanceof Boolean || plain instanceof String) {
            return new Value(plain instanceof Boolean ? Value.BOOLEAN : Value.STRING, plain);
        }
        if (plain instanceof DateTime time) {
            return new Value(Value.DATE_TIME, time.getUtcTime());
        }
        return plain instanceof Number number ? integer(number) : null;
    }

    private static @Nullable Value integer(Number plain) {
        if (plain instanceof Byte || plain instanceof Short) {
            return new Value(plain instanceof Byte ? Value.SBYTE : Value.INT16, plain);
        }
        if (plain instanceof Integer || plain instanceof Long) {
            return new Value(plain instanceof Integer ? Value.INT32 : Value.INT64, plain);
        }
        if (plain instanceof UByte small) {
            return new Value(Value.BYTE, small.shortValue());
        }
        if (plain instanceof UShort medium) {
            return new Value(Value.UINT16, medium.intValue());
        }
        if (plain instanceof UInteger wide) {
            return new Value(Value.UINT32, wide.longValue());
        }
        return plain instanceof ULong widest ? new Value(Value.UINT64, widest.toBigInteger()) : null;
    }

    /** An archived value as the stack's. */
    Variant variant(Value value) {
        Object content = value.content();
        if (content instanceof Value.Encoded encoded) {
            return decode(encoded.bytes());
        }
        if (content == null) {
            return Variant.NULL_VALUE;
        }
        return new Variant(
                switch (value.type()) {
                    case Value.BYTE -> Unsigned.ubyte((Short) content);
                    case Value.UINT16 -> Unsigned.ushort((Integer) content);
                    case Value.UINT32 -> Unsigned.uint((Long) content);
                    case Value.UINT64 -> ULong.valueOf((BigInteger) content);
                    case Value.DATE_TIME -> new DateTime((Long) content);
                    default -> content;
                });
    }

    /** The part of a sample that an index range names; a null value with the reason if there is none. */
    ArchivedSample part(ArchivedSample sample, NumericRange range) {
        if (sample.value().isNull()) {
            return sample;
        }
        try {
            Object part = NumericRange.readFromValueAtRange(variant(sample.value()), range);
            return new ArchivedSample(sample.time(), sample.serverTime(), sample.status(), value(Variant.of(part)));
        } catch (UaException e) {
            int reason = (int) e.getStatusCode().value();
            return new ArchivedSample(sample.time(), sample.serverTime(), reason, Value.NULL);
        }
    }

    /** A remark as a value of the property Annotations. */
    ArchivedSample sample(Annotation remark) {
        var structure = new org.eclipse.milo.opcua.stack.core.types.structured.Annotation(
                remark.message(), remark.user(), new DateTime(remark.annotationTime()));
        Variant variant = new Variant(ExtensionObject.encode(context, structure));
        return new ArchivedSample(remark.time(), remark.annotationTime(), 0, Value.encoded(encode(variant)));
    }

    private byte[] encode(Variant variant) {
        ByteBuf buffer = Unpooled.buffer();
        new OpcUaBinaryEncoder(context).setBuffer(buffer).encodeVariant(variant);
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        return bytes;
    }

    private Variant decode(byte[] bytes) {
        return new OpcUaBinaryDecoder(context)
                .setBuffer(Unpooled.wrappedBuffer(bytes))
                .decodeVariant();
    }
}
