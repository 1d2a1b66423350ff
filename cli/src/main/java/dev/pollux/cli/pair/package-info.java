/** Sessions to single stations and what they tell about the pair; names of nodes and texts of values. */
@NullMarked
package dev.pollux.cli.pair;

import org.jspecify.annotations.NullMarked;
