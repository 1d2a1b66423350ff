/** Messages of stations about themselves: the record and the port of the log that keeps them. Pure. */
@NullMarked
package dev.pollux.archive.message;

import org.jspecify.annotations.NullMarked;
