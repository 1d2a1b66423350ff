/** Gathers observations, decides, performs the effects: one thread. */
@NullMarked
package dev.pollux.server.redundancy.loop;

import org.jspecify.annotations.NullMarked;
