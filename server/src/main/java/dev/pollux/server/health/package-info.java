/** When a station takes itself for ill, and what it does then. Pure: no I/O, no threads, time is an argument. */
@NullMarked
package dev.pollux.server.health;

import org.jspecify.annotations.NullMarked;
