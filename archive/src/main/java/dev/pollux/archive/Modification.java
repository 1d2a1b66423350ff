package dev.pollux.archive;

/**
 * A value that a user changed or deleted, kept for ReadModified (OPC 10000-11 §6.5.3).
 *
 * @param series where it was; always of {@link Series#VALUES}
 * @param old the sample as it was; for an insertion the inserted one, as there was none before
 * @param modificationTime when it was changed, in {@link Ticks}
 * @param kind of the change
 * @param user who changed it
 */
public record Modification(Series series, ArchivedSample old, long modificationTime, Kind kind, String user) {
    /** HistoryUpdateType of OPC 10000-11. */
    public enum Kind {
        INSERT(1),
        REPLACE(2),
        UPDATE(3),
        DELETE(4);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        /** The value of the enumeration in OPC UA. */
        public int code() {
            return code;
        }
    }
}
