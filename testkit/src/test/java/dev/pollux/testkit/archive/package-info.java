@NullMarked
package dev.pollux.testkit.archive;

import org.jspecify.annotations.NullMarked;
