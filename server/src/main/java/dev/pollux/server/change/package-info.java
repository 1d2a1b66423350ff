/**
 * Internal tags and corrections of history: numbered and stamped where they are made, fetched by the other stations,
 * carried out by one thread.
 */
@NullMarked
package dev.pollux.server.change;

import org.jspecify.annotations.NullMarked;
