package dev.pollux.plant;

/** A motor valve that needs eight seconds from end to end. */
final class Valve {
    private static final double TRAVEL_SECONDS = 8;

    private boolean open = true;
    private double position = 100;

    void step() {
        double travel = 100 * WaterWorks.STEP_SECONDS / TRAVEL_SECONDS;
        position = Noise.clamp(position + (open ? travel : -travel), 0, 100);
    }

    boolean open() {
        return open;
    }

    void command(boolean toOpen) {
        open = toOpen;
    }

    /** Percent open, 0..100. */
    double position() {
        return position;
    }

    boolean opened() {
        return position >= 100;
    }

    boolean closed() {
        return position <= 0;
    }
}
