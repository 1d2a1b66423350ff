package dev.pollux.server.message.log;

import dev.pollux.archive.message.Message;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How stations ask each other for messages: the question names for each station the sequence up to which its messages
 * are known, the answer brings later ones of each in their order. Big-endian, a version in front, bounded.
 */
final class MessagePages {
    /** Rises when an older station would misread an answer. */
    static final int VERSION = 1;

    static final int STATIONS_MAX = 100;
    static final int MESSAGES_MAX = 200;

    private MessagePages() {}

    static byte[] question(Map<String, Long> known) {
        return bytes(out -> {
            out.writeShort(known.size());
            for (Map.Entry<String, Long> each : known.entrySet()) {
                out.writeUTF(each.getKey());
                out.writeLong(each.getValue());
            }
        });
    }

    /** @throws IllegalArgumentException if the bytes are no question */
    static Map<String, Long> question(byte[] bytes) {
        return parse(bytes, in -> {
            Map<String, Long> known = new TreeMap<>();
            int count = count(in.readUnsignedShort(), STATIONS_MAX);
            for (int i = 0; i < count; i++) {
                known.put(in.readUTF(), in.readLong());
            }
            return known;
        });
    }

    static byte[] answer(List<Message> messages) {
        return bytes(out -> {
            out.writeShort(messages.size());
            for (Message each : messages) {
                out.writeUTF(each.station());
                out.writeLong(each.sequence());
                out.writeLong(each.time());
                out.writeInt(each.number());
                out.writeShort(each.severity());
                out.writeUTF(each.source());
                out.writeUTF(each.text());
            }
        });
    }

    /** @throws IllegalArgumentException if the bytes are no answer */
    static List<Message> answer(byte[] bytes) {
        return parse(bytes, in -> {
            int count = count(in.readUnsignedShort(), MESSAGES_MAX);
            List<Message> messages = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                String station = in.readUTF();
                long sequence = in.readLong();
                long time = in.readLong();
                messages.add(new Message(
                        station, sequence, time, time, in.readInt(), in.readShort(), in.readUTF(), in.readUTF()));
            }
            return messages;
        });
    }

    /** Writes something; never fails, as it goes to memory. */
    @FunctionalInterface
    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    /** Reads something. */
    @FunctionalInterface
    private interface Parsing<T> {
        T from(DataInputStream in) throws IOException;
    }

    private static byte[] bytes(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            writing.to(out);
        } catch (IOException e) {
            throw new IllegalStateException("memory refuses to be written", e);
        }
        return bytes.toByteArray();
    }

    private static <T> T parse(byte[] bytes, Parsing<T> parsing) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("the partner speaks version " + version + " about messages, not "
                        + VERSION + ": let both stations run adjacent versions of Pollux");
            }
            T parsed = parsing.from(in);
            if (in.available() > 0) {
                throw new IllegalArgumentException(in.available() + " bytes too many");
            }
            return parsed;
        } catch (IOException e) {
            throw new IllegalArgumentException(bytes.length + " bytes about messages cannot be read: " + e, e);
        }
    }

    private static int count(int count, int max) {
        if (count > max) {
            throw new IllegalArgumentException(count + " entries about messages, at most " + max);
        }
        return count;
    }
}
