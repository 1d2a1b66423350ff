package dev.pollux.server.archiving;

import dev.pollux.archive.Batch;
import dev.pollux.archive.Batch.CoverageChange;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** For which devices, and since when, what is recorded is no longer called complete. Thread-safe. */
final class Trust {
    // Replaced as a whole.
    private volatile Map<String, Long> ended = Map.of();

    /**
     * Ends it for some devices; an earlier end stays.
     *
     * @param since in ticks
     * @return what has to be taken back
     */
    synchronized List<CoverageChange> end(Collection<String> devices, long since) {
        Map<String, Long> next = new HashMap<>(ended);
        List<CoverageChange> changes = new ArrayList<>();
        for (String device : devices) {
            long from = next.merge(device, since, Math::min);
            changes.add(new CoverageChange(device, new TimeRange(Math.min(from, Ticks.MAX), Ticks.MAX), false));
        }
        ended = Map.copyOf(next);
        return changes;
    }

    /** The batch without the coverage that is not trusted. Its samples stay. */
    Batch only(Batch batch) {
        Map<String, Long> now = ended;
        if (now.isEmpty() || batch.coverage().isEmpty()) {
            return batch;
        }
        List<CoverageChange> coverage = new ArrayList<>();
        for (CoverageChange each : batch.coverage()) {
            long end = now.getOrDefault(each.device(), Ticks.MAX);
            if (!each.complete() || each.range().to() <= end) {
                coverage.add(each);
            } else if (each.range().from() < end) {
                coverage.add(new CoverageChange(
                        each.device(), new TimeRange(each.range().from(), end), true));
            }
        }
        return batch.withCoverage(coverage);
    }
}
