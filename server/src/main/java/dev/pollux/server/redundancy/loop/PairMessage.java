package dev.pollux.server.redundancy.loop;

import java.time.Instant;

/**
 * A system message of the redundancy.
 *
 * @param number from the catalogue of system messages
 * @param severity 1..1000 as in OPC UA
 * @param text in full
 * @param time when it happened
 */
public record PairMessage(int number, int severity, String text, Instant time) {}
