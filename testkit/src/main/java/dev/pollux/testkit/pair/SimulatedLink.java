package dev.pollux.testkit.pair;

/** One network between two stations; each direction can be cut for itself. */
final class SimulatedLink {
    private final String name;
    private final String first;
    private final String second;
    private boolean forward = true;
    private boolean backward = true;

    SimulatedLink(String name, String first, String second) {
        this.name = name;
        this.first = first;
        this.second = second;
    }

    String name() {
        return name;
    }

    boolean joins(String station) {
        return first.equals(station) || second.equals(station);
    }

    boolean joins(String one, String other) {
        return joins(one) && joins(other) && !one.equals(other);
    }

    String other(String station) {
        return first.equals(station) ? second : first;
    }

    /** How {@code station} calls this link: unique among all its links. */
    String idAt(String station) {
        return other(station) + "/" + name;
    }

    boolean passes(String from) {
        return first.equals(from) ? forward : backward;
    }

    boolean whole() {
        return forward && backward;
    }

    void set(String from, boolean up) {
        if (first.equals(from)) {
            forward = up;
        } else {
            backward = up;
        }
    }
}
