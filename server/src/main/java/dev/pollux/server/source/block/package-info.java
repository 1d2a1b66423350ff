/**
 * What acquisition decides without touching a device: addresses, blocks, bytes and the polling grid. Pure: no I/O, no
 * device driver, time is an argument.
 */
@NullMarked
package dev.pollux.server.source.block;

import org.jspecify.annotations.NullMarked;
