package dev.pollux.server.source.block;

/**
 * One address space inside a device: cells of different regions can never share a request.
 *
 * @param table kind of memory
 * @param number Modbus unit identifier 0..255, number of an S7 data block 1..65535, otherwise 0
 */
public record Region(Table table, int number) {
    public Region {
        if (number < 0 || number > 65535) {
            throw new IllegalArgumentException("number of a region must be 0..65535, not " + number);
        }
    }
}
