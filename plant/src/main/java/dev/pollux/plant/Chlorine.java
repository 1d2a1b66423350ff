package dev.pollux.plant;

/** Free chlorine in the clean water tank: a mass balance with a slow analyser. */
final class Chlorine {
    /** The dosing interlock never lets more into the water, mg/l. */
    static final double HIGHEST = 5;
    /** Strength of the solution, g per litre. */
    static final double STRENGTH = 100;

    private static final double DECAY_PER_SECOND = 0.00005;

    private final Lag analyser = new Lag(0.5, 12);
    private final Noise noise;
    private double grams;
    private double concentration = 0.5;
    private double shown = 0.5;
    private double setpoint = 0.5;
    private double lowLimit = 0.2;
    private double highLimit = 1.2;

    Chlorine(double volume, Noise noise) {
        this.noise = noise;
        grams = concentration * volume;
    }

    /** The rate that the controller asks of the dosing pump, l/h, for a treated flow of {@code flow} m3/h. */
    double wantedRate(double flow) {
        double dose = setpoint * 1.1 + 2 * (setpoint - analyser.value());
        return Noise.clamp(dose, 0, HIGHEST) * flow / STRENGTH;
    }

    /**
     * One step.
     *
     * @param rate of the dosing pump, l/h
     * @param inflow treated water, m3/h
     * @param volumeAfter of the tank, m3
     * @param left everything that left the tank in this step, m3
     */
    void step(double rate, double inflow, double volumeAfter, double left) {
        double in = Math.min(rate * STRENGTH, HIGHEST * inflow) * WaterWorks.STEP_HOURS;
        grams = (grams + in) * (1 - DECAY_PER_SECOND * WaterWorks.STEP_SECONDS);
        double mixed = volumeAfter + left;
        concentration = mixed > 0 ? Math.min(HIGHEST, grams / mixed) : 0;
        grams = concentration * volumeAfter;
        analyser.follow(concentration);
        shown = Noise.clamp(analyser.value() + noise.white(0.004), 0, HIGHEST);
    }

    /** As measured, mg/l, 0..{@value #HIGHEST}. */
    double shown() {
        return shown;
    }

    boolean low() {
        return analyser.value() < lowLimit;
    }

    boolean high() {
        return analyser.value() > highLimit;
    }

    double setpoint() {
        return setpoint;
    }

    void setpoint(double milligramsPerLitre) {
        setpoint = milligramsPerLitre;
    }

    double lowLimit() {
        return lowLimit;
    }

    void lowLimit(double milligramsPerLitre) {
        lowLimit = milligramsPerLitre;
    }

    double highLimit() {
        return highLimit;
    }

    void highLimit(double milligramsPerLitre) {
        highLimit = milligramsPerLitre;
    }
}
