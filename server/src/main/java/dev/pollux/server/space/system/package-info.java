/** What a station tells about itself and the pair: system tags, diagnostics, and the Server object. */
@NullMarked
package dev.pollux.server.space.system;

import org.jspecify.annotations.NullMarked;
