package dev.pollux.server.project;

import dev.pollux.server.tag.Access;
import dev.pollux.server.tag.TagType;
import java.util.Optional;

/** Port: knows the address syntax of each driver. Called by the reader for each tag, on the reader's thread. */
@FunctionalInterface
public interface AddressSyntax {

    /**
     * Checks one address. Must not throw, block or do I/O.
     *
     * @param protocol driver of the tag's device
     * @param type of the tag
     * @param access whether the tag is to be written
     * @param address as written in the configuration, not empty
     * @return the rule that the address breaks, as "must …"; empty if it is fine
     */
    Optional<String> fault(DeviceConfig.Protocol protocol, TagType type, Access access, String address);
}
