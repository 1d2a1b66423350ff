package dev.pollux.plant;

/** The two controllers of the plant. They share one address and port and are told apart by the Modbus unit. */
public enum Plc {
    /** Intake and treatment. */
    PLC1(1),
    /** Clean water, distribution and everything common. */
    PLC2(2);

    private final int unit;

    Plc(int unit) {
        this.unit = unit;
    }

    /** Modbus unit identifier, 1..247. */
    public int unit() {
        return unit;
    }
}
