/** Tests of the command line. */
@NullMarked
package dev.pollux.cli;

import org.jspecify.annotations.NullMarked;
