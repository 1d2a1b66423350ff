package dev.pollux.server.source.block;

/**
 * A kind of memory in a device. Memory is counted in cells: the smallest thing that a request can name.
 *
 * <p>The cells per request are the limits of the Modbus application protocol V1.1b3 §6.1 and §6.3 (2000 bits, 125
 * registers). For S7 they are what fits a PDU of 240 bytes with the headers of a read (18) and of a write (28), rounded
 * down; every S7 CPU grants such a PDU.
 */
public enum Table {
    COIL(1, 2000, true),
    DISCRETE(1, 2000, false),
    HOLDING(16, 125, true),
    INPUT(16, 125, false),
    DATA_BLOCK(8, 200, true),
    MARKER(8, 200, true),
    PROCESS_INPUT(8, 200, false),
    PROCESS_OUTPUT(8, 200, true);

    private final int cellBits;
    private final int cellsPerRequestMax;
    private final boolean writable;

    Table(int cellBits, int cellsPerRequestMax, boolean writable) {
        this.cellBits = cellBits;
        this.cellsPerRequestMax = cellsPerRequestMax;
        this.writable = writable;
    }

    /** Bits in a cell: 1, 8 or 16. */
    public int cellBits() {
        return cellBits;
    }

    /** How many cells one request may read. */
    public int cellsPerRequestMax() {
        return cellsPerRequestMax;
    }

    /** Whether the protocol can write this memory. */
    public boolean writable() {
        return writable;
    }

    /** Whether the protocol can write one bit of a cell without touching its neighbours. */
    public boolean writesSingleBits() {
        return switch (this) {
            case COIL, DATA_BLOCK, MARKER, PROCESS_OUTPUT -> true;
            case DISCRETE, HOLDING, INPUT, PROCESS_INPUT -> false;
        };
    }

    /**
     * A configured gap in cells of this table. It is given in registers or bytes; a register is as long as 16 coils.
     */
    int gapCells(int blockGap) {
        return cellBits == 1 ? blockGap * 16 : blockGap;
    }

    /** Bytes that {@code cells} take in a reply. */
    public int bytes(int cells) {
        return (cells * cellBits + 7) / 8;
    }
}
