package dev.pollux.server.change;

import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.Batch;
import dev.pollux.archive.change.Change;
import dev.pollux.archive.change.ChangeBytes;
import dev.pollux.server.exchange.PageBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How stations ask each other for changes, by the method that reads archives: the question names for each station the
 * sequence up to which its changes are known, the answer brings later ones of each in their order.
 */
final class ChangePages {
    /** Rises when an older station would misread an answer. */
    static final int VERSION = 1;

    /** Next to the kinds of questions that archives answer. */
    static final int KIND = 6;

    static final int CHANGES_MAX = 500;

    /** The changes of an answer together, unless a single one is longer; well below the message size of stations. */
    static final int BYTES_MAX = 1 << 20;

    /** A single change; messages of OPC UA are at most 2 MiB. */
    static final int CHANGE_BYTES_MAX = 3 << 19;

    private static final PageBytes BYTES = new PageBytes("changes", VERSION, OptionalInt.of(KIND));

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
        return BYTES.question(known);
    }

    /** @throws IllegalArgumentException if the bytes are no question */
    static Map<String, Long> question(byte[] bytes) {
        return BYTES.question(bytes);
    }

    static byte[] answer(Page page) {
        return BYTES.bytes(out -> {
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
        return BYTES.parse(bytes, in -> {
            long asOf = in.readLong();
            long forgotten = in.readLong();
            boolean more = in.readBoolean();
            List<Change> changes = new ArrayList<>();
            for (int left = BYTES.count(in.readUnsignedShort(), CHANGES_MAX); left > 0; left--) {
                changes.add(ChangeBytes.read(in));
            }
            return new Page(asOf, forgotten, more, changes);
        });
    }

    static int size(Change change) {
        return BYTES.bytes(out -> ChangeBytes.write(change, out)).length;
    }

    static int size(Batch edit) {
        return BYTES.bytes(out -> ChangeBytes.write(edit, out)).length;
    }

    /** @throws ArchiveException if something of that size does not fit into a message between stations */
    static void refuseTooLong(int bytes) {
        if (bytes > CHANGE_BYTES_MAX) {
            throw new ArchiveException("a change of " + bytes + " bytes cannot reach the other stations, at most "
                    + CHANGE_BYTES_MAX + " can: write a shorter value");
        }
    }
}
