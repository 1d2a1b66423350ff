/** Tests of names and texts. */
@NullMarked
package dev.pollux.cli.pair;

import org.jspecify.annotations.NullMarked;
