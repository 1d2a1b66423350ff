package dev.pollux.server.message.log;

import dev.pollux.archive.message.Message;
import dev.pollux.server.exchange.PageBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How stations ask each other for messages: the question names for each station the sequence up to which its messages
 * are known, the answer brings later ones of each in their order. Big-endian, a version in front, bounded.
 */
final class MessagePages {
    /** Rises when an older station would misread an answer. */
    static final int VERSION = 1;

    static final int MESSAGES_MAX = 200;

    private static final PageBytes BYTES = new PageBytes("messages", VERSION, OptionalInt.empty());

    private MessagePages() {}

    static byte[] question(Map<String, Long> known) {
        return BYTES.question(known);
    }

    /** @throws IllegalArgumentException if the bytes are no question */
    static Map<String, Long> question(byte[] bytes) {
        return BYTES.question(bytes);
    }

    static byte[] answer(List<Message> messages) {
        return BYTES.bytes(out -> {
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
        return BYTES.parse(bytes, in -> {
            int count = BYTES.count(in.readUnsignedShort(), MESSAGES_MAX);
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
}
