package dev.pollux.plant;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * A small water works: river, intake, raw water tank, filters, dosing, clean water tank, distribution and a town.
 * Pure and deterministic: it has no clock and no thread, and the same seed with the same writes between the same steps
 * gives the same values on every machine. Water is conserved: what came in is in a tank, in the town, in the sewer or
 * over a brim.
 *
 * <p>Values are read and written through the points of {@link ModbusMap}. Not thread-safe; the owner synchronizes.
 */
public final class WaterWorks {
    /** The fixed inner step; every call of {@link #step} is made of these. */
    public static final Duration STEP = Duration.ofMillis(50);
    /** A day of the plant lasts this long, so that a demo sees morning and evening. */
    public static final Duration DAY = Duration.ofMinutes(24);
    /** The most that one call of {@link #step} may ask for. */
    public static final Duration STEP_MAX = Duration.ofDays(1);

    static final double STEP_SECONDS = STEP.toMillis() / 1000.0;
    static final double STEP_HOURS = STEP_SECONDS / 3600;

    private static final double FIRST_HOUR = 6;
    private static final long STEPS_PER_DAY = DAY.dividedBy(STEP);
    private static final long COUNTER_MASK = 0xFFFF_FFFFL;
    /** Above its setpoint the clean water tank throttles the treatment over this height, m. */
    private static final double THROTTLE_BAND = 0.3;

    private final Intake intake;
    private final Treatment treatment;
    private final Distribution distribution;
    private final PumpHouse pumpHouse;
    private final Vibration vibration;
    private Duration rest = Duration.ZERO;
    private long steps;
    private boolean stop;
    private Mode mode = Mode.AUTOMATIC;
    private String recipe = "STANDARD";
    private double energy;

    /**
     * A plant at six in the morning, running in automatic.
     *
     * @param seed any value; decides all disturbances
     */
    public WaterWorks(long seed) {
        Noise noise = new Noise(new SplittableRandom(seed));
        intake = new Intake(noise.fork());
        treatment = new Treatment(noise.fork());
        distribution = new Distribution(noise.fork());
        pumpHouse = new PumpHouse(noise.fork());
        vibration = new Vibration(noise.fork());
    }

    /**
     * Lets time pass. What is left of a whole number of inner steps counts towards the next call.
     *
     * @param elapsed 0..{@link #STEP_MAX}
     * @throws IllegalArgumentException if {@code elapsed} is outside of its range
     */
    public void step(Duration elapsed) {
        if (elapsed.isNegative() || elapsed.compareTo(STEP_MAX) > 0) {
            throw new IllegalArgumentException("a step must be 0 to " + STEP_MAX + ", not " + elapsed);
        }
        rest = rest.plus(elapsed);
        while (rest.compareTo(STEP) >= 0) {
            rest = rest.minus(STEP);
            innerStep();
        }
    }

    private void innerStep() {
        steps++;
        boolean enabled = !stop;
        boolean controlled = mode != Mode.MANUAL;
        Tank raw = intake.tank();
        Tank clean = distribution.tank();

        intake.step(hour(), enabled, controlled);
        double turbidity = intake.river().turbidity();
        treatment.step(enabled ? production(clean) : 0, enabled && controlled, raw, clean, turbidity);
        treatment.dose(enabled, distribution.chlorine(), turbidity);
        double rinse = treatment.rinseFlow();
        distribution.step(hour(), enabled, mode, Math.max(0, clean.drawable() - rinse));

        double left = rinse + distribution.flow();
        double overBefore = clean.overflowTotal();
        raw.exchange(intake.flow(), intake.river().temperature(), treatment.flow());
        clean.exchange(treatment.flow(), raw.temperature(), left);
        distribution
                .chlorine()
                .step(
                        treatment.chlorineDosing().rate(),
                        treatment.flow(),
                        clean.volume(),
                        left * STEP_HOURS + clean.overflowTotal() - overBefore);
        pumpHouse.step(intake.river().temperature() - 2, power());
        vibration.step(steps * STEP_SECONDS);
        energy += power() * STEP_HOURS;
    }

    /** The treatment flow that is wanted, m3/h. By hand nothing throttles it, and the tank may overflow. */
    private double production(Tank clean) {
        double throttle = mode == Mode.MANUAL
                ? 1
                : Noise.clamp((clean.levelSetpoint() + THROTTLE_BAND - clean.level()) / THROTTLE_BAND, 0, 1);
        return treatment.flowSetpoint() * throttle;
    }

    /** Inner steps since the start as an unsigned 32-bit counter; wraps. A reader that sees a jump has a gap. */
    public long counter() {
        return steps & COUNTER_MASK;
    }

    /** Plant time since the start. */
    public Duration uptime() {
        return STEP.multipliedBy(steps);
    }

    /** Hour of the plant's day, 0 to below 24; a day lasts {@link #DAY}. */
    public double hour() {
        return (FIRST_HOUR + 24.0 * (steps % STEPS_PER_DAY) / STEPS_PER_DAY) % 24;
    }

    Intake intake() {
        return intake;
    }

    Treatment treatment() {
        return treatment;
    }

    Distribution distribution() {
        return distribution;
    }

    PumpHouse pumpHouse() {
        return pumpHouse;
    }

    Vibration vibration() {
        return vibration;
    }

    /** kW of all drives and the heater. */
    double power() {
        return intake.pumps().power() + distribution.pumps().power() + pumpHouse.power();
    }

    /** kWh since the start. */
    double energy() {
        return energy;
    }

    /** m3/h by which all tanks together fill (or, negative, empty). */
    double netInflow() {
        return intake.flow()
                - treatment.rinseFlow()
                - distribution.flow()
                - intake.tank().overflow()
                - distribution.tank().overflow();
    }

    /** How many alarms are active. */
    long alarms() {
        Tank raw = intake.tank();
        Tank clean = distribution.tank();
        Chlorine chlorine = distribution.chlorine();
        long active = intake.pumps().faults() + distribution.pumps().faults() + treatment.alarms();
        boolean[] others = {
            raw.highAlarm(),
            raw.lowAlarm(),
            clean.highAlarm(),
            clean.lowAlarm(),
            chlorine.low(),
            chlorine.high(),
            distribution.pressureLow()
        };
        for (boolean alarm : others) {
            active += alarm ? 1 : 0;
        }
        return active;
    }

    boolean stop() {
        return stop;
    }

    void stop(boolean on) {
        stop = on;
    }

    Mode mode() {
        return mode;
    }

    void mode(Mode newMode) {
        mode = newMode;
    }

    String recipe() {
        return recipe;
    }

    void recipe(String name) {
        recipe = name;
    }
}
