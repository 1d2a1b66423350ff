/** Tests of the demo. */
@NullMarked
package dev.pollux.cli.demo;

import org.jspecify.annotations.NullMarked;
