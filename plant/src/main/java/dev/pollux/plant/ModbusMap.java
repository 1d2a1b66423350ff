package dev.pollux.plant;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The only declaration of the plant's points. It serves the Modbus image of the simulator and writes the tag files of
 * the example project, so that the two cannot disagree. Immutable and thread-safe.
 */
public final class ModbusMap {
    private static final String HEADER =
            "name,area,description,type,device,address,poll,access,factor,offset,low,high,unit,archive";

    private final List<Section> sections;
    private final Map<String, BoundPoint> byName = new LinkedHashMap<>();

    private ModbusMap(List<Section> sections) {
        this.sections = sections;
        Set<String> taken = new HashSet<>();
        for (Section section : sections) {
            for (BoundPoint bound : section.points()) {
                claim(taken, bound);
            }
        }
    }

    /** The map of the water works. */
    public static ModbusMap waterWorks() {
        return new ModbusMap(List.of(
                Plc1Points.intake(),
                Plc1Points.treatment(),
                Plc2Points.distribution(),
                Plc2Points.common(),
                Plc2Points.vibration()));
    }

    private void claim(Set<String> taken, BoundPoint bound) {
        Point point = bound.point();
        if (byName.put(point.name(), bound) != null) {
            throw new IllegalStateException("point " + point.name() + " is declared twice");
        }
        PointAddress address = point.address();
        for (int i = 0; i < address.size(); i++) {
            if (!taken.add(point.plc() + " " + address.table() + " " + (address.number() + i))) {
                throw new IllegalStateException("point " + point.name() + " overlaps another at " + address.text());
            }
        }
    }

    /** All points in the order of the tag files. */
    public List<Point> points() {
        return byName.values().stream().map(BoundPoint::point).toList();
    }

    /** The point with this tag name. */
    public Optional<Point> point(String name) {
        return Optional.ofNullable(byName.get(name)).map(BoundPoint::point);
    }

    /**
     * The engineering value of a point: Boolean, Double or String.
     *
     * @throws IllegalArgumentException if there is no such point
     */
    public Object read(WaterWorks plant, String name) {
        return bound(name).read(plant);
    }

    /**
     * Writes a point as a master would. It acts in the next step.
     *
     * @param value Boolean, Double or String in engineering units
     * @throws IllegalArgumentException if there is no such point, or it is not writable, or the value is of the wrong
     *     type or outside of the point's limits
     */
    public void write(WaterWorks plant, String name, Object value) {
        BoundPoint bound = bound(name);
        Point point = bound.point();
        if (!point.writable()) {
            throw new IllegalArgumentException("point " + name + " is not writable");
        }
        Class<?> wanted = switch (point.address().type()) {
            case BIT -> Boolean.class;
            case STRING16 -> String.class;
            default -> Double.class;
        };
        boolean fits = wanted.isInstance(value);
        if (fits && value instanceof Double number) {
            fits = point.limits().contains(number);
        }
        if (fits && value instanceof String text) {
            fits = text.length() <= 16
                    && bound.acceptable(RegisterType.encode(text))
                            .filter(text::equals)
                            .isPresent();
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    "point " + name + " takes " + wanted.getSimpleName() + " in " + point.limits() + ", not " + value);
        }
        bound.write(plant, value);
    }

    private BoundPoint bound(String name) {
        BoundPoint bound = byName.get(name);
        if (bound == null) {
            throw new IllegalArgumentException("there is no point " + name);
        }
        return bound;
    }

    /** The points of one controller, tied to the model. */
    List<BoundPoint> boundPoints(Plc plc) {
        return byName.values().stream()
                .filter(bound -> bound.point().plc() == plc)
                .toList();
    }

    /** The tag files of the example project: file name to content, in order. */
    public Map<String, String> tagFiles() {
        Map<String, String> files = new LinkedHashMap<>();
        for (Section section : sections) {
            StringBuilder text = new StringBuilder(HEADER).append('\n');
            for (BoundPoint bound : section.points()) {
                text.append(row(bound.point())).append('\n');
            }
            files.put(section.file(), text.toString());
        }
        return files;
    }

    private static String row(Point point) {
        List<String> cells = new ArrayList<>();
        cells.add(point.name());
        cells.add(point.area());
        cells.add(quoted(point.description()));
        cells.add(point.tagType());
        cells.add(point.plc().name());
        cells.add(point.address().text());
        cells.add(text(point.poll()));
        cells.add(point.writable() ? "read-write" : "read");
        cells.add(point.factor() == 1 ? "" : text(point.factor()));
        cells.add("");
        boolean limited = !point.limits().equals(Point.Limits.NONE);
        cells.add(limited ? text(point.limits().low()) : "");
        cells.add(limited ? text(point.limits().high()) : "");
        cells.add(point.unit());
        cells.add(profile(point));
        return String.join(",", cells);
    }

    /** Name of the profile in project.yaml that says what is archived; empty for the project's default. */
    private static String profile(Point point) {
        if (point.area().equals("Vibration")) {
            return "vibration";
        }
        if (point.tagType().equals("boolean")) {
            return "switch";
        }
        return point.name().endsWith(".Level") ? "level" : "";
    }

    private static String quoted(String text) {
        return text.contains(",") || text.contains("\"") ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
    }

    private static String text(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    private static String text(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1000 == 0
                ? String.format(Locale.ROOT, "%ds", millis / 1000)
                : String.format(Locale.ROOT, "%dms", millis);
    }
}
