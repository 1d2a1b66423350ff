/**
 * The archive of one station: what every adapter promises, and the records that cross that border. No OPC UA stack, no
 * database here; {@code rocks} and {@code influx} are the adapters, {@code coverage}, {@code capture} and {@code
 * aggregate} are pure.
 */
@NullMarked
package dev.pollux.archive;

import org.jspecify.annotations.NullMarked;
