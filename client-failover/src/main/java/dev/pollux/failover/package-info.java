/**
 * A client for redundant OPC UA servers: it keeps sessions to every member of a non-transparent set, watches them, and
 * moves between them without losing a sample.
 *
 * <p>Start at {@link dev.pollux.failover.FailoverClient}. Rules: OPC 10000-4 §6.6.2.
 */
@NullMarked
package dev.pollux.failover;

import org.jspecify.annotations.NullMarked;
