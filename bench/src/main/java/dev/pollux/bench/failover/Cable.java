package dev.pollux.bench.failover;

/** The two networks of a station. */
enum Cable {
    /** Clients, devices, and the main link. */
    PLANT(0),
    /** The status link only. */
    STATUS(1);

    private final int number;

    Cable(int number) {
        this.number = number;
    }

    /** Part of names and addresses. */
    int number() {
        return number;
    }
}
