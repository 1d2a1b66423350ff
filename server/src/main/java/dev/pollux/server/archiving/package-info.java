/**
 * From samples to the archive: hand-over from the devices' threads, capture, batches with coverage, marks of holes, and
 * the jobs that reduce and forget. One thread records; it alone appends.
 */
@NullMarked
package dev.pollux.server.archiving;

import org.jspecify.annotations.NullMarked;
