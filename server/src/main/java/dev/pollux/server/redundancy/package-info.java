/** The decisions of the pair. Pure: functions over records, time passed in, no I/O, no threads. */
@NullMarked
package dev.pollux.server.redundancy;

import org.jspecify.annotations.NullMarked;
