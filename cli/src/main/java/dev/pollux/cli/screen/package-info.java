/** The whole terminal as a picture that is drawn anew, for the demo and for diagnostics. */
@NullMarked
package dev.pollux.cli.screen;

import org.jspecify.annotations.NullMarked;
