/**
 * The archive in an InfluxDB, with a durable queue in front of it: what is acknowledged lies in the queue, one thread
 * carries it to the database, and reads see both as one.
 */
@NullMarked
package dev.pollux.archive.influx;

import org.jspecify.annotations.NullMarked;
