package dev.pollux.server.change;

import dev.pollux.archive.change.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What to do with own changes that come back from a partner. Mostly they are what is kept. But a station whose data
 * were lost or rolled back lacks some, and others take nothing that is numbered below what they have from it. Pure.
 */
final class ReturnRules {
    private ReturnRules() {}

    /**
     * What follows.
     *
     * @param lacking to be kept as they are
     * @param again to be made known once more under new numbers, with the stamps that they have
     */
    record Verdict(List<Change> lacking, List<Change> again) {
        Verdict {
            lacking = List.copyOf(lacking);
            again = List.copyOf(again);
        }
    }

    /**
     * Instants before which changes have been forgotten, as times of stamps.
     *
     * @param here by this station
     * @param there by the partner
     */
    record Forgotten(long here, long there) {}

    /**
     * Compares own changes of one range of numbers, the last number that the partner gave included.
     *
     * @param kept here
     * @param theirs given back by the partner
     * @param last the highest own number in the log
     */
    static Verdict of(List<Change> kept, List<Change> theirs, long last, Forgotten forgotten) {
        Map<Long, Change> mine = new HashMap<>();
        kept.forEach(each -> mine.put(each.sequence(), each));
        List<Change> lacking = new ArrayList<>();
        List<Change> again = new ArrayList<>();
        for (Change each : theirs) {
            Change same = mine.remove(each.sequence());
            if (same == null) {
                if (each.stamp().time() >= forgotten.here()) {
                    lacking.add(each);
                    if (each.sequence() < last) {
                        again.add(each);
                    }
                }
            } else if (!same.stamp().equals(each.stamp())) {
                // One number stands for two changes: the clock was set back, and the log with it.
                again.add(each);
                again.add(same);
            }
        }
        // The partner has later ones of this station, so it will not ask for these any more.
        kept.stream()
                .filter(each ->
                        mine.containsKey(each.sequence()) && each.stamp().time() >= forgotten.there())
                .forEach(again::add);
        return new Verdict(lacking, again);
    }
}
