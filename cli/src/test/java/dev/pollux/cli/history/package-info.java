/** Tests of history on the client's side. */
@NullMarked
package dev.pollux.cli.history;

import org.jspecify.annotations.NullMarked;
