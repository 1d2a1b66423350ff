package dev.pollux.server.history;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Modification;
import dev.pollux.archive.Value;
import java.util.function.LongSupplier;
import org.eclipse.milo.opcua.sdk.core.NumericRange;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.jspecify.annotations.Nullable;

/** What one node contributes to a response: as many values as there is room and time for. */
final class Answer {
    private static final NodeId DATA = new NodeId(0, 658);
    private static final NodeId MODIFIED_DATA = new NodeId(0, 11227);

    private final DataValueBytes values;
    private final DataValueBytes changes;
    private final Room room;
    private final @Nullable NumericRange part;
    private final UaHistory ua;
    private int count;

    /**
     * How much may be answered.
     *
     * @param bytes most bytes of values
     * @param values most values
     * @param deadline on the clock; after the first value later than this the rest is left for another call
     * @param clock nanoseconds of some clock
     */
    record Room(int bytes, int values, long deadline, LongSupplier clock) {}

    /**
     * Empty.
     *
     * @param part of array or text values; null for all of them
     */
    Answer(Room room, TimestampsToReturn timestamps, @Nullable NumericRange part, UaHistory ua) {
        this.room = room;
        this.part = part;
        this.ua = ua;
        values = new DataValueBytes(room.bytes(), timestamps);
        changes = new DataValueBytes(room.bytes(), timestamps);
    }

    int count() {
        return count;
    }

    /** Bytes that it takes by now. */
    int bytes() {
        return values.size() + changes.size();
    }

    /** How many more values may be added, if they are small enough. */
    int left() {
        return room.values() - count;
    }

    /** Whether the time is over; never before there is something to answer. */
    boolean late() {
        return count > 0 && room.clock().getAsLong() - room.deadline() > 0;
    }

    /** Adds a value; false, and nothing added, if there is no room for it. */
    boolean add(ArchivedSample sample) {
        if (count >= room.values()) {
            return false;
        }
        ArchivedSample wanted = part == null ? sample : ua.part(sample, part);
        if (!values.add(wanted) && !(count == 0 && values.add(tooLarge(wanted)))) {
            return false;
        }
        count++;
        return true;
    }

    /** A value that fits into no response must not stop the reading of all that follow. */
    private static ArchivedSample tooLarge(ArchivedSample sample) {
        return new ArchivedSample(
                sample.time(), sample.serverTime(), (int) StatusCodes.Bad_EncodingLimitsExceeded, Value.NULL);
    }

    /** Adds what was changed; false, and nothing added, if there is no room for it. */
    boolean add(Modification change) {
        int before = values.size();
        int changesBefore = changes.size();
        if (!add(change.old())) {
            return false;
        }
        if (addChange(change)) {
            return true;
        }
        values.backTo(before);
        changes.backTo(changesBefore);
        count--;
        return count == 0 && add(tooLarge(change.old())) && addChange(change);
    }

    private boolean addChange(Modification change) {
        return changes.addModification(change.modificationTime(), change.kind().code(), change.user())
                && values.size() + changes.size() <= room.bytes();
    }

    /** As HistoryData (OPC 10000-11 §6.6.2). */
    ExtensionObject data() {
        byte[] body = new byte[Integer.BYTES + values.size()];
        putCount(body, 0);
        values.copyTo(body, Integer.BYTES);
        return ExtensionObject.of(ByteString.of(body), DATA);
    }

    /** As HistoryModifiedData (OPC 10000-11 §6.6.3). */
    ExtensionObject modifiedData() {
        byte[] body = new byte[2 * Integer.BYTES + values.size() + changes.size()];
        putCount(body, 0);
        values.copyTo(body, Integer.BYTES);
        putCount(body, Integer.BYTES + values.size());
        changes.copyTo(body, 2 * Integer.BYTES + values.size());
        return ExtensionObject.of(ByteString.of(body), MODIFIED_DATA);
    }

    private void putCount(byte[] body, int at) {
        for (int i = 0; i < Integer.BYTES; i++) {
            body[at + i] = (byte) (count >> (8 * i));
        }
    }
}
