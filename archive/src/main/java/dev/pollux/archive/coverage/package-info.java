/** What an archive is complete for: arithmetic of interval sets. Pure: no I/O, no clock. */
@NullMarked
package dev.pollux.archive.coverage;

import org.jspecify.annotations.NullMarked;
