package dev.pollux.archive.rocks;

import dev.pollux.archive.Annotation;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Modification;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.coverage.Coverage;
import dev.pollux.archive.coverage.Intervals;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/**
 * What an archive keeps beside the samples: coverage of each device, overwritten values, annotations, and which changes
 * of people have been carried out. Wherever the
 * samples go, these are in a {@link RocksStore}, written by the same change as the samples or their place in a queue.
 */
public final class SideColumns {
    /** Names of the column families that a store needs for this. */
    public static final List<String> FAMILIES = List.of("coverage", "modified", "annotations", "carried");

    private static final String COVERAGE = FAMILIES.get(0);
    private static final String MODIFIED = FAMILIES.get(1);
    private static final String ANNOTATIONS = FAMILIES.get(2);
    private static final String CARRIED = FAMILIES.get(3);

    private final RocksStore store;

    /** What is durable. Replaced by the writer, read by any. */
    private volatile Coverage coverage;

    /** Reads the coverage that the store has. */
    public SideColumns(RocksStore store) {
        this.store = store;
        this.coverage = store.read(view -> {
            Map<String, List<TimeRange>> devices = new TreeMap<>();
            try (RocksIterator iterator = view.db().newIterator(view.family(COVERAGE))) {
                for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
                    String device = new String(iterator.key(), StandardCharsets.UTF_8);
                    devices.put(device, SideKeys.ranges(iterator.value()));
                }
                iterator.status();
            }
            return Coverage.of(devices);
        });
    }

    /**
     * Adds coverage, modifications and annotations of a batch to a change.
     *
     * @throws IllegalArgumentException if a name is too long to be kept
     */
    public void write(Batch batch, Writing writing) throws RocksDBException {
        for (Modification modification : batch.modifications()) {
            byte[] value = SideKeys.value(modification);
            byte[] key = SideKeys.key(
                    modification.series(),
                    modification.old().time(),
                    modification.modificationTime(),
                    SideKeys.distinguisher(value));
            writing.batch().put(writing.family(MODIFIED), key, value);
        }
        for (Batch.AnnotationChange change : batch.annotations()) {
            Annotation annotation = change.annotation();
            byte[] user = annotation.user().getBytes(StandardCharsets.UTF_8);
            byte[] key = SideKeys.key(change.series(), annotation.time(), annotation.annotationTime(), user);
            if (change.keep()) {
                byte[] message = annotation.message().getBytes(StandardCharsets.UTF_8);
                writing.batch().put(writing.family(ANNOTATIONS), key, message);
            } else {
                writing.batch().delete(writing.family(ANNOTATIONS), key);
            }
        }
        for (Map.Entry<String, Long> each : batch.carriedOut().entrySet()) {
            byte[] station = each.getKey().getBytes(StandardCharsets.UTF_8);
            writing.batch().put(writing.family(CARRIED), station, ChangeKey.number(each.getValue()));
        }
        if (!batch.coverage().isEmpty()) {
            cover(writing, covered -> covered.with(batch.coverage()));
        }
    }

    /** Takes a range away from the coverage of every device. */
    public void uncover(TimeRange range, Writing writing) throws RocksDBException {
        cover(writing, covered -> covered.minus(range));
    }

    /** The samples are gone: changes of all stations are to be carried out once more. */
    public void carryOutAgain(Writing writing) throws RocksDBException {
        ColumnFamilyHandle family = writing.family(CARRIED);
        try (RocksIterator iterator = writing.db().newIterator(family)) {
            for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
                writing.batch().delete(family, iterator.key());
            }
            iterator.status();
        }
    }

    /** Removes modifications and annotations of an archive before an instant. */
    public void forget(String archive, long before, Writing writing) throws RocksDBException {
        for (String family : List.of(MODIFIED, ANNOTATIONS)) {
            ColumnFamilyHandle handle = writing.family(family);
            byte[] prefix = SideKeys.archivePrefix(archive);
            try (RocksIterator iterator = writing.db().newIterator(handle)) {
                iterator.seek(prefix);
                while (iterator.isValid() && startsWith(iterator.key(), prefix)) {
                    byte[] series = SideKeys.seriesPrefix(iterator.key());
                    writing.batch().deleteRange(handle, series, SideKeys.append(series, before));
                    iterator.seek(SideKeys.append(series, Ticks.MAX));
                }
                iterator.status();
            }
        }
    }

    /** See {@link dev.pollux.archive.Archive#coverage}. */
    public Map<String, List<TimeRange>> coverage() {
        return coverage.ranges();
    }

    /** See {@link dev.pollux.archive.Archive#carriedOut}. */
    public Map<String, Long> carriedOut() {
        return store.read(view -> {
            Map<String, Long> upTo = new TreeMap<>();
            try (RocksIterator iterator = view.db().newIterator(view.family(CARRIED))) {
                for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
                    upTo.put(new String(iterator.key(), StandardCharsets.UTF_8), ChangeKey.number(iterator.value()));
                }
                iterator.status();
            }
            return upTo;
        });
    }

    /** See {@link dev.pollux.archive.Archive#modifications}. */
    public List<Modification> modifications(Series series, TimeRange range, int limit) {
        return list(MODIFIED, series, range, limit, (key, value) -> SideKeys.modification(series, key, value));
    }

    /** See {@link dev.pollux.archive.Archive#annotations}. */
    public List<Annotation> annotations(Series series, TimeRange range, int limit) {
        return list(ANNOTATIONS, series, range, limit, (key, value) -> SideKeys.annotation(key, value));
    }

    @FunctionalInterface
    private interface Entry<T> {
        T of(byte[] key, byte[] value);
    }

    private <T> List<T> list(String family, Series series, TimeRange range, int limit, Entry<T> entry) {
        byte[] from = SideKeys.append(SideKeys.series(series), range.from());
        byte[] to = SideKeys.append(SideKeys.series(series), range.to());
        return store.read(view -> {
            List<T> found = new ArrayList<>();
            try (Slice upper = new Slice(to);
                    ReadOptions options = new ReadOptions().setIterateUpperBound(upper);
                    RocksIterator iterator = view.db().newIterator(view.family(family), options)) {
                for (iterator.seek(from); iterator.isValid() && found.size() < limit; iterator.next()) {
                    found.add(entry.of(iterator.key(), iterator.value()));
                }
                iterator.status();
            }
            return found;
        });
    }

    /**
     * Several changes may be in one group, which may still fail: each builds on what the one before it has left
     * there.
     */
    private void cover(Writing writing, UnaryOperator<Coverage> change) throws RocksDBException {
        Coverage before = (Coverage) writing.group().getOrDefault(this, coverage);
        Coverage after = change.apply(before);
        ColumnFamilyHandle family = writing.family(COVERAGE);
        for (Map.Entry<String, Intervals> device : after.devices().entrySet()) {
            if (!device.getValue().equals(before.of(device.getKey()))) {
                byte[] ranges = SideKeys.ranges(device.getValue().ranges());
                writing.batch().put(family, device.getKey().getBytes(StandardCharsets.UTF_8), ranges);
            }
        }
        for (String device : before.devices().keySet()) {
            if (after.of(device).isEmpty()) {
                writing.batch().delete(family, device.getBytes(StandardCharsets.UTF_8));
            }
        }
        writing.group().put(this, after);
        writing.afterwards(() -> coverage = after);
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }
}
