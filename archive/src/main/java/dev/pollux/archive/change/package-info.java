/**
 * Changes that people make and that every station of a set must have: values of internal tags, corrections of
 * history. Each station numbers its own, all are ordered by hybrid logical clocks, so all stations end alike
 * whatever the order of arrival.
 */
@NullMarked
package dev.pollux.archive.change;

import org.jspecify.annotations.NullMarked;
