package dev.pollux.server.exchange;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Questions and answers between stations as bytes: big-endian, a version in front, bounded.
 *
 * @param subject what they are about, for errors
 * @param version rises when an older station would misread an answer
 * @param kind follows the version, where questions of several kinds go the same way
 */
public record PageBytes(String subject, int version, OptionalInt kind) {
    private static final int STATIONS_MAX = 100;

    /** Writes something; never fails, as it goes to memory. */
    @FunctionalInterface
    public interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    /**
     * Reads something.
     *
     * @param <T> what
     */
    @FunctionalInterface
    public interface Parsing<T> {
        T from(DataInputStream in) throws IOException;
    }

    /** Puts version and kind before what is written. */
    public byte[] bytes(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(version);
            if (kind.isPresent()) {
                out.writeByte(kind.getAsInt());
            }
            writing.to(out);
        } catch (IOException e) {
            throw new IllegalStateException("memory refuses to be written", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads what stands behind version and kind.
     *
     * @throws IllegalArgumentException if the bytes are of another version or kind, too short or too long
     */
    public <T> T parse(byte[] bytes, Parsing<T> parsing) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int saidVersion = in.readUnsignedByte();
            OptionalInt saidKind = kind.isPresent() ? OptionalInt.of(in.readUnsignedByte()) : kind;
            if (saidVersion != version || !saidKind.equals(kind)) {
                throw new IllegalArgumentException("the partner speaks version " + saidVersion
                        + (saidKind.isPresent() ? ", kind " + saidKind.getAsInt() : "") + " about " + subject + ", not "
                        + version + ": let both stations run adjacent versions of Pollux");
            }
            T parsed = parsing.from(in);
            if (in.available() > 0) {
                throw new IllegalArgumentException(in.available() + " bytes too many");
            }
            return parsed;
        } catch (IOException e) {
            throw new IllegalArgumentException(bytes.length + " bytes about " + subject + " cannot be read: " + e, e);
        }
    }

    /** A number of entries that may be sent. */
    public int count(int count, int max) {
        if (count > max) {
            throw new IllegalArgumentException(count + " entries about " + subject + ", at most " + max);
        }
        return count;
    }

    /** The question for what is later than what is known, as a sequence for each station. */
    public byte[] question(Map<String, Long> known) {
        return bytes(out -> {
            out.writeShort(known.size());
            for (Map.Entry<String, Long> each : known.entrySet()) {
                out.writeUTF(each.getKey());
                out.writeLong(each.getValue());
            }
        });
    }

    /**
     * What is known to who asks.
     *
     * @throws IllegalArgumentException if the bytes are no question
     */
    public Map<String, Long> question(byte[] bytes) {
        return parse(bytes, in -> {
            Map<String, Long> known = new TreeMap<>();
            for (int left = count(in.readUnsignedShort(), STATIONS_MAX); left > 0; left--) {
                known.put(in.readUTF(), in.readLong());
            }
            return known;
        });
    }
}
