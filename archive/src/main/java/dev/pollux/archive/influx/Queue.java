package dev.pollux.archive.influx;

import dev.pollux.archive.Batch.Deletion;
import dev.pollux.archive.Batch.Entry;
import dev.pollux.archive.Series;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.WriteMode;
import dev.pollux.archive.rocks.RocksStore;
import dev.pollux.archive.rocks.SideColumns;
import dev.pollux.archive.rocks.Writing;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits for the database, on disk, in {@link Segment}s. Keys are segment, series, time: so a segment is sent in
 * order, given up by one deletion of a range, and searched for a series by one seek. Methods with a {@link Writing} run
 * on the store's writer thread, all others on any.
 */
final class Queue {
    static final List<String> FAMILIES = List.of("queue", "segments", SeriesNames.FAMILY);

    private static final Logger LOG = LoggerFactory.getLogger(Queue.class);
    static final String SAMPLES = FAMILIES.get(0);
    private static final String SEGMENTS = FAMILIES.get(1);

    /** A segment takes no more samples than this: what is sent again after a crash. */
    static final int SEGMENT_SAMPLES = 50_000;

    private static final int SEGMENT_BYTES = 8 << 20;

    /** Ranges that the coverage loses at most for one segment that is given up. */
    private static final int GAPS_MAX = 64;

    /**
     * Held shared while samples are read over which merges are laid, exclusively while merges are written to the
     * database: it does not write a point at once, and half of one must not be compared with.
     */
    private final ReentrantReadWriteLock merging = new ReentrantReadWriteLock(true);

    private final RocksStore store;
    private final SideColumns sides;
    private final SeriesNames names;
    private final QueueReading reading;
    private final long bytesMax;
    private final long segmentBytes;
    private final AtomicLong dropped = new AtomicLong();

    /** All that is durable and not yet carried out, in order. */
    private final ConcurrentSkipListMap<Long, Segment> segments = new ConcurrentSkipListMap<>();

    /** The segment that still grows; it and what follows must not be sent. Written by the writer. */
    private volatile long open = Long.MAX_VALUE;

    private volatile long bytes;

    /** Where the next change of a group goes on. */
    private record Tail(@Nullable Segment open, long next, long bytes) {}

