package dev.pollux.server.history;

import dev.pollux.server.history.HistoryQuery.AnnotationsAt;
import dev.pollux.server.history.HistoryQuery.AtTime;
import dev.pollux.server.history.HistoryQuery.Entries;
import dev.pollux.server.history.HistoryQuery.Processed;
import dev.pollux.server.history.HistoryQuery.Raw;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;

/**
 * A continuation point: what is left of a query, as bytes that the client brings back. The station keeps nothing, so
 * there are as many as clients like, a release frees nothing, and the partner answers them as well. What comes in is
 * believed no more than any request: it is checked, and the right to read is checked again.
 *
 * <p>Layout: version, kind, time stamps, the fields of the query as numbers of variable length, hash of the node's
 * identifier, CRC-32 of it all. A version that is not known is Bad_ContinuationPointInvalid.
 *
 * @param timestamps which the first request asked for
 * @param query what is left
 */
record Continuation(TimestampsToReturn timestamps, HistoryQuery query) {
    static final int VERSION = 1;
    /** The rest of a list of instants takes up to ten bytes each; anything else is far below 100 bytes. */
    static final int BYTES_MAX = 1 << 20;

    private static final int HASH_BYTES = 4;
    private static final int CHECK_BYTES = 4;

    /** The bytes to give to the client; only good for the same node. */
    byte[] encode(String node) {
        NumberBytes out = new NumberBytes();
        out.put(VERSION);
        out.put(timestamps.getValue());
        Optional<HistoryQuery> unused = query.readBy(new QueryBytes(out));
        return seal(out, node);
    }

    /** Ends the bytes so that damage and a mistaken node are noticed. */
    static byte[] seal(NumberBytes out, String node) {
        out.putFixed(hash(node));
        out.putFixed(check(out.bytes(), out.size()));
        return Arrays.copyOf(out.bytes(), out.size());
    }

    /** What a client brought back; empty if it is not one of ours for this node. */
    static Optional<Continuation> decode(byte[] bytes, String node) {
        int end = bytes.length - CHECK_BYTES;
        if (end < HASH_BYTES || bytes.length > BYTES_MAX || NumberBytes.fixed(bytes, end) != check(bytes, end)) {
            return Optional.empty();
        }
        int fields = end - HASH_BYTES;
        if (NumberBytes.fixed(bytes, fields) != hash(node)) {
            return Optional.empty();
        }
        try {
            NumberBytes in = new NumberBytes(bytes, fields);
            TimestampsToReturn timestamps = in.take() == VERSION ? TimestampsToReturn.from((int) in.take()) : null;
            if (timestamps == null || timestamps == TimestampsToReturn.Neither) {
                return Optional.empty();
            }
            HistoryQuery query = QueryBytes.read(in);
            return in.atEnd() ? Optional.of(new Continuation(timestamps, query)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            // Not one of ours: whoever made it gets the same answer as for one that is cut or changed.
            return Optional.empty();
        }
    }

    private static int hash(String node) {
        CRC32 crc = new CRC32();
        crc.update(node.getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }

    private static int check(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    /** Bytes that it will take at most: what a response has to keep free for it. */
    static int room(HistoryQuery query) {
        int times = 0;
        if (query instanceof AtTime at) {
            times = at.times().size();
        } else if (query instanceof AnnotationsAt at) {
            times = at.times().size();
        }
        boolean plain = query instanceof Raw || query instanceof Entries || query instanceof Processed;
        return plain ? QueryBytes.PLAIN_MAX : QueryBytes.PLAIN_MAX + times * NumberBytes.MAX;
    }
}
