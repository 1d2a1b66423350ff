package dev.pollux.plant;

/** A hundred vibration sensors: values that change in every step, to load whatever reads them. */
final class Vibration {
    /** Number of channels. */
    static final int CHANNELS = 100;
    /** No value is outside of plus or minus this, mm/s. */
    static final double LIMIT = 10;

    private final Noise noise;
    private final double[] amplitude = new double[CHANNELS];
    private final double[] frequency = new double[CHANNELS];
    private final double[] value = new double[CHANNELS];

    Vibration(Noise noise) {
        this.noise = noise;
        for (int i = 0; i < CHANNELS; i++) {
            amplitude[i] = noise.between(1, 8);
            frequency[i] = noise.between(0.05, 2);
        }
    }

    void step(double seconds) {
        for (int i = 0; i < CHANNELS; i++) {
            value[i] = amplitude[i] * Math.sin(2 * Math.PI * frequency[i] * seconds) + noise.white(0.5);
        }
    }

    /** mm/s. */
    double value(int channel) {
        return value[channel];
    }
}
