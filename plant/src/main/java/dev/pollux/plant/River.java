package dev.pollux.plant;

/** Where the water comes from. It never runs dry, but it changes with the hour and the weather. */
final class River {
    private final Noise levelNoise;
    private final Noise temperatureNoise;
    private final Noise turbidityNoise;
    private double level = 2.2;
    private double temperature = 12;
    private double turbidity = 8;

    River(Noise noise) {
        levelNoise = noise.fork();
        temperatureNoise = noise.fork();
        turbidityNoise = noise.fork();
    }

    /** @param hour of the plant's day, 0..24 */
    void step(double hour) {
        double day = Math.sin((hour - 9) / 24 * 2 * Math.PI);
        level = Noise.clamp(2.2 + 0.8 * levelNoise.walk(300), 0, 5);
        temperature = Noise.clamp(12 + 3 * day + temperatureNoise.walk(120), 0, 30);
        turbidity = Noise.clamp(8 + 5 * turbidityNoise.walk(90), 0, 40);
    }

    /** Metres above the intake sill, 0..5. */
    double level() {
        return level;
    }

    /** Degrees Celsius, 0..30. */
    double temperature() {
        return temperature;
    }

    /** NTU, 0..40. */
    double turbidity() {
        return turbidity;
    }
}
