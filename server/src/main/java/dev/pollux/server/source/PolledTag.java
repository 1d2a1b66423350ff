package dev.pollux.server.source;

import dev.pollux.server.project.DeviceConfig;
import dev.pollux.server.source.block.Block;
import dev.pollux.server.source.block.Conversion;
import dev.pollux.server.source.block.PlcAddress;
import dev.pollux.server.source.block.PlcAddresses;
import dev.pollux.server.source.block.Point;
import dev.pollux.server.source.block.RawCodec;
import dev.pollux.server.tag.Access;
import dev.pollux.server.tag.Quality;
import dev.pollux.server.tag.Tag;
import org.jspecify.annotations.Nullable;

/**
 * A tag of a device, ready for use.
 *
 * @param index position in the project
 * @param tag the tag
 * @param address where it lives
 * @param conversion raw to tag value
 */
record PolledTag(int index, Tag tag, PlcAddress address, Conversion conversion) {

    static PolledTag of(int index, Tag tag, DeviceConfig device) {
        try {
            PlcAddress address =
                    PlcAddresses.parse(device.protocol(), tag.source().text(), device.unit());
            return new PolledTag(index, tag, address, new Conversion(address.type(), tag.type(), tag.scaling()));
        } catch (IllegalArgumentException brokenRule) {
            throw new IllegalArgumentException(
                    "tag " + tag.name() + ": address " + tag.source().text() + ": " + brokenRule.getMessage(),
                    brokenRule);
        }
    }

    Point point() {
        return new Point(index, address);
    }

    /** The tag's value in a block; null if its scaled value does not fit the tag's type. */
    @Nullable
    Object decode(Block block, byte[] bytes) {
        return conversion.toTag(RawCodec.decode(address, block, bytes));
    }

    /**
     * A write, checked before anything is sent.
     *
     * @param verdict Good if {@code bytes} may be sent, otherwise why the write is refused
     * @param bytes what to send; empty if refused
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed over, never compared.
    record Encoded(Quality verdict, byte[] bytes) {
        private static Encoded refused(Quality verdict) {
            return new Encoded(verdict, new byte[0]);
        }
    }

    Encoded encode(Object value) {
        if (tag.access() != Access.READ_WRITE
                || !address.cells().region().table().writable()) {
            return Encoded.refused(Quality.BAD_NOT_WRITABLE);
        }
        if (!tag.type().valueClass().isInstance(value)) {
            return Encoded.refused(Quality.BAD_TYPE_MISMATCH);
        }
        if (value instanceof Number number
                && tag.range().isPresent()
                && !tag.range().get().contains(number.doubleValue())) {
            return Encoded.refused(Quality.BAD_OUT_OF_RANGE);
        }
        Object raw = conversion.toRaw(value);
        byte[] bytes = raw == null ? null : RawCodec.encode(address, raw);
        return bytes == null ? Encoded.refused(Quality.BAD_OUT_OF_RANGE) : new Encoded(Quality.GOOD, bytes);
    }
}
