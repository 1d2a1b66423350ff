/** The witness of a set: one lease in etcd, and the highest term on record there. What follows from answers is pure. */
@NullMarked
package dev.pollux.server.witness;

import org.jspecify.annotations.NullMarked;
