package dev.pollux.plant;

import dev.pollux.plant.Point.Limits;
import dev.pollux.plant.PointAddress.Table;
import dev.pollux.plant.PointAddress.WordOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ObjDoubleConsumer;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Points of one controller that lie together and go into one tag file. Addresses are handed out in the order of
 * declaration, without holes, from a base that is the same in all four tables; slow values lie in a block of their
 * own, {@value #SLOW_OFFSET} further, so that fast polls do not carry them along.
 */
final class Section {
    static final Duration FAST = Duration.ofMillis(100);
    static final Duration SLOW = Duration.ofSeconds(1);
    static final int SLOW_OFFSET = 500;

    private final String file;
    private final Plc plc;
    private final int base;
    private final Map<Table, Integer> nextFast = new EnumMap<>(Table.class);
    private final Map<Table, Integer> nextSlow = new EnumMap<>(Table.class);
    private final List<BoundPoint> points = new ArrayList<>();
    private String area = "";

    /**
     * @param file name of the tag file
     * @param base 1-based number of the first entry in each table
     */
    Section(String file, Plc plc, int base) {
        this.file = file;
        this.plc = plc;
        this.base = base;
    }

    String file() {
        return file;
    }

    List<BoundPoint> points() {
        return List.copyOf(points);
    }

    /** The points that follow belong to this area. */
    void area(String path) {
        area = path;
    }

    void coil(String name, String description, Predicate<WaterWorks> source, BiConsumer<WaterWorks, Boolean> sink) {
        PointAddress address =
                new PointAddress(Table.COIL, take(Table.COIL, 1, false), RegisterType.BIT, WordOrder.ABCD);
        Point point = new Point(name, area, description, plc, address, FAST, 1, Limits.NONE, "");
        points.add(new BoundPoint(point, source::test, (plant, value) -> sink.accept(plant, (Boolean) value)));
    }

    void discrete(String name, String description, Predicate<WaterWorks> source) {
        PointAddress address =
                new PointAddress(Table.DISCRETE, take(Table.DISCRETE, 1, false), RegisterType.BIT, WordOrder.ABCD);
        Point point = new Point(name, area, description, plc, address, FAST, 1, Limits.NONE, "");
        points.add(new BoundPoint(point, source::test, Section::refuse));
    }

    Registers input(String name, String description) {
        return new Registers(Table.INPUT, name, description);
    }

    Registers holding(String name, String description) {
        return new Registers(Table.HOLDING, name, description);
    }

    private int take(Table table, int size, boolean slow) {
        Map<Table, Integer> next = slow ? nextSlow : nextFast;
        int number = next.getOrDefault(table, base + (slow ? SLOW_OFFSET : 0));
        next.put(table, number + size);
        return number;
    }

    private static void refuse(WaterWorks plant, Object value) {
        throw new IllegalStateException("a point that is not writable was written");
    }

    /** A register point in the making; {@code from} or {@code bind} ends it. */
    final class Registers {
        private final Table table;
        private final String name;
        private final String description;
        private RegisterType type = RegisterType.FLOAT32;
        private WordOrder order = WordOrder.ABCD;
        private double factor = 1;
        private Limits limits = Limits.NONE;
        private String unit = "";
        private boolean slow;

        private Registers(Table table, String name, String description) {
            this.table = table;
            this.name = name;
            this.description = description;
        }

        /** Another type than FLOAT32. */
        Registers as(RegisterType newType) {
            type = newType;
            return this;
        }

        /** A whole type with {@code newFactor} engineering units per count. */
        Registers as(RegisterType newType, double newFactor) {
            type = newType;
            factor = newFactor;
            return this;
        }

        Registers swapped() {
            order = WordOrder.CDAB;
            return this;
        }

        Registers range(double low, double high) {
            limits = new Limits(low, high);
            return this;
        }

        Registers unit(String newUnit) {
            unit = newUnit;
            return this;
        }

        Registers slow() {
            slow = true;
            return this;
        }

        /** A measured number. */
        void from(ToDoubleFunction<WaterWorks> source) {
            add(source::applyAsDouble, Section::refuse);
        }

        /** A number that masters write. */
        void bind(ToDoubleFunction<WaterWorks> source, ObjDoubleConsumer<WaterWorks> sink) {
            add(source::applyAsDouble, (plant, value) -> sink.accept(plant, (Double) value));
        }

        /** A text. */
        void text(Function<WaterWorks, String> source) {
            type = RegisterType.STRING16;
            add(source::apply, Section::refuse);
        }

        /** A text that masters write. */
        void text(Function<WaterWorks, String> source, BiConsumer<WaterWorks, String> sink) {
            type = RegisterType.STRING16;
            add(source::apply, (plant, value) -> sink.accept(plant, (String) value));
        }

        private void add(Function<WaterWorks, Object> source, BiConsumer<WaterWorks, Object> sink) {
            PointAddress address = new PointAddress(table, take(table, type.registers(), slow), type, order);
            Point point = new Point(name, area, description, plc, address, slow ? SLOW : FAST, factor, limits, unit);
            points.add(new BoundPoint(point, source, sink));
        }
    }
}
