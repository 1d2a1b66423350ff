package dev.pollux.plant;

/** An open tank with an overflow at its brim, a level transmitter, two float switches and two alarm limits. */
final class Tank {
    private static final double HYSTERESIS = 0.02;

    private final double footprint;
    private final double height;
    private final Noise noise;
    private double volume;
    private double temperature = 12;
    private double shownLevel;
    private double overflow;
    private double overflowTotal;
    private double levelSetpoint;
    private double highLimit;
    private double lowLimit;
    private boolean highAlarm;
    private boolean lowAlarm;

    /**
     * @param footprint m2
     * @param height of the overflow above the floor, m
     * @param levelSetpoint that it starts with and at, m
     */
    Tank(double footprint, double height, double levelSetpoint, Noise noise) {
        this.footprint = footprint;
        this.height = height;
        this.levelSetpoint = levelSetpoint;
        this.noise = noise;
        volume = footprint * levelSetpoint;
        shownLevel = levelSetpoint;
        highLimit = height * 0.9;
        lowLimit = height * 0.15;
    }

    /** The largest outflow that one step can take, m3/h. */
    double drawable() {
        return volume / WaterWorks.STEP_HOURS;
    }

    /**
     * One step of the water balance. What does not fit goes over the brim and is counted.
     *
     * @param inflow m3/h
     * @param inflowTemperature degrees Celsius
     * @param outflow m3/h, at most {@link #drawable()}
     */
    void exchange(double inflow, double inflowTemperature, double outflow) {
        double in = inflow * WaterWorks.STEP_HOURS;
        double mixed = volume + in;
        if (mixed > 0) {
            temperature += (inflowTemperature - temperature) * in / mixed;
        }
        double next = Math.max(0, mixed - outflow * WaterWorks.STEP_HOURS);
        double over = Math.max(0, next - capacity());
        volume = next - over;
        overflow = over / WaterWorks.STEP_HOURS;
        overflowTotal += over;
        shownLevel = Noise.clamp(level() + noise.white(0.002), 0, height * 1.05);
        highAlarm = level() > highLimit - (highAlarm ? HYSTERESIS : 0);
        lowAlarm = level() < lowLimit + (lowAlarm ? HYSTERESIS : 0);
    }

    double capacity() {
        return footprint * height;
    }

    /** True volume, m3. */
    double volume() {
        return volume;
    }

    /** True level, m. */
    double level() {
        return volume / footprint;
    }

    /** Level as measured, m. */
    double shownLevel() {
        return shownLevel;
    }

    double temperature() {
        return temperature;
    }

    /** m3/h over the brim. */
    double overflow() {
        return overflow;
    }

    /** m3 over the brim since the start. */
    double overflowTotal() {
        return overflowTotal;
    }

    boolean highSwitch() {
        return level() >= height * 0.97;
    }

    boolean lowSwitch() {
        return level() <= height * 0.05;
    }

    boolean highAlarm() {
        return highAlarm;
    }

    boolean lowAlarm() {
        return lowAlarm;
    }

    double levelSetpoint() {
        return levelSetpoint;
    }

    void levelSetpoint(double metres) {
        levelSetpoint = metres;
    }

    double highLimit() {
        return highLimit;
    }

    void highLimit(double metres) {
        highLimit = metres;
    }

    double lowLimit() {
        return lowLimit;
    }

    void lowLimit(double metres) {
        lowLimit = metres;
    }
}
