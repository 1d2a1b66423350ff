package dev.pollux.plant;

/** What the town wants: little at night, a peak in the morning, another in the evening. */
final class Demand {
    /** Number of zones of the network. */
    static final int ZONES = 3;

    private static final double PEAK = 200;
    /** Share of the peak at each full hour. */
    private static final double[] PROFILE = {
        0.35, 0.30, 0.28, 0.28, 0.32, 0.50, 0.80, 1.00, 0.95, 0.80, 0.72, 0.70,
        0.74, 0.70, 0.64, 0.62, 0.66, 0.76, 0.90, 0.98, 0.88, 0.70, 0.55, 0.42
    };

    private static final double[] ZONE_SHARE = {0.5, 0.3, 0.2};

    private final Noise noise;
    private final Noise[] zoneNoise = new Noise[ZONES];
    private final double[] zoneShare = ZONE_SHARE.clone();
    private double factorPercent = 100;
    private double flow;

    Demand(Noise noise) {
        this.noise = noise;
        for (int i = 0; i < ZONES; i++) {
            zoneNoise[i] = noise.fork();
        }
    }

    /** @param hour of the plant's day, 0..24 */
    void step(double hour) {
        int before = (int) hour % PROFILE.length;
        double part = hour - Math.floor(hour);
        double share = PROFILE[before] * (1 - part) + PROFILE[(before + 1) % PROFILE.length] * part;
        double disturbed = share * (1 + 0.15 * noise.walk(20) + noise.white(0.01));
        flow = PEAK * disturbed * factorPercent / 100;
        double sum = 0;
        for (int i = 0; i < ZONES; i++) {
            zoneShare[i] = ZONE_SHARE[i] * (1 + 0.2 * zoneNoise[i].walk(30));
            sum += zoneShare[i];
        }
        for (int i = 0; i < ZONES; i++) {
            zoneShare[i] /= sum;
        }
    }

    /** m3/h, 0..500. */
    double flow() {
        return flow;
    }

    /** Share of a zone; all shares together are 1. */
    double zoneShare(int zone) {
        return zoneShare[zone];
    }

    double factorPercent() {
        return factorPercent;
    }

    void factorPercent(double percent) {
        factorPercent = percent;
    }
}
