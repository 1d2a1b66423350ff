/** Fills the gaps of the own archive from the partner's while both run, and shows the partner's values until then. */
@NullMarked
package dev.pollux.server.redundancy.sync;

import org.jspecify.annotations.NullMarked;
