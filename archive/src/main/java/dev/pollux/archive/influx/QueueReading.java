package dev.pollux.archive.influx;

import dev.pollux.archive.Batch.Deletion;
import dev.pollux.archive.Series;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.rocks.RocksStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import org.rocksdb.RocksIterator;

/** What reads see of the queue. */
final class QueueReading {
    private final RocksStore store;
    private final SeriesNames names;
    private final ConcurrentNavigableMap<Long, Segment> segments;

    QueueReading(RocksStore store, SeriesNames names, ConcurrentNavigableMap<Long, Segment> segments) {
        this.store = store;
        this.names = names;
        this.segments = segments;
    }

    /** What the queue changes about a series in a range: all of it, or the part up to {@code limit} samples. */
    Overlay overlay(Series series, TimeRange range, boolean reverse, int limit) {
        Overlay overlay = new Overlay();
        int number = names.find(series).orElse(0);
        return store.read(view -> {
            // First the list, then the view of the data: what the view lacks was carried out before the view was taken,
            // and
            // segments go from the oldest on. So the view has no segment without all that follow it.
            List<Segment> list = new ArrayList<>(segments.values());
            try (RocksIterator iterator = view.db().newIterator(view.family(Queue.SAMPLES))) {
                for (Segment segment : list) {
                    if (segment.isOperation()) {
                        operate(segment, series, overlay);
                    } else if (number != 0 && overlaps(segment, range)) {
                        samples(iterator, segment.number(), number, range, overlay);
                    }
                }
                iterator.status();
            }
            if (!overlay.deletes()) {
                overlay.truncate(limit, reverse);
            }
            return overlay;
        });
    }

    private static boolean overlaps(Segment segment, TimeRange range) {
        return segment.span().from() < range.to()
                && range.from() < segment.span().to();
    }

    private static void operate(Segment segment, Series series, Overlay overlay) {
        if (segment.forgotten().equals(series.archive())) {
            overlay.delete(segment.span());
        }
        for (Deletion deletion : segment.deletions()) {
            if (deletion.series().equals(series)) {
                overlay.delete(deletion.range());
            }
        }
    }

    private static void samples(RocksIterator iterator, long segment, int series, TimeRange range, Overlay overlay) {
        for (iterator.seek(QueueKeys.key(segment, series, range.from())); iterator.isValid(); iterator.next()) {
            ByteBuffer key = ByteBuffer.wrap(iterator.key());
            if (key.getLong() != segment || key.getInt() != series) {
                return;
            }
            long time = key.getLong();
            if (time >= range.to()) {
                return;
            }
            overlay.put(time, Queued.decoded(time, iterator.value()));
        }
    }
}
