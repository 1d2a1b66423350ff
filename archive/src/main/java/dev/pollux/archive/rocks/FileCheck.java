package dev.pollux.archive.rocks;

import dev.pollux.archive.ArchiveException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.Options;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares the checksums of data files. */
final class FileCheck {
    private static final Logger LOG = LoggerFactory.getLogger(FileCheck.class);

    /** What is read at start at most, the newest first: a few seconds of a slow disk. */
    private static final long BYTES_MAX = 1L << 30;

    private FileCheck() {}

    /** @throws ArchiveException naming the partition and the file if one is damaged */
    static void newerThan(Path directory, OpenStore open, long number) throws RocksDBException {
        // Compaction is at work already; what it has replaced must not vanish before it was looked at.
        open.db().disableFileDeletions();
        try {
            checkNewerThan(directory, open, number);
        } finally {
            open.db().enableFileDeletions();
        }
    }

    private static void checkNewerThan(Path directory, OpenStore open, long number) {
        List<LiveFileMetaData> files = open.db().getLiveFilesMetaData().stream()
                .filter(file -> StoreMarks.fileNumber(file) > number)
                .sorted(Comparator.comparingLong(StoreMarks::fileNumber).reversed())
                .toList();
        long bytes = 0;
        int checked = 0;
        for (LiveFileMetaData file : files) {
            bytes += file.size();
            if (bytes > BYTES_MAX) {
                LOG.warn(
                        "{}: checked the newest {} of {} files; verify it at leisure",
                        directory,
                        checked,
                        files.size());
                return;
            }
            check(directory, file);
            checked++;
        }
    }

    static void check(Path directory, LiveFileMetaData file) {
        try (Options options = new Options();
                SstFileReader reader = new SstFileReader(options)) {
            reader.open(file.path() + file.fileName());
            reader.verifyChecksum();
        } catch (RocksDBException e) {
            throw new ArchiveException(
                    directory + ": damaged: " + new String(file.columnFamilyName(), StandardCharsets.UTF_8) + " in "
                            + file.fileName().replace("/", "") + ": " + e.getMessage() + "; "
                            + RocksFault.DAMAGE_REMEDY,
                    e);
        }
    }
}
