package dev.pollux.server.redundancy.sync;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.coverage.Coverage;
import dev.pollux.archive.sync.GapFiller;
import dev.pollux.archive.sync.GapRules;
import dev.pollux.archive.sync.GapRules.Piece;
import dev.pollux.archive.sync.PartnerArchive;
import dev.pollux.archive.sync.PartnerView;
import dev.pollux.archive.sync.RemoteArchive;
import dev.pollux.server.project.ArchiveConfig.Synchronization;
import dev.pollux.server.redundancy.link.ArchiveLink;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that asks the partner every second what its archive is complete for, and copies what the own one lacks.
 * What is missing follows from the coverage of both alone, so it does not matter why it is missing, nor how often this
 * was interrupted.
 */
public final class SyncWorker implements PartnerView, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SyncWorker.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** Live archiving may lag behind by this; what is younger is not called missing. */
    private static final Duration SETTLE = Duration.ofSeconds(5);
    /** Small enough to begin again after an interruption, large enough that its edges cost nothing. */
    private static final long PIECE = 5 * 60 * Ticks.PER_SECOND;

    private final Archive own;
    private final ArchiveLink link;
    private final Synchronization config;
    private final Function<String, List<Series>> seriesOf;
    private final PartnerArchive partner;
    // Replaced when it is started anew; the one before then ends as soon as it can.
    private volatile Thread thread;
    private volatile long beat = System.nanoTime();
    private volatile Coverage theirs = Coverage.NONE;
    private volatile SyncProgress progress = SyncProgress.NOTHING_KNOWN;
    private volatile boolean closed;
    // Owned by the thread.
    private long copied;
    private Pace pace;
    private String trouble = "";

    /**
     * A worker that does not run yet.
     *
     * @param own archive; stays the caller's
     * @param link closed by {@link #close()}
     * @param seriesOf the archived series of a device
     */
    public SyncWorker(Archive own, ArchiveLink link, Synchronization config, Function<String, List<Series>> seriesOf) {
        this.own = own;
        this.link = link;
        this.config = config;
        this.seriesOf = seriesOf;
        partner = new RemoteArchive(link::call);
        pace = new Pace(config.rateMax(), System.nanoTime());
        thread = thread();
    }

    private Thread thread() {
        Thread made = new Thread(this::run, "pollux-sync");
        made.setDaemon(true);
        return made;
    }

    /** Begins. */
    public void start() {
        thread.start();
    }

    /** Leaves a thread that hangs alone, and begins again with another. */
    public synchronized void startAnew() {
        if (!closed) {
            Thread hanging = thread;
            thread = thread();
            hanging.interrupt();
            thread.start();
        }
    }

    /** Whether the calling thread has been told to end. */
    private boolean ended() {
        return closed || Thread.currentThread() != thread;
    }

    /** The thread's last sign of life, as monotonic nanoseconds; one at least with each answer of the partner. */
    public long beat() {
        return beat;
    }

    /** How far it is. From any thread. */
    public SyncProgress progress() {
        return progress;
    }

    private void run() {
        try {
            while (!ended()) {
                beat = System.nanoTime();
                try {
                    look();
                } catch (ArchiveException e) {
                    troubled(String.valueOf(e.getMessage()));
                } catch (CancellationException e) {
                    return;
                } catch (RuntimeException e) {
                    LOG.error("cannot synchronise the archive", e);
                    troubled(e.toString());
                }
                Thread.sleep(LOOK.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void troubled(String why) {
        progress = new SyncProgress(false, progress.gaps(), progress.missing(), copied, 0, Optional.empty(), why);
        if (!progress.trouble().equals(trouble)) {
            trouble = progress.trouble();
            LOG.info("archive synchronisation waits: {}", trouble);
        }
    }

    private void look() throws InterruptedException {
        link.connect();
        theirs = partner.coverage();
        trouble = "";
        List<Piece> pieces = missing();
        if (pieces.isEmpty() || !config.fillGaps()) {
            show(pieces, false, 0);
            return;
        }
        LOG.info("filling {} of gaps from the partner's archive", length(pieces));
        GapFiller filler = new GapFiller(own, partner, seriesOf, this::copied);
        long begun = System.nanoTime();
        pace = new Pace(config.rateMax(), begun);
        long before = copied;
        Duration done = Duration.ZERO;
        for (int i = 0; i < pieces.size() && !ended(); i++) {
            show(pieces.subList(i, pieces.size()), true, pace.rate(System.nanoTime()));
            filler.fill(pieces.get(i));
            done = done.plus(Ticks.toDuration(
                    pieces.get(i).range().to() - pieces.get(i).range().from()));
            estimate(done, Duration.ofNanos(System.nanoTime() - begun), pieces.subList(i + 1, pieces.size()));
        }
        LOG.info(
                "filled {} of gaps with {} samples in {} ms",
                done,
                copied - before,
                Duration.ofNanos(System.nanoTime() - begun).toMillis());
        show(missing(), false, 0);
    }

    private List<Piece> missing() {
        return GapRules.plan(Coverage.of(own.coverage()), theirs, known(), PIECE);
    }

    private void show(List<Piece> left, boolean running, double rate) {
        int gaps = (int) left.stream().filter(Piece::last).count();
        progress = new SyncProgress(
                running, gaps, length(left), copied, rate, running ? progress.remaining() : Optional.empty(), "");
    }

    private void estimate(Duration done, Duration took, List<Piece> left) {
        double share = (double) length(left).toMillis() / Math.max(1, done.toMillis());
        Duration remaining = Duration.ofMillis((long) (took.toMillis() * share));
        progress = new SyncProgress(
                true, progress.gaps(), length(left), copied, pace.rate(System.nanoTime()), Optional.of(remaining), "");
    }

    private static Duration length(List<Piece> pieces) {
        return Ticks.toDuration(pieces.stream()
                .mapToLong(piece -> piece.range().to() - piece.range().from())
                .sum());
    }

    private void copied(int samples) {
        if (ended()) {
            throw new CancellationException("the station stops");
        }
        beat = System.nanoTime();
        copied += samples;
        Duration ahead = pace.after(samples, System.nanoTime());
        try {
            Thread.sleep(ahead.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (CancellationException) new CancellationException("the station stops").initCause(e);
        }
    }

    @Override
    public Optional<PartnerArchive> archive() {
        return link.isOpen() ? Optional.of(partner) : Optional.empty();
    }

    @Override
    public Coverage coverage() {
        return theirs;
    }

    @Override
    public TimeRange known() {
        Instant now = Instant.now();
        long to = Ticks.of(now.minus(SETTLE));
        long from = config.last().map(span -> Ticks.of(now.minus(span))).orElse(Ticks.MIN);
        return new TimeRange(Math.min(from, to), to);
    }

    @Override
    public void failed(ArchiveException reason) {
        LOG.info("a client's read went without the partner's archive: {}", reason.getMessage());
    }

    /** Interrupts what is being copied; it begins again with the next start. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        link.close();
        try {
            thread.join(Duration.ofSeconds(2).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
