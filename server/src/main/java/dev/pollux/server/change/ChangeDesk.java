package dev.pollux.server.change;

import dev.pollux.archive.change.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Answers other stations' questions for changes. Safe for use by any threads; an answer is bounded. */
public final class ChangeDesk {
    private final ChangeJournal journal;

    /** Over a journal. */
    public ChangeDesk(ChangeJournal journal) {
        this.journal = journal;
    }

    /** Whether this is a question for changes, and not for anything else of an archive. */
    public static boolean isAsked(byte[] question) {
        return ChangePages.isQuestion(question);
    }

    /**
     * Answers one question.
     *
     * @throws IllegalArgumentException if it cannot be understood
     * @throws dev.pollux.archive.ArchiveException if the log cannot be read
     */
    public byte[] answer(byte[] question) {
        Map<String, Long> known = ChangePages.question(question);
        // Taken first: what is made while the log is read belongs to the next answer.
        long asOf = journal.now();
        List<Change> changes = new ArrayList<>();
        boolean more = false;
        long bytes = 0;
        for (String station : journal.stations()) {
            long reached = known.getOrDefault(station, 0L);
            int left = ChangePages.CHANGES_MAX - changes.size();
            if (left > 0 && bytes < ChangePages.BYTES_MAX) {
                for (Change each : journal.log().after(station, reached, left, ChangePages.BYTES_MAX - bytes)) {
                    bytes += ChangePages.size(each);
                    if (!changes.isEmpty() && bytes > ChangePages.BYTES_MAX) {
                        break;
                    }
                    changes.add(each);
                    reached = each.sequence();
                }
            }
            more |= journal.log().last(station) > reached;
        }
        return ChangePages.answer(new ChangePages.Page(asOf, journal.log().forgottenBefore(), more, changes));
    }
}
