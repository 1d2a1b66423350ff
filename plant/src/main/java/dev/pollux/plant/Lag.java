package dev.pollux.plant;

/** A value that follows its target like a first-order process does: fast at first, then ever slower. */
final class Lag {
    private final double timeConstantSeconds;
    private double value;

    Lag(double start, double timeConstantSeconds) {
        this.value = start;
        this.timeConstantSeconds = timeConstantSeconds;
    }

    /** Moves one inner step towards {@code target}; never overshoots. */
    void follow(double target) {
        value += (target - value) * Math.min(1, WaterWorks.STEP_SECONDS / timeConstantSeconds);
    }

    double value() {
        return value;
    }
}
