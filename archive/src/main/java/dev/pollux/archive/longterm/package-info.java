/**
 * Long-term archives: what they keep, what of it is due, the worker that computes it from the captured values, and when
 * archives forget.
 */
@NullMarked
package dev.pollux.archive.longterm;

import org.jspecify.annotations.NullMarked;
