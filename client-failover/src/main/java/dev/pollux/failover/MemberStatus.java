package dev.pollux.failover;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.milo.opcua.stack.core.types.enumerated.ServerState;

/**
 * What the client knows about one member.
 *
 * @param uri ApplicationUri; the URL while the uri is not known
 * @param name ApplicationName, or the last part of the uri
 * @param urls addresses, the one in use first
 * @param connected whether there is a session
 * @param serviceLevel last known level, 0..255; empty while never heard
 * @param serverState last known state; empty while never heard
 * @param active whether values and requests go through this member
 * @param preferred whether this is the member that the client likes to use
 * @param lastError why it is not connected, or the last thing that went wrong; empty if nothing did
 */
public record MemberStatus(
        String uri,
        String name,
        List<String> urls,
        boolean connected,
        OptionalInt serviceLevel,
        Optional<ServerState> serverState,
        boolean active,
        boolean preferred,
        Optional<String> lastError) {}
