/** Whether two archives of one set hold the same, tag by tag and hour by hour. Pure but for what it reads from both. */
@NullMarked
package dev.pollux.archive.compare;

import org.jspecify.annotations.NullMarked;
