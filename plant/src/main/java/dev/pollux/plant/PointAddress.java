package dev.pollux.plant;

import java.util.Locale;

/**
 * Where a point lives in the Modbus tables of its controller, in the address syntax of Pollux tags.
 *
 * @param table the Modbus table
 * @param number 1-based number of the first bit or register, 1..65536
 * @param type how the registers are to be understood; {@link RegisterType#BIT} in bit tables and only there
 * @param order of the registers of values that take several
 */
public record PointAddress(Table table, int number, RegisterType type, WordOrder order) {
    public PointAddress {
        if (number < 1 || number + type.registers() - 1 > 65536) {
            throw new IllegalArgumentException(
                    "address " + table + " " + number + " " + type + " is outside of 1..65536");
        }
        if (table.bits() != (type == RegisterType.BIT)) {
            throw new IllegalArgumentException(type + " cannot live in table " + table);
        }
    }

    /** The address as it stands in a tag file, for example {@code holding:100:FLOAT32:CDAB}. */
    public String text() {
        String start = table.name().toLowerCase(Locale.ROOT) + ":" + number;
        if (table.bits()) {
            return start;
        }
        return start + ":" + type.text() + (order == WordOrder.ABCD ? "" : ":" + order);
    }

    /** The number of the first bit or register as it is sent, 0-based. */
    int first() {
        return number - 1;
    }

    /** How many bits or registers it takes. */
    int size() {
        return type.registers();
    }

    /** The four tables of Modbus. */
    public enum Table {
        COIL,
        DISCRETE,
        HOLDING,
        INPUT;

        /** Whether entries are single bits. */
        public boolean bits() {
            return this == COIL || this == DISCRETE;
        }

        /** Whether masters may write. */
        public boolean writable() {
            return this == COIL || this == HOLDING;
        }
    }

    /** The order of the registers; bytes inside a register are always high byte first. */
    public enum WordOrder {
        /** High register first. */
        ABCD,
        /** Low register first ("word swap"). */
        CDAB
    }
}
