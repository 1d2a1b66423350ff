package dev.pollux.server.tag;

/**
 * Linear conversion between the raw value in the device and the engineering value: {@code raw * factor + offset}.
 *
 * @param factor engineering units per raw count, finite and not 0
 * @param offset engineering value at raw 0, finite
 */
public record Scaling(double factor, double offset) {
    public static final Scaling NONE = new Scaling(1, 0);

    public Scaling {
        if (!Double.isFinite(factor) || factor == 0 || !Double.isFinite(offset)) {
            throw new IllegalArgumentException("scaling needs a finite factor other than 0 and a finite offset");
        }
    }

    /** Engineering value of a raw value. */
    public double toEngineering(double raw) {
        return raw * factor + offset;
    }

    /** Raw value of an engineering value. */
    public double toRaw(double engineering) {
        return (engineering - offset) / factor;
    }
}
