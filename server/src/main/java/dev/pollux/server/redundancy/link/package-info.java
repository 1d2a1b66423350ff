/** The connections to the partner, over OPC UA. */
@NullMarked
package dev.pollux.server.redundancy.link;

import org.jspecify.annotations.NullMarked;
