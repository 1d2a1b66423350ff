package dev.pollux.plant;

import java.util.SplittableRandom;

/** Seeded disturbance. Each piece of equipment owns one, so that adding equipment does not disturb the others. */
final class Noise {
    private final SplittableRandom random;
    private double drift;

    Noise(SplittableRandom random) {
        this.random = random;
    }

    /** An independent source for a part of this equipment. */
    Noise fork() {
        return new Noise(random.split());
    }

    /** White noise, evenly spread in {@code -amplitude..amplitude}. */
    double white(double amplitude) {
        return amplitude * (2 * random.nextDouble() - 1);
    }

    /** Evenly spread in {@code low..high}. */
    double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    /** A slow random walk inside -1..1 that is drawn back to 0; moves one inner step per call. */
    double walk(double timeConstantSeconds) {
        double pull = WaterWorks.STEP_SECONDS / timeConstantSeconds;
        drift += white(Math.sqrt(pull)) - drift * pull;
        drift = clamp(drift, -1, 1);
        return drift;
    }

    /** {@code value} limited to {@code low..high}, as a transmitter limits what it shows. */
    static double clamp(double value, double low, double high) {
        return Math.max(low, Math.min(high, value));
    }
}
