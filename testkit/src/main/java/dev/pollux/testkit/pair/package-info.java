/** The whole pair under a simulated clock, without threads: any story replays from its seed. */
@NullMarked
package dev.pollux.testkit.pair;

import org.jspecify.annotations.NullMarked;
