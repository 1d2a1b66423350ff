/** Whether the station still reaches the plant's network: watched adapters and reference hosts. */
@NullMarked
package dev.pollux.server.network;

import org.jspecify.annotations.NullMarked;
