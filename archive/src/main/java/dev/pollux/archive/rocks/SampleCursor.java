package dev.pollux.archive.rocks;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.TimeRange;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/** Goes through the samples of one series in one partition. For use within one {@link Reading}. */
final class SampleCursor implements AutoCloseable {
    private static final int USUAL = 64;

    private final Slice lower;
    private final Slice upper;
    private final ReadOptions options;
    private final RocksIterator iterator;
    private final boolean reverse;
    private final byte[] key = new byte[SampleKey.SIZE];
    private byte[] value = new byte[USUAL];
    private int length;
    private boolean begun;

    SampleCursor(Reading.View view, Partition partition, int id, TimeRange range, boolean reverse) {
        this.reverse = reverse;
        lower = new Slice(SampleKey.of(id, range.from()));
        upper = new Slice(SampleKey.of(id, range.to()));
        options = new ReadOptions().setIterateLowerBound(lower).setIterateUpperBound(upper);
        iterator = view.db().newIterator(view.family(partition.family()), options);
    }

    /** Goes to the next sample, at first to the first; false after the last. */
    boolean next() throws RocksDBException {
        if (!begun) {
            begun = true;
            if (reverse) {
                iterator.seekToLast();
            } else {
                iterator.seekToFirst();
            }
        } else if (reverse) {
            iterator.prev();
        } else {
            iterator.next();
        }
        if (!iterator.isValid()) {
            // The end, or an error of the disk.
            iterator.status();
            return false;
        }
        iterator.key(key);
        length = iterator.value(value);
        if (length > value.length) {
            value = new byte[2 * length];
            length = iterator.value(value);
        }
        return true;
    }

    long time() {
        return SampleKey.time(key);
    }

    ArchivedSample sample() {
        return SampleCodec.decode(time(), value, length);
    }

    long hash() {
        return SampleCodec.hash(time(), value, length);
    }

    @Override
    public void close() {
        iterator.close();
        options.close();
        upper.close();
        lower.close();
    }
}
