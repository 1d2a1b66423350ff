/** Brings node sets into the server: one namespace of stack nodes for each model. */
@NullMarked
package dev.pollux.server.space.nodeset;

import org.jspecify.annotations.NullMarked;
