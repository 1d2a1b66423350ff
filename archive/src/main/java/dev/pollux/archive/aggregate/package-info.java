/**
 * Aggregates of OPC 10000-13 and values at an instant of OPC 10000-11. Pure: samples come from a {@link
 * dev.pollux.archive.aggregate.SampleSource}, results leave through an iterator; no clock, no store, no OPC UA stack.
 */
@NullMarked
package dev.pollux.archive.aggregate;

import org.jspecify.annotations.NullMarked;
