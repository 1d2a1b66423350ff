package dev.pollux.server.change;

import dev.pollux.archive.change.Change;
import dev.pollux.archive.change.ChangeBytes;
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
 * How stations ask each other for changes, by the method that reads archives: the question names for each station the
 * sequence up to which its changes are known, the answer brings later ones of each in their order.
 */
final class ChangePages {
    /** Rises when an older station would misread an answer. */
    static final int VERSION = 1;

    /** Next to the kinds of questions that archives answer. */
    static final int KIND = 6;

    static final int STATIONS_MAX = 100;
    static final int CHANGES_MAX = 500;

    /** The changes of an answer together, unless a single one is longer; well below the message size of stations. */
    static final int BYTES_MAX = 1 << 20;

    private ChangePages() {}

    /**
     * What a station answers.
     *
     * @param asOf all changes that it has made until then, by its clock, are known to who has this and all pages before
     * @param forgottenBefore what is older cannot be had any more
     * @param more whether there are later changes
     */
    record Page(long asOf, long forgottenBefore, boolean more, List<Change> changes) {
        Page {
            changes = List.copyOf(changes);
        }
    }

    static boolean isQuestion(byte[] bytes) {
        return bytes.length > 1 && bytes[0] == VERSION && bytes[1] == KIND;
    }

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
            for (int left = count(in.readUnsignedShort(), STATIONS_MAX); left > 0; left--) {
                known.put(in.readUTF(), in.readLong());
            }
            return known;
        });
    }

    static byte[] answer(Page page) {
        return bytes(out -> {
            out.writeLong(page.asOf());
            out.writeLong(page.forgottenBefore());
            out.writeBoolean(page.more());
            out.writeShort(page.changes().size());
            for (Change each : page.changes()) {
                ChangeBytes.write(each, out);
            }
        });
    }

    /** @throws IllegalArgumentException if the bytes are no answer */
    static Page answer(byte[] bytes) {
        return parse(bytes, in -> {
            long asOf = in.readLong();
            long forgotten = in.readLong();
            boolean more = in.readBoolean();
            List<Change> changes = new ArrayList<>();
            for (int left = count(in.readUnsignedShort(), CHANGES_MAX); left > 0; left--) {
                changes.add(ChangeBytes.read(in));
            }
            return new Page(asOf, forgotten, more, changes);
        });
    }

    static int size(Change change) {
        return bytes(out -> ChangeBytes.write(change, out)).length;
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
            out.writeByte(KIND);
            writing.to(out);
        } catch (IOException e) {
            throw new IllegalStateException("memory refuses to be written", e);
        }
        return bytes.toByteArray();
    }

    private static <T> T parse(byte[] bytes, Parsing<T> parsing) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readUnsignedByte();
            int kind = in.readUnsignedByte();
            if (version != VERSION || kind != KIND) {
                throw new IllegalArgumentException("the partner speaks version " + version + ", kind " + kind
                        + " about changes, not " + VERSION + ": let both stations run adjacent versions of Pollux");
            }
            T parsed = parsing.from(in);
            if (in.available() > 0) {
                throw new IllegalArgumentException(in.available() + " bytes too many");
            }
            return parsed;
        } catch (IOException e) {
            throw new IllegalArgumentException(bytes.length + " bytes about changes cannot be read: " + e, e);
        }
    }

    private static int count(int count, int max) {
        if (count > max) {
            throw new IllegalArgumentException(count + " entries about changes, at most " + max);
        }
        return count;
    }
}
