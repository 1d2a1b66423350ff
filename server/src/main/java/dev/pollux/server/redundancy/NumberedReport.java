package dev.pollux.server.redundancy;

/**
 * A report with its origin, so that one that was overtaken on the way is not taken for news.
 *
 * @param incarnation random number of the sending process
 * @param sequence rises with each report of one process
 * @param report the content
 */
public record NumberedReport(long incarnation, long sequence, PartnerReport report) {
    /** Whether this was sent after {@code other}; of two processes the one heard later counts as newer. */
    boolean newerThan(NumberedReport other) {
        return incarnation != other.incarnation || sequence > other.sequence;
    }
}
