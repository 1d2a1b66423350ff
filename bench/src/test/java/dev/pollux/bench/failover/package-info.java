/** Tests of the measurement itself. */
@NullMarked
package dev.pollux.bench.failover;

import org.jspecify.annotations.NullMarked;
