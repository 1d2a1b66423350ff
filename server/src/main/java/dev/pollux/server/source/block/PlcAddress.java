package dev.pollux.server.source.block;

/**
 * A parsed address: which cells hold a value and how.
 *
 * @param cells the cells of the value
 * @param type layout of the value
 * @param order order of bytes; ABCD unless the table has registers
 * @param bit bit of the only cell for a BIT in a register or byte, 0 is the least significant; -1 otherwise
 * @param length characters of a STRING, otherwise 0
 */
public record PlcAddress(Block cells, RawType type, WordOrder order, int bit, int length) {
    public PlcAddress {
        boolean bitInCell = type == RawType.BIT && cells.region().table().cellBits() > 1;
        if (bitInCell != (bit >= 0) || bit >= cells.region().table().cellBits()) {
            throw new IllegalArgumentException("bit " + bit + " does not fit " + type + " in " + cells);
        }
    }

    /** Whether writing means reading the cell, changing the bit and writing the cell, which is not atomic. */
    public boolean writesByReadModifyWrite() {
        return bit >= 0 && !cells.region().table().writesSingleBits();
    }
}
