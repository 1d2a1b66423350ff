/** The demonstration: a plant and two stations as processes, what is done to them, what is seen, and the views. */
@NullMarked
package dev.pollux.cli.demo;

import org.jspecify.annotations.NullMarked;
