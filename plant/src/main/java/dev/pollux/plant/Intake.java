package dev.pollux.plant;

import java.util.List;

/** River, two intake valves, three raw water pumps and the raw water tank T100. */
final class Intake {
    private final River river;
    private final List<Valve> valves = List.of(new Valve(), new Valve());
    private final PumpGroup pumps;
    private final Tank tank;
    private int wantedPumps = 1;
    private double flow;
    private double total;

    Intake(Noise noise) {
        river = new River(noise.fork());
        pumps = new PumpGroup(noise.fork());
        tank = new Tank(8, 4, 2.5, noise.fork());
    }

    /**
     * Everything but the tank for one step.
     *
     * @param hour of the plant's day, 0..24
     * @param enabled false while the whole plant is stopped
     * @param controlled whether the level controller may change the number of pumps
     */
    void step(double hour, boolean enabled, boolean controlled) {
        river.step(hour);
        valves.forEach(Valve::step);
        if (controlled) {
            controlLevel();
        }
        pumps.command(enabled, wantedPumps);
        // One valve alone is enough for all three pumps.
        double opening =
                Math.min(1, valves.stream().mapToDouble(Valve::position).sum() / 100);
        flow = pumps.capacity() * opening;
        pumps.deliver(flow, opening <= 0);
        total += flow * WaterWorks.STEP_HOURS;
    }

    /** One pump more for each 20 cm that the level is too low, with a gap that keeps them from fluttering. */
    private void controlLevel() {
        double missing = tank.levelSetpoint() - tank.level();
        if (wantedPumps < pumps.size() && missing > 0.03 + 0.2 * wantedPumps) {
            wantedPumps++;
        } else if (wantedPumps > 0 && missing < -0.05 + 0.2 * (wantedPumps - 1)) {
            wantedPumps--;
        }
    }

    River river() {
        return river;
    }

    Valve valve(int index) {
        return valves.get(index);
    }

    PumpGroup pumps() {
        return pumps;
    }

    Tank tank() {
        return tank;
    }

    /** True flow into T100, m3/h, 0..360. */
    double flow() {
        return flow;
    }

    /** m3 since the start. */
    double total() {
        return total;
    }
}
