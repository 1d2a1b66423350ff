@NullMarked
package dev.pollux.bench.proof;

import org.jspecify.annotations.NullMarked;
