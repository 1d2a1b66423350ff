/** Looks at every state that a small set can get into within some moves, with the product's own decision core. */
@NullMarked
package dev.pollux.testkit.explore;

import org.jspecify.annotations.NullMarked;
