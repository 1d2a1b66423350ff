/** Networks of their own on one machine: hosts in namespaces, cables to pull, packets to lose. Linux, as root. */
@NullMarked
package dev.pollux.testkit.network;

import org.jspecify.annotations.NullMarked;
