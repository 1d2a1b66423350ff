package dev.pollux.archive.rocks;

import dev.pollux.archive.AppendResult;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.WriteMode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** One batch on its way into the archive. */
final class Append implements Change<AppendResult> {
    /** Largest encoding of a sample. */
    static final int VALUE_MAX = 4 << 20;

    /** Steps that an iterator goes before it is cheaper to seek. */
    private static final int STEPS = 16;

    private final RocksWrites writes;
    private final Batch batch;
    private final WriteMode mode;

    Append(RocksWrites writes, Batch batch, WriteMode mode) {
        this.writes = writes;
        this.batch = batch;
        this.mode = mode;
    }

    @Override
    public AppendResult addTo(Writing writing) throws RocksDBException {
        if (mode == WriteMode.MERGE) {
            // A merge looks at what is there, and the changes before this one may be part of that.
            writing.settle();
        }
        writes.checkBudget();
        Catalog.Edit edit = writes.catalog().new Edit(writing);
        for (Batch.Deletion deletion : batch.deletions()) {
            delete(deletion, edit, writing);
        }
        List<AppendResult.Rejection> rejected = new ArrayList<>(0);
        switch (mode) {
            case LIVE -> put(writing, edit, rejected);
            case MERGE -> merge(writing, edit, rejected);
        }
        writes.side().write(batch, writing);
        int stored = batch.samples().size() - rejected.size();
        writing.afterwards(() -> writes.appended(stored));
        return new AppendResult(stored, rejected);
    }

    private void delete(Batch.Deletion deletion, Catalog.Edit edit, Writing writing) throws RocksDBException {
        SeriesEntry entry = edit.find(deletion.series());
        if (entry == null) {
            return;
        }
        for (Partition partition : writes.partitions().in(deletion.series().archive(), deletion.range())) {
            TimeRange range = partition.range().intersect(deletion.range());
            ColumnFamilyHandle family = writing.family(partition.family());
            byte[] from = SampleKey.of(entry.id(), range.from());
            if (range.to() - range.from() == 1) {
                writing.batch().delete(family, from);
            } else if (entry.spans(partition.range())) {
                writing.batch().deleteRange(family, from, SampleKey.of(entry.id(), range.to()));
            }
        }
    }

    private void put(Writing writing, Catalog.Edit edit, List<AppendResult.Rejection> rejected)
            throws RocksDBException {
        Target target = new Target(writes, writing, edit);
        ByteBuffer key = writes.keyBuffer();
        for (Batch.Entry entry : batch.samples()) {
            ArchivedSample sample = entry.sample();
            if (target.aim(entry, rejected::add)) {
                ByteBuffer value = writes.valueBuffer(SampleCodec.sizeMax(sample));
                SampleCodec.encode(sample, value);
                key.clear().putInt(target.id()).putLong(sample.time()).flip();
                writing.batch().put(target.family(), key, value.flip());
                writes.written(SampleKey.SIZE + value.limit());
            }
        }
        target.end();
    }

    /** A sample of a merge, with all that comparing needs. */
    @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
    private record Candidate(Partition partition, int id, ArchivedSample sample, byte[] bytes) {
        /** As keys are ordered; partitions in any order, but each by itself. */
        static int byKey(Candidate a, Candidate b) {
            if (!a.partition.equals(b.partition)) {
                int byArchive = a.partition.archive().compareTo(b.partition.archive());
                return byArchive != 0
                        ? byArchive
                        : Long.compare(
                                a.partition.range().from(), b.partition.range().from());
            }
            int byId = Integer.compareUnsigned(a.id, b.id);
            return byId != 0 ? byId : Long.compare(a.sample.time(), b.sample.time());
        }

        boolean isKeyOf(Candidate other) {
            return id == other.id && sample.time() == other.sample().time() && partition.equals(other.partition());
        }

        boolean beats(byte[] other) {
            if (Arrays.equals(bytes, other)) {
                return false;
            }
            long theirs = SampleCodec.decode(sample.time(), other, other.length).serverTime();
            int byTime = Long.compare(sample.serverTime(), theirs);
            return byTime != 0 ? byTime > 0 : Arrays.compareUnsigned(bytes, other) > 0;
        }
    }

