/** Messages of the station about itself: the catalogue, and the port through which its parts raise them. */
@NullMarked
package dev.pollux.server.message;

import org.jspecify.annotations.NullMarked;
