package dev.pollux.server.source;

import dev.pollux.server.source.block.Block;
import dev.pollux.server.source.block.Outcome;
import java.util.concurrent.CompletableFuture;

/**
 * A connection to a device. Used by one thread, one request at a time; only {@link #close()} may come from another
 * thread, after the last request. A future may never complete (a lost reply): the caller has a deadline of its own and
 * closes the session when it passes.
 */
public interface Session {

    /**
     * A device's answer to a read.
     *
     * @param outcome what it said
     * @param bytes the content of the block if it was good, otherwise empty
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed over, never compared: a copy would cost one per poll.
    record Reply(Outcome outcome, byte[] bytes) {}

    /**
     * Cells or a bit to write.
     *
     * @param block cells
     * @param bit bit of the only cell, or -1 to write whole cells
     * @param bytes content in big endian order; one byte 0 or 1 for a bit and for a cell of one bit
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed over, never compared: a copy would cost one per poll.
    record Change(Block block, int bit, byte[] bytes) {}

    /** Reads a block. Completes exceptionally if there was no answer. */
    CompletableFuture<Reply> read(Block block);

    /** Writes cells or a bit. Completes exceptionally if there was no answer: the device may have done it or not. */
    CompletableFuture<Outcome> write(Change change);

    /** Whether the connection still stands, as far as this side can see. */
    boolean alive();

    /** Releases everything. May block for seconds; never throws. */
    void close();
}
