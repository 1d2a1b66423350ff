package dev.pollux.server.redundancy.sync;

import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.coverage.Coverage;
import dev.pollux.archive.sync.GapFiller;
import dev.pollux.archive.sync.GapRules;
import dev.pollux.archive.sync.GapRules.Piece;
import dev.pollux.archive.sync.GuardedArchive;
import dev.pollux.archive.sync.PartnerArchive;
import dev.pollux.archive.sync.PartnerView;
import dev.pollux.archive.sync.RemoteArchive;
import dev.pollux.server.message.Messages;
import dev.pollux.server.message.SystemMessage;
import dev.pollux.server.project.ArchiveConfig.Synchronization;
import dev.pollux.server.redundancy.link.PartnerLine;
import dev.pollux.server.redundancy.sync.SyncProgress.Phase;
import dev.pollux.server.redundancy.sync.SyncProgress.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
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

    private final GuardedArchive own;
    private final Supplier<Coverage> held;
    private final PartnerLine link;
    private final Synchronization config;
    private final GapFiller.Tags tags;
    private final PartnerArchive partner;
    // Replaced when it is started anew; the one before then ends as soon as it can.
    private volatile Thread thread;
    private volatile long beat = System.nanoTime();
    private final Turn turn;
    private final SyncLedger ledger = new SyncLedger();
    private final Messages messages;
    private volatile Coverage theirs = Coverage.NONE;
    private volatile Duration partnerMissing = Duration.ZERO;
    private volatile boolean paused;
    private volatile boolean closed;
    // Owned by the thread.
    private Pace pace;
    private Coverage heldBefore = Coverage.NONE;
    private Coverage heldNow = Coverage.NONE;

    /**
     * What this station has.
     *
     * @param archive stays the caller's
     * @param held what it has seen too, and will call complete once values that are held back are archived
     */
    public record Own(GuardedArchive archive, Supplier<Coverage> held) {}

    /**
     * A worker that does not run yet.
     *
     * @param own what this station has
     * @param link closed by {@link #close()}
     * @param tags what is archived
     * @param turn shared with those of the other partners
     * @param messages hears of the synchronisation after a return
     */
    public SyncWorker(
            Own own, PartnerLine link, Synchronization config, GapFiller.Tags tags, Turn turn, Messages messages) {
        this.own = own.archive();
        this.held = own.held();
        this.turn = turn;
        this.messages = messages;
        this.link = link;
        this.config = config;
        this.tags = tags;
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
            turn.giveBack(hanging);
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
        return ledger.progress();
    }

    /** What the partner's archive lacked of the own one when it was last asked. From any thread. */
    public Duration partnerMissing() {
        return partnerMissing;
    }

    /** Interrupts copying, or lets it go on, until this station ends. From any thread; returns at once. */
    public void pause(boolean wanted) {
        paused = wanted;
    }

    private void run() {
        try {
            while (!ended()) {
                beat = System.nanoTime();
                try {
                    look();
                } catch (ArchiveException e) {
                    var unused = troubled(String.valueOf(e.getMessage()));
                } catch (RuntimeException e) {
                    LOG.error("cannot synchronise the archive", e);
                    // It is tried again each second; after a return the end of the run was told already.
                    if (troubled(e.toString()) && !ledger.progress().afterReturn()) {
                        messages.raise(SystemMessage.SYNC_FAILED, e.toString());
                    }
                }
                Thread.sleep(LOOK.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean troubled(String why) {
        boolean news = ledger.troubled(why);
        if (news) {
            LOG.info("archive synchronisation waits: {}", why);
        }
        return news;
    }

    private void look() throws InterruptedException {
        link.connect();
        theirs = partner.coverage();
        heldBefore = heldNow;
        heldNow = held.get();
        List<Piece> pieces = missing();
        ledger.looked(pieces);
        partnerMissing = length(GapRules.plan(theirs, Coverage.of(own.coverage()), known(), PIECE));
        if (!config.fillGaps()) {
            ledger.rests(Phase.OFF);
        } else if (pieces.isEmpty() || paused) {
            ledger.rests(paused ? Phase.PAUSED : Phase.COMPLETE);
        } else if (turn.take()) {
            try {
                fill(missing());
            } finally {
                turn.giveBack(Thread.currentThread());
            }
        } else {
            ledger.rests(Phase.WAITING);
        }
    }

    private void fill(List<Piece> pieces) throws InterruptedException {
        pace = new Pace(config.rateMax(), System.nanoTime());
        ledger.begins(Instant.now(), System.nanoTime());
        boolean told = ledger.progress().afterReturn();
        ledger.progress().span().filter(span -> told).ifPresent(span -> {
            LOG.info(
                    "filling {} of gaps from the partner's archive",
                    ledger.progress().missing());
            messages.raise(SystemMessage.SYNC_STARTED, span.from(), span.to());
        });
        Optional<String> error = Optional.of("ended unexpectedly");
        boolean failed = false;
        try {
            error = copy(pieces);
        } catch (RuntimeException e) {
            boolean expected = e instanceof ArchiveException;
            error = Optional.of(expected ? String.valueOf(e.getMessage()) : e.toString());
            // A link that went is an interruption; it goes on when the link is back.
            failed = !expected || link.isOpen();
            throw e;
        } finally {
            report(ledger.ends(Instant.now(), error.orElse("")), told, failed);
        }
        ledger.looked(missing());
        ledger.rests(paused ? Phase.PAUSED : Phase.COMPLETE);
    }

    /** Copies piece after piece; returns why it ended early. */
    private Optional<String> copy(List<Piece> pieces) throws InterruptedException {
        GapFiller filler = new GapFiller(own, partner, tags, this::copied);
        try {
            for (Piece piece : pieces) {
                filler.begin(piece);
                ledger.filled(piece, pace.rate(System.nanoTime()), System.nanoTime());
            }
            return Optional.empty();
        } catch (CancellationException interrupted) {
            return Optional.of(String.valueOf(interrupted.getMessage()));
        } finally {
            filler.finish();
        }
    }

    private void report(Run run, boolean told, boolean failed) {
        if (!told) {
            return;
        }
        Duration took = Duration.between(run.start(), run.end());
        if (run.error().isEmpty()) {
            LOG.info("filled the gaps with {} samples in {} ms", run.samples(), took.toMillis());
            messages.raise(SystemMessage.SYNC_FINISHED, run.samples(), took.toSeconds());
        } else if (!ended()) {
            LOG.info("filling gaps ended early after {} samples: {}", run.samples(), run.error());
            messages.raise(failed ? SystemMessage.SYNC_FAILED : SystemMessage.SYNC_INTERRUPTED, run.error());
        }
    }

    private static Duration length(List<Piece> pieces) {
        return Ticks.toDuration(pieces.stream()
                .mapToLong(piece -> piece.range().to() - piece.range().from())
                .sum());
    }

    private List<Piece> missing() {
        // In this order, and what was held a look ago too: it may be on its way to the disk.
        Coverage soon = heldBefore.union(heldNow);
        return GapRules.plan(Coverage.of(own.coverage()).union(soon), theirs, known(), PIECE);
    }

    private void copied(int samples) {
        if (ended()) {
            throw new CancellationException("the station stops");
        }
        beat = System.nanoTime();
        if (paused) {
            throw new CancellationException("paused by an operator");
        }
        Duration ahead = pace.after(samples, System.nanoTime());
        ledger.copied(samples, pace.rate(System.nanoTime()));
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
