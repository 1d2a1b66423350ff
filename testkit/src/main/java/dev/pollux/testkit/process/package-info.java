/** Real processes for tests: started, watched, killed, suspended. */
@NullMarked
package dev.pollux.testkit.process;

import org.jspecify.annotations.NullMarked;
