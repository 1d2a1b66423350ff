package dev.pollux.failover.link;

import java.time.Instant;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.types.enumerated.ServerState;

/**
 * One answer to a probe.
 *
 * @param serviceLevel 0..255; 255 for a server that has no such node (OPC 10000-5 §6.3.1 makes it mandatory, some leave
 *     it out when they are not redundant)
 * @param state ServerStatus.State
 * @param returnTime EstimatedReturnTime, if the server gives one
 */
public record Vital(int serviceLevel, ServerState state, Optional<Instant> returnTime) {}
