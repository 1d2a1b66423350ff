/**
 * What of a tag's samples is archived: policies, dead bands, the swinging door, marks of holes. Pure: no I/O, no
 * clock.
 */
@NullMarked
package dev.pollux.archive.capture;

import org.jspecify.annotations.NullMarked;
