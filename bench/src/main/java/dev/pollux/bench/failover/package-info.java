/**
 * What a failover costs, measured on real processes: two stations, the plant and a client on the failover
 * library, a fault for each row, and a judge that hears each station over a connection of its own. Ends in
 * {@code docs/reference/failover.md}.
 */
@NullMarked
package dev.pollux.bench.failover;

import org.jspecify.annotations.NullMarked;
