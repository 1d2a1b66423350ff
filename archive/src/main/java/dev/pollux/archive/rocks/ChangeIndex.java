package dev.pollux.archive.rocks;

import dev.pollux.archive.Annotation;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Series;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.change.Change;
import dev.pollux.archive.change.Stamp;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/** Which corrections of history concern a value or an annotation, in the order of their stamps. */
final class ChangeIndex {
    private static final byte[] NOTHING = {};
    private static final byte[] NEXT = {0};

    private ChangeIndex() {}

    static void put(Change change, WriteBatch batch) throws RocksDBException {
        index(change, batch, true);
    }

    static void remove(Change change, WriteBatch batch) throws RocksDBException {
        index(change, batch, false);
    }

    private static void index(Change change, WriteBatch batch, boolean put) throws RocksDBException {
        if (change.edit().isEmpty()) {
            return;
        }
        Stamp stamp = change.stamp();
        Batch edit = change.edit().get();
        for (Batch.Entry each : edit.samples()) {
            change(batch, ChangeKey.point(each.series(), each.sample().time(), stamp), NOTHING, put);
        }
        for (Batch.Deletion each : edit.deletions()) {
            TimeRange range = each.range();
            if (range.to() - range.from() == 1) {
                change(batch, ChangeKey.point(each.series(), range.from(), stamp), NOTHING, put);
            } else {
                byte[] ends = ChangeKey.joined(ChangeKey.number(range.from()), ChangeKey.number(range.to()));
                change(batch, ChangeKey.range(each.series(), stamp), ends, put);
            }
        }
        for (Batch.AnnotationChange each : edit.annotations()) {
            change(batch, ChangeKey.remark(each.series(), each.annotation(), stamp), NOTHING, put);
        }
    }

    private static void change(WriteBatch batch, byte[] key, byte[] value, boolean put) throws RocksDBException {
        if (put) {
            batch.put(key, value);
        } else {
            batch.delete(key);
        }
    }

    static boolean superseded(RocksDB db, Series series, long time, Stamp by) throws RocksDBException {
        try (RocksIterator at = db.newIterator()) {
            at.seek(ChangeKey.joined(ChangeKey.point(series, time, by), NEXT));
            if (at.isValid() && ChangeKey.startsWith(at.key(), ChangeKey.point(series, time))) {
                return true;
            }
            byte[] ranges = ChangeKey.range(series);
            for (at.seek(ChangeKey.joined(ChangeKey.range(series, by), NEXT));
                    at.isValid() && ChangeKey.startsWith(at.key(), ranges);
                    at.next()) {
                ByteBuffer range = ByteBuffer.wrap(at.value());
                if (new TimeRange(range.getLong(), range.getLong()).contains(time)) {
                    return true;
                }
            }
            at.status();
            return false;
        }
    }

    static boolean superseded(RocksDB db, Batch edit, Stamp by) throws RocksDBException {
        for (Batch.Entry each : edit.samples()) {
            if (superseded(db, each.series(), each.sample().time(), by)) {
                return true;
            }
        }
        for (Batch.Deletion each : edit.deletions()) {
            if (superseded(db, each.series(), each.range(), by)) {
                return true;
            }
        }
        for (Batch.AnnotationChange each : edit.annotations()) {
            if (superseded(db, each.series(), each.annotation(), by)) {
                return true;
            }
        }
        return false;
    }

    private static boolean superseded(RocksDB db, Series series, TimeRange range, Stamp by) throws RocksDBException {
        byte[] end = ChangeKey.point(series, range.to());
        int stampAt = end.length;
        try (RocksIterator at = db.newIterator()) {
            for (at.seek(ChangeKey.point(series, range.from()));
                    at.isValid() && Arrays.compareUnsigned(at.key(), end) < 0;
                    at.next()) {
                byte[] stamp = Arrays.copyOfRange(at.key(), stampAt, at.key().length);
                if (Arrays.compareUnsigned(stamp, ChangeKey.stamp(by)) > 0) {
                    return true;
                }
            }
            byte[] ranges = ChangeKey.range(series);
            for (at.seek(ChangeKey.joined(ChangeKey.range(series, by), NEXT));
                    at.isValid() && ChangeKey.startsWith(at.key(), ranges);
                    at.next()) {
                ByteBuffer other = ByteBuffer.wrap(at.value());
                if (!new TimeRange(other.getLong(), other.getLong())
                        .intersect(range)
                        .isEmpty()) {
                    return true;
                }
            }
            at.status();
            return false;
        }
    }

    static boolean superseded(RocksDB db, Series series, Annotation annotation, Stamp by) throws RocksDBException {
        try (RocksIterator at = db.newIterator()) {
            at.seek(ChangeKey.joined(ChangeKey.remark(series, annotation, by), NEXT));
            at.status();
            return at.isValid() && ChangeKey.startsWith(at.key(), ChangeKey.remark(series, annotation));
        }
    }
}
