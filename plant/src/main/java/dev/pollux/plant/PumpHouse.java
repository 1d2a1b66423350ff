package dev.pollux.plant;

/** The room around the pumps with its heater. */
final class PumpHouse {
    private static final double HEATER_POWER = 8;

    private final Noise noise;
    private final Lag room = new Lag(16, 40);
    private double setpoint = 16;
    private double shown = 16;
    private boolean heating;

    PumpHouse(Noise noise) {
        this.noise = noise;
    }

    /**
     * One step.
     *
     * @param outside degrees Celsius
     * @param wasteHeat of the pumps, kW
     */
    void step(double outside, double wasteHeat) {
        heating = room.value() < setpoint + (heating ? 0.3 : -0.3);
        room.follow(Noise.clamp(outside + wasteHeat * 0.02 + (heating ? 20 : 0), -10, 45));
        shown = Noise.clamp(room.value() + noise.white(0.05), -10, 45);
    }

    boolean heating() {
        return heating;
    }

    /** kW. */
    double power() {
        return heating ? HEATER_POWER : 0;
    }

    /** As measured, degrees Celsius, -10..45. */
    double temperature() {
        return shown;
    }

    double setpoint() {
        return setpoint;
    }

    void setpoint(double celsius) {
        setpoint = celsius;
    }
}
