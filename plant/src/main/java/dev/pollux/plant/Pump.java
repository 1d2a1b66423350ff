package dev.pollux.plant;

/**
 * A centrifugal pump on a frequency converter. It trips after five seconds without water and then waits for a reset.
 * In automatic the controller decides about running, by hand the start command does.
 */
final class Pump {
    /** What one pump moves at full speed, m3/h. */
    static final double CAPACITY = 120;

    private static final double DRY_SECONDS = 5;
    private static final double RATED_POWER = 30;
    private static final double RATED_CURRENT = 55;
    private static final double LOWEST_SPEED = 5;

    private final Noise noise;
    private final Lag bearing = new Lag(25, 60);
    private final Lag speed = new Lag(0, 1.5);
    private boolean start;
    private boolean automatic = true;
    private boolean reset;
    private double speedSetpoint = 80;

    private boolean running;
    private boolean fault;
    private double flow;
    private double shownFlow;
    private double current;
    private double power;
    private double drySeconds;
    private double runSeconds;
    private long starts;

    Pump(Noise noise) {
        this.noise = noise;
    }

    /**
     * Follows its commands for one step.
     *
     * @param enabled false while the whole plant is stopped
     * @param wanted what the controller asks for; counts in automatic
     * @param reference speed in percent
     */
    void command(boolean enabled, boolean wanted, double reference) {
        if (reset) {
            fault = false;
            drySeconds = 0;
            reset = false;
        }
        boolean run = enabled && !fault && (automatic ? wanted : start);
        if (run && !running) {
            starts++;
        }
        running = run;
        speed.follow(running ? Math.max(LOWEST_SPEED, reference) : 0);
    }

    /** What the pump could move now if there is water and somebody takes it, m3/h. */
    double capacity() {
        return running ? CAPACITY * speed.value() / 100 : 0;
    }

    /**
     * Takes note of what really went through.
     *
     * @param actual m3/h
     * @param dry whether it found no water
     */
    void deliver(double actual, boolean dry) {
        flow = actual;
        drySeconds = running && dry ? drySeconds + WaterWorks.STEP_SECONDS : 0;
        if (drySeconds >= DRY_SECONDS) {
            fault = true;
            running = false;
        }
        if (running) {
            runSeconds += WaterWorks.STEP_SECONDS;
        }
        double share = speed.value() / 100;
        double load = running ? 0.3 + 0.7 * Math.min(1, flow / CAPACITY) : 0;
        power = RATED_POWER * share * share * load;
        current = running ? Noise.clamp(RATED_CURRENT * share * load + noise.white(0.2), 0, 80) : 0;
        bearing.follow(25 + 35 * share * load);
        shownFlow = flow > 0 ? Noise.clamp(flow + noise.white(0.3), 0, 150) : 0;
    }

    boolean start() {
        return start;
    }

    void start(boolean on) {
        start = on;
    }

    boolean automatic() {
        return automatic;
    }

    void automatic(boolean on) {
        automatic = on;
    }

    boolean reset() {
        return reset;
    }

    /** A pulse: the pump takes it back itself. */
    void reset(boolean on) {
        reset = on;
    }

    double speedSetpoint() {
        return speedSetpoint;
    }

    void speedSetpoint(double percent) {
        speedSetpoint = percent;
    }

    boolean running() {
        return running;
    }

    boolean fault() {
        return fault;
    }

    boolean ready() {
        return !fault && !running;
    }

    double speed() {
        return speed.value();
    }

    /** As measured, m3/h, 0..150. */
    double shownFlow() {
        return shownFlow;
    }

    /** Ampere, 0..80. */
    double current() {
        return current;
    }

    /** Kilowatt, 0..30. */
    double power() {
        return power;
    }

    double bearingTemperature() {
        return bearing.value();
    }

    double hours() {
        return runSeconds / 3600;
    }

    long starts() {
        return starts;
    }
}
