/** One connection to one member: discovery, security, session. Internal to the failover library; no stable API. */
@NullMarked
package dev.pollux.failover.link;

import org.jspecify.annotations.NullMarked;
