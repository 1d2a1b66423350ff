package dev.pollux.plant;

import java.util.List;

/** Three pumps in parallel; a controller says how many should run and the healthy ones in automatic do. */
final class PumpGroup {
    private final List<Pump> pumps;

    PumpGroup(Noise noise) {
        pumps = List.of(new Pump(noise.fork()), new Pump(noise.fork()), new Pump(noise.fork()));
    }

    Pump pump(int index) {
        return pumps.get(index);
    }

    int size() {
        return pumps.size();
    }

    /**
     * One step with each pump at its own speed setpoint.
     *
     * @param enabled false while the whole plant is stopped
     * @param count how many pumps in automatic should run; a tripped one is passed over
     */
    void command(boolean enabled, int count) {
        int left = count;
        for (Pump pump : pumps) {
            boolean wanted = chosen(pump, left);
            left -= wanted ? 1 : 0;
            pump.command(enabled, wanted, pump.speedSetpoint());
        }
    }

    /**
     * One step with a common speed for the pumps in automatic.
     *
     * @param enabled false while the whole plant is stopped
     * @param count how many pumps in automatic should run; a tripped one is passed over
     * @param reference percent
     */
    void command(boolean enabled, int count, double reference) {
        int left = count;
        for (Pump pump : pumps) {
            boolean wanted = chosen(pump, left);
            left -= wanted ? 1 : 0;
            pump.command(enabled, wanted, pump.automatic() ? reference : pump.speedSetpoint());
        }
    }

    private static boolean chosen(Pump pump, int left) {
        return left > 0 && pump.automatic() && !pump.fault();
    }

    /** What all could move now, m3/h. */
    double capacity() {
        return pumps.stream().mapToDouble(Pump::capacity).sum();
    }

    /** Mean speed of the running pumps as a share of full speed, 0..1. */
    double speedShare() {
        return pumps.stream()
                .filter(Pump::running)
                .mapToDouble(pump -> pump.speed() / 100)
                .average()
                .orElse(0);
    }

    /** Shares {@code actual} m3/h among the pumps by what each could move. */
    void deliver(double actual, boolean dry) {
        double capacity = capacity();
        for (Pump pump : pumps) {
            pump.deliver(capacity > 0 ? actual * pump.capacity() / capacity : 0, dry);
        }
    }

    double power() {
        return pumps.stream().mapToDouble(Pump::power).sum();
    }

    long running() {
        return pumps.stream().filter(Pump::running).count();
    }

    long faults() {
        return pumps.stream().filter(Pump::fault).count();
    }
}
