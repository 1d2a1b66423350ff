package dev.pollux.server.message.log;

import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.message.Message;
import dev.pollux.archive.message.MessageLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that asks the partner every second, and at once when it is back, for the messages of each station after
 * the last one known. Each station passes on those of all, each in their order, so the logs become equal whoever was
 * away, whenever, and however often this was interrupted.
 */
public final class MessageSync implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MessageSync.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(2);

    private final String station;
    private final String partnerName;
    private final MessageLog log;
    private final MessageJournal journal;
    private final Partner partner;
    private final Semaphore calls = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;
    // Owned by the thread.
    private String trouble = "";

    /** Carries a question to the partner's {@link MessageDesk}. */
    @FunctionalInterface
    public interface Partner {
        /**
         * Asks; may open a connection.
         *
         * @throws ArchiveException if there is no answer
         */
        byte[] ask(byte[] question);
    }

    /**
     * Does not run yet.
     *
     * @param station name of this one
     * @param partnerName whom {@code partner} asks
     * @param log of this station
     * @param journal takes what is new
     */
    public MessageSync(String station, String partnerName, MessageLog log, MessageJournal journal, Partner partner) {
        this.station = station;
        this.partnerName = partnerName;
        this.log = log;
        this.journal = journal;
        this.partner = partner;
        thread = new Thread(this::run, "pollux-message-sync");
        thread.setDaemon(true);
    }

    /** Begins. */
    public void start() {
        thread.start();
    }

    /** The partner is back: asks it now. From any thread. */
    public void now() {
        calls.release();
    }

    private void run() {
        try {
            while (!closed) {
                lookSafely();
                boolean unused = calls.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                calls.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookSafely() {
        try {
            while (!closed && lookOnce()) {
                LOG.debug("there are more messages");
            }
            trouble = "";
        } catch (ArchiveException e) {
            troubled(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            troubled(e.toString());
        }
    }

    private void troubled(String why) {
        if (!why.equals(trouble) && !closed) {
            trouble = why;
            LOG.info("messages of {} cannot be had at present: {}", partnerName, why);
        }
    }

    /**
     * One question and what follows from it.
     *
     * @return whether there may be more
     */
    boolean lookOnce() {
        Map<String, Long> known = log.known();
        // The own ones come back too, each once: who cannot know that its data were rolled back has to ask.
        long returned = log.returned(partnerName);
        known.put(station, returned);
        List<Message> page = MessagePages.answer(partner.ask(MessagePages.question(known)));
        boolean progress = !page.isEmpty() && journal.received(page) > 0;
        long upTo = page.stream()
                .filter(each -> each.station().equals(station))
                .mapToLong(Message::sequence)
                .max()
                .orElse(returned);
        if (upTo > returned) {
            log.returned(partnerName, upTo);
            progress = true;
        }
        return page.size() == MessagePages.MESSAGES_MAX && progress;
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
