package dev.pollux.server.message.log;

import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.message.Message;
import dev.pollux.archive.message.MessageLog;
import dev.pollux.server.message.Messages;
import dev.pollux.server.message.SystemMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that numbers the messages of this station, writes them to the log files, shows them to clients and keeps
 * them. Whoever raises one goes on at once. Clients are shown a message before it is kept: a hanging disk is just what
 * operators must hear of.
 */
public final class MessageJournal implements Messages, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MessageJournal.class);
    private static final int QUEUE_MAX = 1_000;
    private static final int UNKEPT_MAX = 10_000;
    private static final int WARNING = 600;
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration FORGET_EVERY = Duration.ofMinutes(1);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(2);
    /** What the partner said before that is history, no event. */
    private static final long SHOWN_LATE_MAX = Ticks.PER_HOUR;

    private final String station;
    private final MessageLog log;
    private final Retention retention;
    private final InstantSource clock;
    private final Consumer<Message> clients;
    private final LinkedBlockingQueue<Raised> queue = new LinkedBlockingQueue<>(QUEUE_MAX);
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong beat = new AtomicLong(System.nanoTime());
    private final Thread thread;
    private volatile boolean closed;
    // Owned by the thread.
    private long sequence;
    private long droppedTold;
    private long forgottenAt = System.nanoTime();
    private boolean troubled;
    private final List<Message> unkept = new ArrayList<>();

    /**
     * How long messages are kept.
     *
     * @param age of the oldest
     * @param countMax of all
     */
    public record Retention(Duration age, long countMax) {}

    /** What waits for the thread. */
    private record Raised(SystemMessage message, String text, Instant time) {}

    /**
     * Does not run yet; what is raised before waits.
     *
     * @param station name of this one
     * @param log stays the caller's
     * @param clients is shown each message once, from this journal's thread or the partner's; must not block
     */
    public MessageJournal(
            String station, MessageLog log, Retention retention, InstantSource clock, Consumer<Message> clients) {
        this.station = station;
        this.log = log;
        this.retention = retention;
        this.clock = clock;
        this.clients = clients;
        // Above all that went before, even if that was lost with the disk: no number stands for two messages.
        sequence = Math.max(log.last(station), micros(clock.instant()));
        thread = new Thread(this::run, "pollux-messages");
        thread.setDaemon(true);
    }

    private static long micros(Instant now) {
        return Math.max(0, now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000);
    }

    /** Begins. */
    public void start() {
        thread.start();
    }

    @Override
    public void raise(SystemMessage message, Object... values) {
        String text = message.text(values);
        String fitting = text.length() <= Message.TEXT_MAX ? text : text.substring(0, Message.TEXT_MAX - 1) + '…';
        if (!queue.offer(new Raised(message, fitting, clock.instant()))) {
            dropped.incrementAndGet();
        }
    }

    /** How many messages were not taken because too many waited already. */
    public long dropped() {
        return dropped.get();
    }

    /** The last sign of life of the thread, as monotonic nanoseconds. */
    public long beat() {
        return beat.get();
    }

    /**
     * Takes messages that another station has raised, or this one before it lost its log. From any thread.
     *
     * @return how many were not known
     * @throws ArchiveException if they cannot be kept
     */
    public int received(List<Message> messages) {
        long now = Ticks.of(clock.instant());
        List<Message> added =
                log.append(messages.stream().map(each -> each.received(now)).toList());
        added.stream().filter(each -> each.time() > now - SHOWN_LATE_MAX).forEach(this::show);
        return added.size();
    }

    private void run() {
        List<Raised> batch = new ArrayList<>();
        while (!closed || !queue.isEmpty()) {
            try {
                beat.set(System.nanoTime());
                Raised first = queue.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch);
                }
                batch.forEach(this::take);
            } catch (InterruptedException e) {
                // Closed: what waits is still written.
                queue.drainTo(batch);
                batch.forEach(this::take);
            } catch (RuntimeException e) {
                LOG.error("a message could not be shown", e);
            }
            batch.clear();
            tellDropped();
            keep();
            forget();
        }
    }

    private void take(Raised raised) {
        sequence++;
        long time = Ticks.of(raised.time());
        SystemMessage what = raised.message();
        Message message = new Message(
                station,
                sequence,
                time,
                time,
                what.number(),
                what.severity(),
                what.source().name().toLowerCase(Locale.ROOT),
                raised.text());
        if (what.severity() >= WARNING) {
            LOG.warn("{} {}", message.number(), message.text());
        } else {
            LOG.info("{} {}", message.number(), message.text());
        }
        if (unkept.size() < UNKEPT_MAX) {
            unkept.add(message);
        } else {
            dropped.incrementAndGet();
        }
        show(message);
    }

    private void show(Message message) {
        try {
            clients.accept(message);
        } catch (RuntimeException e) {
            LOG.error("message {} could not be shown to clients", message.number(), e);
        }
    }

    private void tellDropped() {
        long now = dropped.get();
        if (now != droppedTold) {
            LOG.warn("{} messages came faster than they could be written and are missing", now - droppedTold);
            droppedTold = now;
        }
    }

    private void keep() {
        if (unkept.isEmpty()) {
            return;
        }
        try {
            List<Message> unused = log.append(unkept);
            unkept.clear();
            troubled = false;
        } catch (ArchiveException e) {
            if (!troubled) {
                LOG.error("messages cannot be kept at present: {}", e.getMessage());
            }
            troubled = true;
        }
    }

    private void forget() {
        if (System.nanoTime() - forgottenAt < FORGET_EVERY.toNanos()) {
            return;
        }
        forgottenAt = System.nanoTime();
        try {
            int gone = log.forget(Ticks.of(clock.instant().minus(retention.age())), retention.countMax());
            if (gone > 0) {
                LOG.info("{} old messages were deleted", gone);
            }
        } catch (ArchiveException e) {
            LOG.warn("old messages cannot be deleted: {}", e.getMessage());
        }
    }

    /** Writes what waits, then ends; bounded. */
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
