/** What the tests of Pollux stand on. Not shipped. */
@NullMarked
package dev.pollux.testkit;

import org.jspecify.annotations.NullMarked;
