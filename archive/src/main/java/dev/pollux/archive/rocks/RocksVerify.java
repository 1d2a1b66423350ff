package dev.pollux.archive.rocks;

import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.Ticks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Looks for damage. */
final class RocksVerify {
    private static final long MEMORY = 16 << 20;

    private RocksVerify() {}

    /** After an unclean stop: whether the newest partition of each archive has only series that the catalog knows. */
    static void newest(RocksStore store, Catalog catalog, Partitions partitions) {
        Map<Integer, SeriesEntry> byId = catalog.byId();
        Map<String, Partition> newest = new HashMap<>();
        for (Partition partition : partitions.all()) {
            newest.merge(
                    partition.archive(),
                    partition,
                    (a, b) -> a.range().to() > b.range().to() ? a : b);
        }
        for (Partition partition : newest.values()) {
            store.read(view -> {
                try (RocksIterator iterator = view.db().newIterator(view.family(partition.family()))) {
                    iterator.seekToFirst();
                    while (iterator.isValid()) {
                        int id = SampleKey.id(iterator.key());
                        if (!belongs(byId.get(id), partition)) {
                            throw new ArchiveException(store.directory() + ": damaged: " + name(partition)
                                    + " has samples of a series that the catalog does not know; "
                                    + RocksFault.DAMAGE_REMEDY);
                        }
                        iterator.seek(SampleKey.of(id, Long.MAX_VALUE));
                    }
                    iterator.status();
                }
                return true;
            });
        }
    }

    private static boolean belongs(@org.jspecify.annotations.Nullable SeriesEntry entry, Partition partition) {
        return entry != null && entry.series().archive().equals(partition.archive()) && entry.spans(partition.range());
    }

    /** Reads all of an archive that nobody has open. */
    static Verification all(Path directory) {
        Path database = directory.resolve(RocksStore.DATABASE);
        if (!Files.isRegularFile(database.resolve("CURRENT"))) {
            throw new ArchiveException(directory + ": holds no archive");
        }
        RocksLibrary.load(directory.resolve("native"));
        List<String> faults = new ArrayList<>();
        List<Verification.PartitionReport> reports = new ArrayList<>();
        try (DirectoryLock lock = DirectoryLock.take(directory);
                OpenStore open = OpenStore.open(lock.within(database), MEMORY, List.of(), true)) {
            Set<String> damaged = damagedFamilies(directory, open, faults);
            Map<Integer, SeriesEntry> byId = Catalog.read(open).byId();
            open.familyNames().stream()
                    .map(Partition::of)
                    .flatMap(Optional::stream)
                    .sorted(Comparator.comparing(Partition::archive)
                            .thenComparing(partition -> partition.range().from()))
                    .forEach(partition ->
                            reports.add(report(partition, open, byId, faults, damaged.contains(partition.family()))));
        } catch (RocksDBException e) {
            faults.add(String.valueOf(RocksFault.opening(directory, e).getMessage()));
        }
        return new Verification(reports, faults);
    }

    private static Set<String> damagedFamilies(Path directory, OpenStore open, List<String> faults) {
        Set<String> damaged = new HashSet<>();
        for (LiveFileMetaData file : open.db().getLiveFilesMetaData()) {
            try {
                FileCheck.check(directory, file);
            } catch (ArchiveException e) {
                faults.add(String.valueOf(e.getMessage()));
                damaged.add(new String(file.columnFamilyName(), java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        return damaged;
    }

    private static Verification.PartitionReport report(
            Partition partition, OpenStore open, Map<Integer, SeriesEntry> byId, List<String> faults, boolean damaged) {
        Set<Integer> series = new HashSet<>();
        long samples = 0;
        boolean sound = !damaged;
        try (ReadOptions options = new ReadOptions().setVerifyChecksums(true).setFillCache(false);
                RocksIterator iterator = open.db().newIterator(open.family(partition.family()), options)) {
            for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
                byte[] key = iterator.key();
                byte[] value = iterator.value();
                SampleCodec.decode(SampleKey.time(key), value, value.length);
                int id = SampleKey.id(key);
                if (series.add(id) && !belongs(byId.get(id), partition)) {
                    sound = false;
                    faults.add(name(partition) + ": series " + Integer.toUnsignedString(id) + " is not in the catalog");
                }
                samples++;
            }
            iterator.status();
        } catch (RocksDBException | ArchiveException e) {
            sound = false;
            faults.add(name(partition) + ": " + e.getMessage());
        }
        return new Verification.PartitionReport(
                partition.archive(), partition.range().from(), partition.range().to(), series.size(), samples, sound);
    }

    private static String name(Partition partition) {
        return "archive " + partition.archive() + " from "
                + Ticks.toInstant(partition.range().from());
    }
}
