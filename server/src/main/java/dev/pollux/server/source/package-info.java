/** Acquisition of values from devices, behind the port {@code Source}. */
@NullMarked
package dev.pollux.server.source;

import org.jspecify.annotations.NullMarked;
