/**
 * Events without nodes: an event is an object with fields, filters are evaluated on those, and the results go straight
 * into the queues of clients.
 */
@NullMarked
package dev.pollux.server.event;

import org.jspecify.annotations.NullMarked;
