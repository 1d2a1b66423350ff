/** The whole of Pollux as a user runs it: real processes, real sockets, a real protocol to the plant. */
@NullMarked
package dev.pollux.systemtest;

import org.jspecify.annotations.NullMarked;
