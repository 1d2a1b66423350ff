package dev.pollux.testkit.pair;

/** One network between the two stations; each direction can be cut for itself. */
final class SimulatedLink {
    private final String name;
    private boolean forward = true;
    private boolean backward = true;

    SimulatedLink(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    boolean passes(boolean fromFirst) {
        return fromFirst ? forward : backward;
    }

    boolean whole() {
        return forward && backward;
    }

    void set(boolean fromFirst, boolean up) {
        if (fromFirst) {
            forward = up;
        } else {
            backward = up;
        }
    }
}
