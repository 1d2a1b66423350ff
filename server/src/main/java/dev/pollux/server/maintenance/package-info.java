/** Taking a station out of service on purpose: who may ask for what, and what survives a restart. */
@NullMarked
package dev.pollux.server.maintenance;

import org.jspecify.annotations.NullMarked;
