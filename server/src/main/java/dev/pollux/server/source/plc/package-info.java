/**
 * Devices behind Apache PLC4X. Its types stay in here. What this package works around, all seen with 0.13.1: one lost
 * Modbus reply wedges a connection for ever; the Modbus optimizer reads the wrong unit; a connection that the device
 * closed leaks its threads, one of which keeps the JVM alive; a connect that fails prints a stack trace; closing takes
 * two seconds.
 */
@NullMarked
package dev.pollux.server.source.plc;

import org.jspecify.annotations.NullMarked;
