/** The long form of what the test kit proves of the decision core: a million stories, a deep exploration. */
@NullMarked
package dev.pollux.bench.proof;

import org.jspecify.annotations.NullMarked;
