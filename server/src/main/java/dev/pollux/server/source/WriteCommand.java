package dev.pollux.server.source;

import dev.pollux.server.tag.Quality;
import java.util.concurrent.CompletableFuture;

/**
 * A checked write on its way to the device's thread.
 *
 * @param tag the tag
 * @param bytes what to send
 * @param deadline uptime after which nothing is sent any more
 * @param result completed with the outcome
 */
@SuppressWarnings("ArrayRecordComponent") // Handed over, never compared.
record WriteCommand(PolledTag tag, byte[] bytes, long deadline, CompletableFuture<Quality> result) {}
