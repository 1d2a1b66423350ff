package dev.pollux.server.change;

import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.change.Change;
import dev.pollux.server.change.ChangePages.Page;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that asks one partner a few times a second for the changes of each station after the last one known. Each
 * station passes on those of all, so the logs become equal whoever was away and however often this was interrupted. The
 * own ones come back as well, so what the own log has lost comes with them.
 */
public final class ChangeSync implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeSync.class);
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration REST = Duration.ofSeconds(2);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(2);

    private final String station;
    private final String partnerName;
    private final ChangeJournal journal;
    private final UnaryOperator<byte[]> partner;
    private final Thread thread;
    private volatile boolean closed;
    private volatile long knownUntil;
    private volatile long forgottenBefore;
    // Owned by the thread.
    private String trouble = "";

    /**
     * Does not run yet.
     *
     * @param station name of this one
     * @param partnerName for the log file
     * @param partner carries a question to the partner's {@link ChangeDesk}, or throws {@link ArchiveException}
     */
    public ChangeSync(String station, String partnerName, ChangeJournal journal, UnaryOperator<byte[]> partner) {
        this.station = station;
        this.partnerName = partnerName;
        this.journal = journal;
        this.partner = partner;
        thread = new Thread(this::run, "pollux-change-sync-" + partnerName);
        thread.setDaemon(true);
    }

    /** Begins. */
    public void start() {
        thread.start();
    }

    /** All changes that the partner has made until then, by its clock, are in the own log; 0 if nothing is known. */
    long knownUntil() {
        return knownUntil;
    }

    /** The partner has forgotten what is older. */
    long forgottenBefore() {
        return forgottenBefore;
    }

    private void run() {
        try {
            while (!closed) {
                TimeUnit.MILLISECONDS.sleep((look() ? LOOK : REST).toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean look() {
        try {
            while (!closed && lookOnce()) {
                LOG.debug("there are more changes");
            }
            trouble = "";
            return true;
        } catch (ArchiveException | IllegalArgumentException e) {
            troubled(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("changes of {} cannot be taken", partnerName, e);
            troubled(e.toString());
        }
        return false;
    }

    private void troubled(String why) {
        if (!why.equals(trouble) && !closed) {
            trouble = why;
            LOG.info("changes of {} cannot be had at present: {}", partnerName, why);
        }
    }

    /**
     * One question and what follows from it.
     *
     * @return whether there is more
     */
    boolean lookOnce() {
        Map<String, Long> known = journal.log().known();
        // The own ones come back too, each once: who cannot know that its data were rolled back has to ask.
        long returned = journal.log().returned(partnerName);
        known.put(station, returned);
        Page page = ChangePages.answer(partner.apply(ChangePages.question(known)));
        if (!page.changes().isEmpty()) {
            int unused = journal.received(page, returned);
            long upTo = page.changes().stream()
                    .filter(each -> each.station().equals(station))
                    .mapToLong(Change::sequence)
                    .max()
                    .orElse(returned);
            if (upTo > returned) {
                journal.log().returned(partnerName, upTo);
            }
        }
        if (!page.more()) {
            forgottenBefore = page.forgottenBefore();
            knownUntil = page.asOf();
        }
        return page.more() && !page.changes().isEmpty();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(CLOSE_MAX.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
