/** The OPC UA address space of a station, and the server that offers it. */
@NullMarked
package dev.pollux.server.space;

import org.jspecify.annotations.NullMarked;
