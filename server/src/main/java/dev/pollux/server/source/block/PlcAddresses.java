package dev.pollux.server.source.block;

import dev.pollux.server.project.DeviceConfig.Protocol;
import dev.pollux.server.tag.Access;
import dev.pollux.server.tag.TagType;
import java.util.Optional;

/** The rules for addresses of all protocols. Stateless. */
public final class PlcAddresses {

    /**
     * The rule that an address breaks, in words without the address itself.
     *
     * @param protocol protocol of the tag's device
     * @param type type of the tag
     * @param access access of the tag
     * @param address the address
     * @return empty if tags can be read (and written, if {@code access} says so) with this address
     */
    public Optional<String> fault(Protocol protocol, TagType type, Access access, String address) {
        PlcAddress parsed;
        try {
            parsed = parse(protocol, address, 0);
        } catch (IllegalArgumentException brokenRule) {
            return Optional.of(String.valueOf(brokenRule.getMessage()));
        }
        Table table = parsed.cells().region().table();
        if (access == Access.READ_WRITE && !table.writable()) {
            return Optional.of(
                    switch (table) {
                        case DISCRETE -> "a discrete input cannot be written: use coil or access READ";
                        case INPUT -> "an input register cannot be written: use holding or access READ";
                        default -> "an S7 input cannot be written: use M, Q or DB, or access READ";
                    });
        }
        return Conversion.fault(parsed.type(), type);
    }

    /**
     * Reads an address that has no fault.
     *
     * @param protocol protocol of the device
     * @param address the address
     * @param unit Modbus unit identifier if the address names none
     * @throws IllegalArgumentException naming the broken rule
     */
    public static PlcAddress parse(Protocol protocol, String address, int unit) {
        return switch (protocol) {
            case MODBUS_TCP -> ModbusSyntax.parse(address, unit);
            case S7 -> S7Syntax.parse(address);
        };
    }
}
