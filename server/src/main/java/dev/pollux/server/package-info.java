/** The station: one Pollux server process. {@code Station} puts the parts together. */
@NullMarked
package dev.pollux.server;

import org.jspecify.annotations.NullMarked;
