/** A real etcd as witness, in a process that tests kill, freeze and start again. */
@NullMarked
package dev.pollux.testkit.witness;

import org.jspecify.annotations.NullMarked;