    private void merge(Writing writing, Catalog.Edit edit, List<AppendResult.Rejection> rejected)
            throws RocksDBException {
        List<Candidate> candidates = new ArrayList<>(batch.samples().size());
        Target target = new Target(writes, writing, edit);
        for (Batch.Entry entry : batch.samples()) {
            if (target.aim(entry, rejected::add)) {
                byte[] bytes = SampleCodec.encode(entry.sample());
                candidates.add(new Candidate(target.partition(), target.id(), entry.sample(), bytes));
            }
        }
        target.end();
        candidates.sort(Candidate::byKey);
        int from = 0;
        for (int to = 1; to <= candidates.size(); to++) {
            if (to == candidates.size()
                    || !candidates
                            .get(to)
                            .partition()
                            .equals(candidates.get(from).partition())) {
                merge(candidates.subList(from, to), writing);
                from = to;
            }
        }
    }

    /** Goes along what is there and what comes at the same time, as both are in order of keys. */
    private void merge(List<Candidate> candidates, Writing writing) throws RocksDBException {
        ColumnFamilyHandle family = writing.family(candidates.get(0).partition().family());
        try (RocksIterator there = writing.db().newIterator(family)) {
            there.seek(SampleKey.of(
                    candidates.get(0).id(), candidates.get(0).sample().time()));
            for (int i = 0; i < candidates.size(); i++) {
                Candidate best = candidates.get(i);
                while (i + 1 < candidates.size() && candidates.get(i + 1).isKeyOf(best)) {
                    Candidate next = candidates.get(++i);
                    best = next.beats(best.bytes()) ? next : best;
                }
                byte[] key = SampleKey.of(best.id(), best.sample().time());
                byte @Nullable [] old = valueAt(there, key);
                if (old == null || isDeleted(best) || best.beats(old)) {
                    writing.batch().put(family, key, best.bytes());
                    writes.written(SampleKey.SIZE + best.bytes().length);
                }
            }
            there.status();
        }
    }

    private static byte @Nullable [] valueAt(RocksIterator there, byte[] key) throws RocksDBException {
        byte[] current = new byte[SampleKey.SIZE];
        int steps = 0;
        while (there.isValid()) {
            there.key(current);
            int order = Arrays.compareUnsigned(current, key);
            if (order >= 0) {
                return order == 0 ? there.value() : null;
            }
            if (++steps > STEPS) {
                there.seek(key);
                steps = 0;
            } else {
                there.next();
            }
        }
        there.status();
        return null;
    }

    /** Deletions of a batch come before its samples. */
    private boolean isDeleted(Candidate candidate) {
        return batch.deletions().stream()
                .anyMatch(
                        deletion -> deletion.range().contains(candidate.sample().time())
                                && writes.isId(deletion.series(), candidate.id()));
    }

    /** Finds the place of each sample; the one before mostly has the same partition. */
    private static final class Target {
        private final RocksWrites writes;
        private final Writing writing;
        private final Catalog.Edit edit;
        private @Nullable Partition partition;
        private @Nullable ColumnFamilyHandle family;
        private int id;
        private long first;

        Target(RocksWrites writes, Writing writing, Catalog.Edit edit) {
            this.writes = writes;
            this.writing = writing;
            this.edit = edit;
        }

        /** Whether there is a place; if not, says why. */
        boolean aim(Batch.Entry entry, Consumer<AppendResult.Rejection> rejected) throws RocksDBException {
            long time = entry.sample().time();
            String archive = entry.series().archive();
            if (time < writes.catalog().horizon(archive)) {
                rejected.accept(new AppendResult.Rejection(entry, AppendResult.Reason.OUT_OF_RETENTION));
                return false;
            }
            Partition current = partition;
            if (current == null
                    || !current.range().contains(time)
                    || !current.archive().equals(archive)) {
                end();
                current = writes.partition(archive, time, writing);
                partition = current;
                family = writing.family(current.family());
                first = time;
            }
            if (SampleCodec.sizeMax(entry.sample()) > VALUE_MAX) {
                rejected.accept(new AppendResult.Rejection(entry, AppendResult.Reason.TOO_LARGE));
                return false;
            }
            first = Math.min(first, time);
            id = edit.written(entry.series(), current).id();
            return true;
        }

        /** Notes the first instant in the partition. */
        void end() throws RocksDBException {
            if (partition != null) {
                edit.first(partition, first);
            }
        }

        int id() {
            return id;
        }

        Partition partition() {
            if (partition == null) {
                throw new IllegalStateException("nothing was aimed at");
            }
            return partition;
        }

        ColumnFamilyHandle family() {
            if (family == null) {
                throw new IllegalStateException("nothing was aimed at");
            }
            return family;
        }
    }
}
