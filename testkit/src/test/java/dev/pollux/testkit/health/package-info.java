@NullMarked
package dev.pollux.testkit.health;

import org.jspecify.annotations.NullMarked;
