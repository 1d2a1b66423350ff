package dev.pollux.plant;

/** Clean water tank T300, three network pumps and the town behind them. */
final class Distribution {
    private static final double SHUT_OFF_PRESSURE = 7;
    private static final double LOW_PRESSURE = 2;
    /** One pump more takes load off the others: they all slow down by this, or the pressure would jump. */
    private static final double STAGING = 0.88;

    private final Tank tank;
    private final Chlorine chlorine;
    private final PumpGroup pumps;
    private final Demand demand;
    private final Noise noise;
    private final Lag pressure = new Lag(4.5, 2);
    private double shownPressure = 4.5;
    private double pressureSetpoint = 4.5;
    private double reference = 85;
    private int wantedPumps = 1;
    private double flow;
    private double total;

    Distribution(Noise noise) {
        this.noise = noise;
        tank = new Tank(12, 5, 3, noise.fork());
        chlorine = new Chlorine(tank.volume(), noise.fork());
        pumps = new PumpGroup(noise.fork());
        demand = new Demand(noise.fork());
    }

    /**
     * Finds the flows of one step.
     *
     * @param hour of the plant's day, 0..24
     * @param enabled false while the whole plant is stopped
     * @param mode who is in charge
     * @param available what T300 can give the network in this step, m3/h
     */
    void step(double hour, boolean enabled, Mode mode, double available) {
        demand.step(hour);
        if (mode != Mode.MANUAL) {
            controlPressure(mode == Mode.NIGHT ? pressureSetpoint - 0.5 : pressureSetpoint);
        }
        pumps.command(enabled, wantedPumps, reference);
        double capacity = pumps.capacity();
        flow = Math.min(Math.min(demand.flow(), capacity), available);
        pumps.deliver(flow, available <= 0);
        total += flow * WaterWorks.STEP_HOURS;
        pressure.follow(pressureAt(capacity, available));
        shownPressure = Noise.clamp(pressure.value() + noise.white(0.01), 0, 10);
    }

    private double pressureAt(double capacity, double available) {
        if (capacity <= 0 || available <= 0) {
            return 0;
        }
        double share = pumps.speedShare();
        double load = flow / capacity;
        double served = demand.flow() > flow ? flow / demand.flow() : 1;
        return SHUT_OFF_PRESSURE * share * share * (1 - 0.35 * load * load) * served * served;
    }

    /** As many pumps as the demand needs at 85 % speed, and a common speed that trims the pressure. */
    private void controlPressure(double setpoint) {
        double each = Pump.CAPACITY * 0.85;
        if (wantedPumps < pumps.size() && demand.flow() > 0.9 * each * wantedPumps) {
            wantedPumps++;
            reference *= STAGING;
        } else if (wantedPumps > 1 && demand.flow() < 0.8 * each * (wantedPumps - 1)) {
            wantedPumps--;
            reference /= STAGING;
        }
        double error = setpoint - pressure.value();
        reference = Noise.clamp(reference + 2 * error * WaterWorks.STEP_SECONDS, 30, 100);
    }

    Tank tank() {
        return tank;
    }

    Chlorine chlorine() {
        return chlorine;
    }

    PumpGroup pumps() {
        return pumps;
    }

    Demand demand() {
        return demand;
    }

    /** True flow to the town, m3/h, 0..360. */
    double flow() {
        return flow;
    }

    /** What the town did not get, m3/h. */
    double shortfall() {
        return Math.max(0, demand.flow() - flow);
    }

    /** Flow to a zone, m3/h. */
    double zoneFlow(int zone) {
        return flow * demand.zoneShare(zone);
    }

    /** Pressure at the far end of a zone, bar: the friction grows with the square of the flow. */
    double zonePressure(int zone) {
        double friction = zoneFlow(zone) / 150;
        return Math.max(0, shownPressure - friction * friction);
    }

    /** m3 since the start. */
    double total() {
        return total;
    }

    /** As measured, bar, 0..10. */
    double shownPressure() {
        return shownPressure;
    }

    boolean pressureLow() {
        return pressure.value() < LOW_PRESSURE;
    }

    double pressureSetpoint() {
        return pressureSetpoint;
    }

    void pressureSetpoint(double bar) {
        pressureSetpoint = bar;
    }
}
