package dev.pollux.archive;

/** What happens where a sample with the same series and time is there already. */
public enum WriteMode {
    /** The new one stands; nothing is read before. */
    LIVE,

    /**
     * The one with the later server time stands; with equal server times the one whose encoding is greater as
     * unsigned bytes. So two archives that merge each other's samples end equal, whatever the order.
     */
    MERGE
}