    /** Reads what a former run has left. */
    Queue(RocksStore store, SideColumns sides, SeriesNames names, long bytesMax) {
        this.store = store;
        this.sides = sides;
        this.names = names;
        this.bytesMax = bytesMax;
        this.segmentBytes = Math.min(SEGMENT_BYTES, bytesMax / 8);
        store.read(view -> {
            try (RocksIterator iterator = view.db().newIterator(view.family(SEGMENTS))) {
                for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
                    long number = ByteBuffer.wrap(iterator.key()).getLong();
                    segments.put(number, Segment.decoded(number, iterator.value()));
                }
                iterator.status();
            }
            return true;
        });
        // Numbers go on rising although the queue may be empty before the next one is given.
        highest = segments.isEmpty() ? 0 : segments.lastKey();
        reading = new QueueReading(store, names, segments);
        bytes = segments.values().stream().mapToLong(Segment::bytes).sum();
    }

    // ---- what goes in

    /** Queues deletions, then samples. */
    void add(List<Deletion> deletions, List<Entry> samples, WriteMode mode, long now, Writing writing)
            throws RocksDBException {
        if (mode == WriteMode.MERGE) {
            writing.settle();
        }
        Tail tail = tail(writing);
        if (!deletions.isEmpty()) {
            tail = sealed(tail, writing);
            tail = operation(tail, Segment.deleting(tail.next, now, deletions), writing);
        }
        Segment segment = tail.open;
        Merging merging = mode == WriteMode.MERGE ? new Merging(writing) : null;
        for (Entry entry : samples) {
            if (segment != null && (segment.samples() >= SEGMENT_SAMPLES || segment.bytes() >= segmentBytes)) {
                tail = sealed(new Tail(segment, tail.next, tail.bytes), writing);
                segment = null;
            }
            if (segment == null) {
                segment = Segment.empty(tail.next, now);
                tail = new Tail(segment, tail.next + 1, tail.bytes);
            }
            long time = entry.sample().time();
            byte[] key = QueueKeys.key(segment.number(), names.number(entry.series(), segment.number(), writing), time);
            Queued queued = new Queued(mode, entry.sample());
            byte[] value = (merging == null ? queued : merging.fold(key, queued)).encoded();
            writing.batch().put(writing.family(SAMPLES), key, value);
            segment = segment.with(time, key.length + value.length);
            tail = new Tail(segment, tail.next, tail.bytes + key.length + value.length);
        }
        if (segment != null && !samples.isEmpty()) {
            putSegment(segment, writing);
        }
        Tail after = new Tail(segment, tail.next, tail.bytes);
        publish(after, writing);
        writing.group().put(this, keepBound(after, writing));
    }

    /** Queues that everything of an archive before an instant is forgotten; returns the number of the segment. */
    long addForgetting(String archive, long before, long now, Writing writing) throws RocksDBException {
        Tail tail = sealed(tail(writing), writing);
        long number = tail.next;
        tail = operation(tail, Segment.forgetting(number, now, archive, before), writing);
        publish(tail, writing);
        writing.group().put(this, tail);
        return number;
    }

    /** Ends the segment that still grows, so that it can be sent. */
    void seal(Writing writing) throws RocksDBException {
        Tail tail = sealed(tail(writing), writing);
        publish(tail, writing);
        writing.group().put(this, tail);
    }

    private Tail tail(Writing writing) {
        Tail inGroup = (Tail) writing.group().get(this);
        if (inGroup != null) {
            return inGroup;
        }
        long last = segments.isEmpty() ? 0 : segments.lastKey();
        Segment growing = open == Long.MAX_VALUE ? null : segments.get(open);
        return new Tail(growing, Math.max(last, highest) + 1, bytes);
    }

    /** The highest number known to this run: none must come again, or what has it would seem to be sent already. */
    private volatile long highest;

    private Tail sealed(Tail tail, Writing writing) throws RocksDBException {
        if (tail.open != null) {
            putSegment(tail.open, writing);
        }
        return new Tail(null, tail.next, tail.bytes);
    }

    private Tail operation(Tail tail, Segment operation, Writing writing) throws RocksDBException {
        putSegment(operation, writing);
        return new Tail(null, tail.next + 1, tail.bytes + operation.bytes());
    }

    private void putSegment(Segment segment, Writing writing) throws RocksDBException {
        writing.batch().put(writing.family(SEGMENTS), QueueKeys.key(segment.number()), segment.encoded());
        writing.afterwards(() -> {
            // Not sent before the end of this change tells what is open.
            open = Math.min(open, segment.number());
            segments.put(segment.number(), segment);
        });
    }

    private void publish(Tail tail, Writing writing) {
        writing.afterwards(() -> {
            highest = tail.next - 1;
            bytes = tail.bytes;
            open = tail.open == null ? Long.MAX_VALUE : tail.open.number();
        });
    }

    /** Looks up what the open segment has for the keys of a merge, and remembers what this change adds. */
    private static final class Merging {
        private final Writing writing;
        private final Map<ByteBuffer, Queued> added = new HashMap<>();

        Merging(Writing writing) {
            this.writing = writing;
        }

        Queued fold(byte[] key, Queued queued) throws RocksDBException {
            ByteBuffer wrapped = ByteBuffer.wrap(key);
            Queued before = added.get(wrapped);
            if (before == null) {
                byte[] there = writing.db().get(writing.family(SAMPLES), key);
                before = there == null ? null : Queued.decoded(queued.sample().time(), there);
            }
            Queued after = before == null ? queued : before.then(queued);
            added.put(wrapped, after);
            return after;
        }
    }

    // ---- what goes out

    /** The first segment after another that can be sent. */
    Optional<Segment> next(long after) {
        Long number = segments.higherKey(after);
        // In this order: a segment comes into the map after it is known to be open, and is complete when it no longer
        // is.
        return number == null || number >= open ? Optional.empty() : Optional.ofNullable(segments.get(number));
    }

    /** Whether anything comes after a segment, complete or not. */
    boolean hasAfter(long number) {
        return segments.higherKey(number) != null;
    }

    ReentrantReadWriteLock merging() {
        return merging;
    }

    boolean contains(long number) {
        return segments.containsKey(number);
    }

    boolean isEmpty() {
        return segments.isEmpty();
    }

    /** Removes all segments up to one that is carried out: never one without those before it. */
    void removeUpTo(long number, Writing writing) throws RocksDBException {
        Tail tail = tail(writing);
        for (Segment segment : segments.headMap(number, true).values()) {
            tail = removed(tail, segment, writing);
        }
        writing.group().put(this, tail);
    }

    private Tail removed(Tail tail, Segment segment, Writing writing) throws RocksDBException {
        writing.batch().delete(writing.family(SEGMENTS), QueueKeys.key(segment.number()));
        if (!segment.isOperation()) {
            writing.batch()
                    .deleteRange(
                            writing.family(SAMPLES),
                            QueueKeys.key(segment.number()),
                            QueueKeys.key(segment.number() + 1));
        }
        boolean again = writing.group().putIfAbsent(new Removed(segment.number()), true) != null;
        long left = again ? tail.bytes : tail.bytes - segment.bytes();
        writing.afterwards(() -> {
            segments.remove(segment.number());
            bytes = left;
        });
        return new Tail(tail.open, tail.next, left);
    }

    /** Tells later changes of a group that a segment goes. */
    private record Removed(long number) {}

    /** Gives the space of what was removed back to the disk. */
    void trim() {
        store.read(view -> {
            long first = segments.isEmpty() ? highest : segments.firstKey();
            view.db().deleteFilesInRanges(view.family(SAMPLES), List.of(QueueKeys.key(0), QueueKeys.key(first)), false);
            return true;
        });
    }

    /** Takes samples of a segment in the order of series and time. */
    @FunctionalInterface
    interface Sink {
        void accept(int series, Queued queued);
    }

    /** Hands over the samples of a segment from a key on, at most so many; returns the key after the last. */
    Optional<byte[]> read(Segment segment, byte[] from, int limit, Sink sink) {
        return store.read(view -> {
            try (RocksIterator iterator = view.db().newIterator(view.family(SAMPLES))) {
                int left = limit;
                for (iterator.seek(from); iterator.isValid(); iterator.next()) {
                    ByteBuffer key = ByteBuffer.wrap(iterator.key());
                    if (key.getLong() != segment.number()) {
                        break;
                    }
                    if (left-- == 0) {
                        return Optional.of(iterator.key());
                    }
                    int series = key.getInt();
                    sink.accept(series, Queued.decoded(key.getLong(), iterator.value()));
                }
                iterator.status();
                return Optional.empty();
            }
        });
    }

    /** Where a segment begins, for {@link #read}. */
    static byte[] begin(Segment segment) {
        return QueueKeys.key(segment.number());
    }

    // ---- the bound

    /** Gives up the oldest samples while the queue is larger than allowed; operations stay. */
    private Tail keepBound(Tail tail, Writing writing) throws RocksDBException {
        Tail left = tail;
        if (left.bytes <= bytesMax) {
            return left;
        }
        for (Segment segment : new ArrayList<>(segments.values())) {
            if (left.bytes <= bytesMax || (tail.open != null && segment.number() >= tail.open.number())) {
                break;
            }
            if (!segment.isOperation() && !writing.group().containsKey(new Removed(segment.number()))) {
                left = removed(left, segment, writing);
                List<TimeRange> gaps = gaps(segment, writing);
                for (TimeRange gap : gaps) {
                    sides.uncover(gap, writing);
                }
                // Corrections of users may have been among them, and no partner's value replaces those.
                sides.carryOutAgain(writing);
                writing.afterwards(() -> {
                    dropped.addAndGet(segment.samples());
                    LOG.error(
                            "{}: the queue for InfluxDB reached its bound of {} bytes: gave up the {} oldest samples, "
                                    + "coverage is taken back; bring the database back or raise the bound",
                            store.directory(),
                            bytesMax,
                            segment.samples());
                });
            }
        }
        return left;
    }

    private List<TimeRange> gaps(Segment segment, Writing writing) throws RocksDBException {
        Gaps gaps = new Gaps();
        try (RocksIterator iterator = writing.db().newIterator(writing.family(SAMPLES))) {
            for (iterator.seek(begin(segment)); iterator.isValid(); iterator.next()) {
                ByteBuffer key = ByteBuffer.wrap(iterator.key());
                if (key.getLong() != segment.number()) {
                    break;
                }
                gaps.add(key.getLong(Long.BYTES + Integer.BYTES));
            }
            iterator.status();
        }
        return gaps.ranges(GAPS_MAX);
    }

    /** What the queue changes about a series in a range: all of it, or the part up to {@code limit} samples. */
    Overlay overlay(Series series, TimeRange range, boolean reverse, int limit) {
        return segments.isEmpty() ? new Overlay() : reading.overlay(series, range, reverse, limit);
    }

    // ---- figures

    long samples() {
        return segments.values().stream().mapToLong(Segment::samples).sum();
    }

    long bytes() {
        return bytes;
    }

    long dropped() {
        return dropped.get();
    }

    /** When what waits longest was queued; empty if nothing waits. */
    Optional<Long> oldest() {
        return Optional.ofNullable(segments.firstEntry())
                .map(entry -> entry.getValue().since());
    }

    /** The earliest sample that waits. */
    Optional<Long> earliest() {
        return segments.values().stream()
                .filter(segment -> segment.samples() > 0)
                .map(segment -> segment.span().from())
                .min(Long::compare);
    }
}
