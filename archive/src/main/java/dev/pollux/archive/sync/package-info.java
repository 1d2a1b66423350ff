/**
 * Two archives of one set: reading what the other has, and filling gaps from it. Knows no transport: requests and
 * answers are bytes that somebody carries.
 */
@NullMarked
package dev.pollux.archive.sync;

import org.jspecify.annotations.NullMarked;
