package dev.pollux.archive.influx;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Series;
import dev.pollux.archive.TimeRange;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Merges the rows of some series, as they arrive, with what is queued of each. Pure. */
final class GroupScan {
    private final Iterator<Map.Entry<Series, Overlay>> series;
    private final TimeRange range;
    private final Archive.Sink sink;
    private Map.@Nullable Entry<Series, Overlay> current;
    private Iterator<Map.Entry<Long, Queued>> queued = Collections.emptyIterator();
    private Map.@Nullable Entry<Long, Queued> next;
    private boolean wanted = true;

    /**
     * Begins.
     *
     * @param overlays in the order of the series
     */
    GroupScan(Map<Series, Overlay> overlays, TimeRange range, Archive.Sink sink) {
        this.series = overlays.entrySet().iterator();
        this.range = range;
        this.sink = sink;
    }

    /** The database has a sample; returns whether more is wanted. */
    boolean found(Series of, ArchivedSample stored) {
        while (wanted && (current == null || !current.getKey().equals(of))) {
            drain(Long.MAX_VALUE);
            advance();
        }
        drain(stored.time());
        if (wanted && current != null) {
            if (next != null && next.getKey() == stored.time()) {
                step();
            }
            Optional<ArchivedSample> standing = current.getValue().over(stored);
            standing.ifPresent(sample -> wanted = sink.accept(of, sample));
        }
        return wanted;
    }

    /** All rows have come; returns whether more is wanted. */
    boolean finish() {
        drain(Long.MAX_VALUE);
        while (wanted && series.hasNext()) {
            advance();
            drain(Long.MAX_VALUE);
        }
        return wanted;
    }

    private void advance() {
        current = series.next();
        queued = current.getValue().within(range, false).entrySet().iterator();
        step();
    }

    private void step() {
        next = queued.hasNext() ? queued.next() : null;
    }

    /** Hands over what is queued before an instant. */
    private void drain(long before) {
        while (wanted && current != null && next != null && next.getKey() < before) {
            wanted = sink.accept(current.getKey(), next.getValue().sample());
            step();
        }
    }
}
