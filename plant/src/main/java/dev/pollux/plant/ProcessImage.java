package dev.pollux.plant;

import com.digitalpetri.modbus.ExceptionCode;
import dev.pollux.plant.PointAddress.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Modbus tables of one controller as they stood after the last step, with what was written since. Not
 * thread-safe; {@link LivePlant} owns it.
 */
final class ProcessImage {
    private static final int REGISTER_BYTES = 2;

    private final List<BoundPoint> points;
    private final Map<Table, TableImage> tables = new EnumMap<>(Table.class);

    ProcessImage(List<BoundPoint> points) {
        this.points = points;
        for (Table table : Table.values()) {
            tables.put(table, new TableImage(table, points));
        }
    }

    /** Takes over the present values of the plant. */
    void refresh(WaterWorks plant) {
        for (BoundPoint bound : points) {
            store(bound, plant);
        }
    }

    private void store(BoundPoint bound, WaterWorks plant) {
        PointAddress address = bound.point().address();
        TableImage image = table(address.table());
        if (address.table().bits()) {
            image.content[address.first()] = (byte) ((Boolean) bound.read(plant) ? 1 : 0);
        } else {
            byte[] registers = bound.registers(plant);
            System.arraycopy(registers, 0, image.content, address.first() * REGISTER_BYTES, registers.length);
        }
    }

    /** Bits packed as Modbus sends them: first bit lowest in the first byte. */
    byte[] readBits(Table table, int first, int quantity) throws RefusedException {
        TableImage image = table(table);
        image.requireConfigured(first, quantity);
        byte[] packed = new byte[(quantity + 7) / 8];
        for (int i = 0; i < quantity; i++) {
            packed[i / 8] |= (byte) (image.content[first + i] << (i % 8));
        }
        return packed;
    }

    /** Registers, high byte first. */
    byte[] readRegisters(Table table, int first, int quantity) throws RefusedException {
        TableImage image = table(table);
        image.requireConfigured(first, quantity);
        return Arrays.copyOfRange(image.content, first * REGISTER_BYTES, (first + quantity) * REGISTER_BYTES);
    }

    /** Writes all the coils or, if one of them does not exist, none. */
    void writeCoils(WaterWorks plant, int first, boolean[] values) throws RefusedException {
        TableImage image = table(Table.COIL);
        image.requireConfigured(first, values.length);
        for (int i = 0; i < values.length; i++) {
            BoundPoint bound = image.ownerAt(first + i);
            bound.write(plant, values[i]);
            store(bound, plant);
        }
    }

    /**
     * Writes all the registers or none. A value may only be written as a whole: half a float is none.
     *
     * @param registers high byte first
     */
    void writeRegisters(WaterWorks plant, int first, byte[] registers) throws RefusedException {
        TableImage image = table(Table.HOLDING);
        int end = first + registers.length / REGISTER_BYTES;
        image.requireConfigured(first, end - first);
        List<BoundPoint> targets = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (int at = first; at < end; ) {
            BoundPoint bound = image.ownerAt(at);
            PointAddress address = bound.point().address();
            if (address.first() != at || at + address.size() > end) {
                throw new RefusedException(ExceptionCode.ILLEGAL_DATA_VALUE);
            }
            int from = (at - first) * REGISTER_BYTES;
            byte[] own = Arrays.copyOfRange(registers, from, from + address.size() * REGISTER_BYTES);
            values.add(bound.acceptable(own).orElseThrow(() -> new RefusedException(ExceptionCode.ILLEGAL_DATA_VALUE)));
            targets.add(bound);
            at += address.size();
        }
        for (int i = 0; i < targets.size(); i++) {
            targets.get(i).write(plant, values.get(i));
            store(targets.get(i), plant);
        }
    }

    private TableImage table(Table table) {
        TableImage image = tables.get(table);
        if (image == null) {
            throw new IllegalStateException("no image of table " + table);
        }
        return image;
    }

    /** One table: its content and which point owns each entry. */
    private static final class TableImage {
        private final @Nullable BoundPoint[] owner;
        private final byte[] content;

        TableImage(Table table, List<BoundPoint> points) {
            List<BoundPoint> own = points.stream()
                    .filter(bound -> bound.point().address().table() == table)
                    .toList();
            int size = own.stream()
                    .map(bound -> bound.point().address())
                    .mapToInt(address -> address.first() + address.size())
                    .max()
                    .orElse(0);
            owner = new BoundPoint[size];
            content = new byte[table.bits() ? size : size * REGISTER_BYTES];
            for (BoundPoint bound : own) {
                PointAddress address = bound.point().address();
                Arrays.fill(owner, address.first(), address.first() + address.size(), bound);
            }
        }

        void requireConfigured(int first, int quantity) throws RefusedException {
            for (int i = first; i < first + quantity; i++) {
                if (i >= owner.length || owner[i] == null) {
                    throw new RefusedException(ExceptionCode.ILLEGAL_DATA_ADDRESS);
                }
            }
        }

        BoundPoint ownerAt(int index) {
            BoundPoint bound = owner[index];
            if (bound == null) {
                throw new IllegalStateException("entry " + index + " has no point");
            }
            return bound;
        }
    }
}
