/** The {@code pollux} command: one class for each subcommand. What they share about stations is in {@code pair}. */
@NullMarked
package dev.pollux.cli;

import org.jspecify.annotations.NullMarked;
