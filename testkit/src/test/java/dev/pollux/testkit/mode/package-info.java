@NullMarked
package dev.pollux.testkit.mode;

import org.jspecify.annotations.NullMarked;
