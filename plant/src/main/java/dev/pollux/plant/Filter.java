package dev.pollux.plant;

/** A sand filter that clogs with what it holds back, until a backwash with clean water frees it. */
final class Filter {
    /** What a clean filter lets through, m3/h. */
    static final double CAPACITY = 160;

    private static final double CLEAN_DP = 0.12;
    private static final double HIGHEST_DP = 2.0;
    /** How much one m3 with 1 NTU adds, bar; a filter wants its backwash about every ten minutes. */
    private static final double CLOGGING = 0.02;

    /** The steps of the backwash sequence. */
    enum Phase {
        FILTERING(0, 0),
        DRAINING(1, 5),
        AIR_SCOURING(2, 10),
        RINSING(3, 20),
        SETTLING(4, 5);

        /** What the PLC shows. */
        private final int code;

        private final double seconds;

        Phase(int code, double seconds) {
            this.code = code;
            this.seconds = seconds;
        }

        private Phase next() {
            return switch (this) {
                case FILTERING -> DRAINING;
                case DRAINING -> AIR_SCOURING;
                case AIR_SCOURING -> RINSING;
                case RINSING -> SETTLING;
                case SETTLING -> FILTERING;
            };
        }
    }

    private final Noise noise;
    private final Lag flow = new Lag(0, 2);
    private boolean inService = true;
    private boolean backwashStart;
    private Phase phase = Phase.FILTERING;
    private double phaseSeconds;
    private double clogging;
    private double shownDp = CLEAN_DP;
    private double shownFlow;
    private double turbidityOut = 0.3;
    private boolean dpHigh;
    private double runSeconds;
    private long backwashes;

    Filter(Noise noise) {
        this.noise = noise;
        clogging = noise.between(0, 0.4);
    }

    /**
     * Moves the sequence on.
     *
     * @param dpLimit bar at which a backwash is due
     * @param mayStart whether the plant allows a backwash to begin by itself
     * @param rinseWater whether there is clean water to rinse with; rinsing waits for it
     */
    void sequence(double dpLimit, boolean mayStart, boolean rinseWater) {
        dpHigh = dp() >= dpLimit;
        boolean wanted = backwashStart || (dpHigh && mayStart);
        backwashStart = false;
        if (phase == Phase.FILTERING) {
            if (wanted) {
                enter(phase.next());
            }
            return;
        }
        if (phase == Phase.RINSING) {
            if (!rinseWater) {
                return;
            }
            clogging = Math.max(0, clogging - HIGHEST_DP * WaterWorks.STEP_SECONDS / phase.seconds);
        }
        phaseSeconds += WaterWorks.STEP_SECONDS;
        if (phaseSeconds >= phase.seconds) {
            if (phase == Phase.SETTLING) {
                backwashes++;
            }
            enter(phase.next());
        }
    }

    private void enter(Phase next) {
        phase = next;
        phaseSeconds = 0;
    }

    /** What it can let through now, m3/h: less the more it is clogged. */
    double capacity() {
        return filtering() ? CAPACITY * (1 - 0.6 * clogging / HIGHEST_DP) : 0;
    }

    /** The flow that the inlet valve lets build up towards {@code target}, m3/h. */
    double approach(double target) {
        flow.follow(Math.min(target, capacity()));
        return filtering() ? flow.value() : 0;
    }

    /**
     * Takes note of what really went through.
     *
     * @param actual m3/h
     * @param turbidityIn NTU after flocculation
     */
    void filter(double actual, double turbidityIn) {
        if (actual > 0) {
            clogging =
                    Math.min(HIGHEST_DP - CLEAN_DP, clogging + CLOGGING * actual * WaterWorks.STEP_HOURS * turbidityIn);
            runSeconds += WaterWorks.STEP_SECONDS;
        }
        double load = actual / CAPACITY;
        shownFlow = actual > 0 ? Noise.clamp(actual + noise.white(0.4), 0, 200) : 0;
        shownDp = Noise.clamp(dp() * (0.4 + 0.6 * Math.min(1, load)) + noise.white(0.003), 0, HIGHEST_DP);
        turbidityOut = Noise.clamp(0.05 + 0.06 * turbidityIn * (0.5 + load) + noise.white(0.01), 0, 10);
    }

    private double dp() {
        return CLEAN_DP + clogging;
    }

    /** Whether water may pass. */
    boolean filtering() {
        return inService && phase == Phase.FILTERING;
    }

    boolean backwashing() {
        return phase != Phase.FILTERING;
    }

    boolean rinsing() {
        return phase == Phase.RINSING;
    }

    int phase() {
        return phase.code;
    }

    boolean inService() {
        return inService;
    }

    void inService(boolean on) {
        inService = on;
    }

    boolean backwashStart() {
        return backwashStart;
    }

    /** A pulse: the sequence takes it back itself. */
    void backwashStart(boolean on) {
        backwashStart = on;
    }

    /** m3/h, 0..200. */
    double shownFlow() {
        return shownFlow;
    }

    /** bar, 0..2. */
    double shownDp() {
        return shownDp;
    }

    boolean dpHigh() {
        return dpHigh;
    }

    /** NTU, 0..10. */
    double turbidityOut() {
        return turbidityOut;
    }

    double hours() {
        return runSeconds / 3600;
    }

    long backwashes() {
        return backwashes;
    }
}
