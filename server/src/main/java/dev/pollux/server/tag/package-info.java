/** Tags, samples and quality. Pure: no I/O, no OPC UA stack, no device driver. */
@NullMarked
package dev.pollux.server.tag;

import org.jspecify.annotations.NullMarked;
