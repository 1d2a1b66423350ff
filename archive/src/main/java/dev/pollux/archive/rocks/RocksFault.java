package dev.pollux.archive.rocks;

import dev.pollux.archive.ArchiveException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** Says what went wrong with the disk or the data in one line that names the remedy. */
final class RocksFault {
    private RocksFault() {}

    /** Why nothing can be stored. */
    static ArchiveException storing(Path directory, Throwable cause) {
        String remedy = "what is stored stays; storing goes on by itself when this is over";
        return new ArchiveException(directory + ": cannot store: " + reason(cause) + "; " + remedy, cause);
    }

    static ArchiveException reading(Path directory, RocksDBException cause) {
        return new ArchiveException(directory + ": cannot read: " + reason(cause) + remedyFor(cause), cause);
    }

    static ArchiveException opening(Path directory, RocksDBException cause) {
        return new ArchiveException(directory + ": cannot be opened: " + reason(cause) + remedyFor(cause), cause);
    }

    private static String remedyFor(RocksDBException cause) {
        return isDamage(cause) ? "; " + DAMAGE_REMEDY : "";
    }

    /** What to do about data that are not what was written. */
    static final String DAMAGE_REMEDY = "restore a backup, or move the directory away and start with an empty archive";

    /** Whether the data are not what was written. */
    static boolean isDamage(RocksDBException cause) {
        Status status = cause.getStatus();
        return status != null && status.getCode() == Status.Code.Corruption;
    }

    private static String reason(Throwable cause) {
        String text = String.valueOf(cause.getMessage()).replace('\n', ' ');
        String known = text.toLowerCase(Locale.ROOT);
        if (isNoSpace(cause) || known.contains("no space left")) {
            return "the disk is full (" + text + ")";
        }
        if (known.contains("read-only file system")) {
            return "the disk is read-only (" + text + ")";
        }
        return cause instanceof RocksDBException ? text : cause.toString().replace('\n', ' ');
    }

    private static boolean isNoSpace(@Nullable Throwable cause) {
        return cause instanceof RocksDBException e
                && e.getStatus() != null
                && e.getStatus().getSubCode() == Status.SubCode.NoSpace;
    }
}
