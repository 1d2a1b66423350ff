package dev.pollux.plant;

/** A diaphragm pump with its own small stock of chemical; in automatic it orders its refill itself. */
final class DosingPump {
    /** Litres per hour at full stroke. */
    static final double HIGHEST_RATE = 10;

    private static final double STOCK_LITRES = 5;
    private static final double LOW_STOCK_PERCENT = 10;

    private final Lag rate = new Lag(0, 1);
    private boolean start;
    private boolean automatic = true;
    private boolean refill;
    private double rateSetpoint = 1.5;
    private boolean running;
    private double stockPercent = 100;
    private double runSeconds;

    /**
     * One step.
     *
     * @param enabled false while the whole plant is stopped
     * @param wanted litres per hour that the controller asks for; counts in automatic
     */
    void step(boolean enabled, double wanted) {
        if (refill || (automatic && stockPercent < LOW_STOCK_PERCENT / 2)) {
            stockPercent = 100;
            refill = false;
        }
        double reference = automatic ? wanted : (start ? rateSetpoint : 0);
        running = enabled && stockPercent > 0 && reference > 0;
        rate.follow(running ? Noise.clamp(reference, 0, HIGHEST_RATE) : 0);
        if (running) {
            runSeconds += WaterWorks.STEP_SECONDS;
        }
        double used = rate.value() * WaterWorks.STEP_HOURS / STOCK_LITRES * 100;
        stockPercent = Math.max(0, stockPercent - used);
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

    boolean refill() {
        return refill;
    }

    /** A pulse: the pump takes it back itself. */
    void refill(boolean on) {
        refill = on;
    }

    double rateSetpoint() {
        return rateSetpoint;
    }

    void rateSetpoint(double litresPerHour) {
        rateSetpoint = litresPerHour;
    }

    boolean running() {
        return running;
    }

    boolean stockLow() {
        return stockPercent < LOW_STOCK_PERCENT;
    }

    /** Litres per hour, 0..{@value #HIGHEST_RATE}. */
    double rate() {
        return rate.value();
    }

    double stockPercent() {
        return stockPercent;
    }

    double hours() {
        return runSeconds / 3600;
    }
}
