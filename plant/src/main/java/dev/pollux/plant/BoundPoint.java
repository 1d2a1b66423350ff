package dev.pollux.plant;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * A point tied to the model. Engineering values are Boolean, Double or String.
 *
 * @param point the declaration
 * @param source reads the engineering value
 * @param sink takes a checked engineering value; never called for points that are not writable
 */
record BoundPoint(Point point, Function<WaterWorks, Object> source, BiConsumer<WaterWorks, Object> sink) {

    /** The engineering value now. */
    Object read(WaterWorks plant) {
        return source.apply(plant);
    }

    void write(WaterWorks plant, Object value) {
        sink.accept(plant, value);
    }

    /** The registers of the value now, in the point's word order. */
    byte[] registers(WaterWorks plant) {
        return encode(read(plant));
    }

    /** The registers of an engineering value, in the point's word order. */
    byte[] encode(Object value) {
        if (value instanceof String text) {
            return RegisterType.encode(text);
        }
        PointAddress address = point.address();
        return swap(address.type().encode((Double) value / point.factor()));
    }

    /** The engineering value in registers that are in the point's word order. */
    Object decode(byte[] registers) {
        if (point.address().type() == RegisterType.STRING16) {
            return RegisterType.decodeText(registers);
        }
        return point.address().type().decodeNumber(swap(registers)) * point.factor();
    }

    /**
     * The engineering value of a write, or empty if the point must not have it: numbers outside of the limits, NaN,
     * text that is not printable ASCII or goes on after a zero byte.
     */
    Optional<Object> acceptable(byte[] registers) {
        Object value = decode(registers);
        if (value instanceof String text) {
            boolean printable = text.chars().allMatch(c -> c >= 0x20 && c < 0x7F);
            boolean padded = true;
            for (int i = text.length(); i < registers.length; i++) {
                padded &= registers[i] == 0;
            }
            return printable && padded ? Optional.of(value) : Optional.empty();
        }
        // Half a count of tolerance: the limit itself is allowed however its binary fraction was rounded.
        double number = (Double) value;
        Point.Limits limits = point.limits();
        double tolerance = point.address().type().whole()
                ? point.factor() / 2
                : Math.ulp((float) Math.max(Math.abs(limits.low()), Math.abs(limits.high())));
        boolean inside = number >= limits.low() - tolerance && number <= limits.high() + tolerance;
        return inside ? Optional.of(Noise.clamp(number, limits.low(), limits.high())) : Optional.empty();
    }

    private byte[] swap(byte[] registers) {
        return switch (point.address().order()) {
            case ABCD -> registers;
            case CDAB -> {
                byte[] swapped = new byte[registers.length];
                for (int i = 0; i < registers.length; i += 2) {
                    swapped[i] = registers[registers.length - 2 - i];
                    swapped[i + 1] = registers[registers.length - 1 - i];
                }
                yield swapped;
            }
        };
    }
}
