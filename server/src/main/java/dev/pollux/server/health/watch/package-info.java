/** Watches the station's components and its machine: the thread, the detectors, the file of restarts. */
@NullMarked
package dev.pollux.server.health.watch;

import org.jspecify.annotations.NullMarked;
