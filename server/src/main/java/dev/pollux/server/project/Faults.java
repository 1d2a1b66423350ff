package dev.pollux.server.project;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects the faults of one reading. Holds at most {@value #MAX}; counts the rest. Used by one thread. */
final class Faults {
    /** Nobody reads more at a time, and a garbled file of a million lines must not fill the memory. */
    static final int MAX = 1000;

    private final List<Fault> faults = new ArrayList<>();
    private long omitted;

    void add(Fault fault) {
        if (faults.size() < MAX) {
            faults.add(fault);
        } else {
            omitted++;
        }
    }

    /** A fault of what is written at {@code source}. */
    void add(Source source, String rule) {
        add(source.spot(), Optional.of(source.shown()), rule);
    }

    void add(Spot spot, Optional<String> value, String rule) {
        add(new Fault(spot.file(), spot.line(), spot.key(), value, rule));
    }

    int count() {
        return faults.size();
    }

    boolean isEmpty() {
        return faults.isEmpty();
    }

    /** All faults, files in the order in which they were read, lines ascending. */
    List<Fault> list() {
        Map<String, Integer> fileOrder = new HashMap<>();
        faults.forEach(fault -> fileOrder.putIfAbsent(fault.file(), fileOrder.size()));
        List<Fault> sorted = new ArrayList<>(faults);
        sorted.sort(Comparator.<Fault>comparingInt(fault -> fileOrder.getOrDefault(fault.file(), 0))
                .thenComparingInt(Fault::line));
        if (omitted > 0) {
            String file = sorted.get(sorted.size() - 1).file();
            sorted.add(Fault.ofFile(file, "and " + omitted + " more faults, left out here"));
        }
        return List.copyOf(sorted);
    }
}
