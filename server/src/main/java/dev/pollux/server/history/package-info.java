/**
 * OPC UA Historical Access (OPC 10000-11) on the port {@link dev.pollux.archive.Archive}: queries as records,
 * continuation points that carry them, answers encoded straight from archived samples, updates by users.
 */
@NullMarked
package dev.pollux.server.history;

import org.jspecify.annotations.NullMarked;
