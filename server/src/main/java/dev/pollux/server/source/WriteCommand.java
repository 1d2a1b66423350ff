package dev.pollux.server.source;

import dev.pollux.server.source.Session.Change;
import dev.pollux.server.source.Session.Reply;
import dev.pollux.server.source.block.Outcome;
import dev.pollux.server.source.block.PlcAddress;
import dev.pollux.server.source.block.RawCodec;
import dev.pollux.server.tag.Quality;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * A checked write on its way to the device's thread.
 *
 * @param tag the tag
 * @param bytes what to send
 * @param deadline uptime after which nothing is sent any more
 * @param permitted asked at the last moment before the request goes out; may wait 100 ms
 * @param result completed with the outcome
 */
@SuppressWarnings("ArrayRecordComponent") // Handed over, never compared.
record WriteCommand(
        PolledTag tag, byte[] bytes, long deadline, BooleanSupplier permitted, CompletableFuture<Quality> result) {

    /** Sends it to the device if that is still permitted, and gives the outcome. */
    Quality send(Exchange exchange) throws SessionException, InterruptedException {
        PlcAddress address = tag.address();
        Change change = new Change(address.cells(), address.bit(), bytes);
        if (address.writesByReadModifyWrite()) {
            Reply cell = exchange.read(address.cells());
            if (cell.outcome() != Outcome.OK) {
                return cell.outcome().writeQuality();
            }
            if (cell.bytes().length < address.cells().bytes()) {
                return Outcome.UNREADABLE.writeQuality();
            }
            change = new Change(address.cells(), -1, RawCodec.withBit(cell.bytes(), address.bit(), bytes[0] != 0));
        }
        // Nothing may come between this question and the request.
        return permitted.getAsBoolean() ? exchange.write(change).writeQuality() : Quality.BAD_INVALID_STATE;
    }
}
