/** Takes messages from all parts of the station: to the log files, to clients, to the message log, from the partner. */
@NullMarked
package dev.pollux.server.message.log;

import org.jspecify.annotations.NullMarked;
