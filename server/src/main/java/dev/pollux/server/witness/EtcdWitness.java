package dev.pollux.server.witness;

import dev.pollux.server.project.WitnessAccess;
import dev.pollux.server.project.WitnessConfig;
import dev.pollux.server.redundancy.WitnessView;
import dev.pollux.server.redundancy.loop.Witness;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The witness in etcd. One thread asks; the loop's thread only looks at what is known and leaves what it wants. The
 * watch of etcd only makes that thread ask at once: nothing rests on it.
 */
public final class EtcdWitness implements Witness, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EtcdWitness.class);
    /** A client that has failed for so long is replaced: its own pauses before it connects again grow to minutes. */
    private static final Duration CLIENT_PATIENCE = Duration.ofSeconds(5);

    private static final long CLOSE_MS = 1_000;
    /** Longest pause without a sign of life. */
    private static final Duration BEAT = Duration.ofMillis(500);

    private static final int IO_THREADS = 2;

    private final EtcdAccess access;
    private final String set;
    private final String station;
    private final LeaseTiming timing;
    private final Runnable changed;
    private final Thread thread;
    private final ExecutorService io = Executors.newFixedThreadPool(IO_THREADS, EtcdWitness::daemon);
    private final Semaphore wake = new Semaphore(0);
    // Guarded by itself, for moments only: the loop's thread looks in.
    private final LeaseBook book;

    // Owned by the thread.
    private Optional<EtcdLease> etcd = Optional.empty();
    private AtomicBoolean watching = new AtomicBoolean();
    private long workedNanos = System.nanoTime();
    private WitnessView told = WitnessView.UNREACHABLE;

    private volatile Optional<String> trouble = Optional.empty(); // written by the thread, read by who shows it
    private volatile long beat = System.nanoTime(); // written by the thread, read by who watches it
    private volatile boolean closed;

    /**
     * A witness that is not asked yet.
     *
     * @param set name of the set; stations of one set have the same, sets that share an etcd have different ones
     * @param station name of this station
     * @param config of the set
     * @param own how this station logs in
     * @param changed called when something about the lease has changed; must return at once
     */
    public EtcdWitness(String set, String station, WitnessConfig config, WitnessAccess own, Runnable changed) {
        this.set = set;
        this.station = station;
        this.changed = changed;
        timing = new LeaseTiming(config.lease());
        access = new EtcdAccess(config.endpoints(), own, timing.request());
        book = new LeaseBook(timing);
        thread = new Thread(this::run, "pollux-witness");
        thread.setDaemon(true);
    }

    /**
     * Begins to ask.
     *
     * @throws IOException naming the fault, if a certificate, a key or a password cannot be read
     */
    public void start() throws IOException {
        connect();
        thread.start();
    }

    @Override
    public WitnessView view(LongFunction<Duration> uptimeOf) {
        synchronized (book) {
            return book.view(System.nanoTime(), uptimeOf);
        }
    }

    @Override
    public void want(boolean lease, long term) {
        boolean now;
        synchronized (book) {
            now = book.want(lease, term, System.nanoTime());
        }
        if (now) {
            wake.release();
        }
    }

    /**
     * The thread's last sign of life, as monotonic nanoseconds. One at least every half second, and during a request
     * every {@link WitnessConfig#lease()} at the latest, unless it hangs; whether the witness answers or not.
     */
    public long beat() {
        return beat;
    }

    /** How it stands. From any thread. */
    public WitnessStatus status() {
        WitnessView view = view(Duration::ofNanos);
        return new WitnessStatus(
                view.reachable(),
                view.text(),
                view.status() == WitnessView.Status.HELD ? Optional.of(station) : view.holder(),
                view.term(),
                trouble);
    }

    private void connect() throws IOException {
        etcd = Optional.of(new EtcdLease(access.open(io), set, timing.request()));
        watching = new AtomicBoolean();
        workedNanos = System.nanoTime();
    }

    private void run() {
        int failures = 0;
        try {
            while (!closed) {
                boolean again = false;
                try {
                    again = turn();
                    failures = 0;
                    worked();
                } catch (WitnessException | RuntimeException e) {
                    failures++;
                    failed(e);
                }
                tell();
                Duration pause = again || failures > 0 ? timing.retry(Math.max(1, failures)) : timing.period();
                rest(pause);
            }
            want(false, 0);
            giveBack();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed, and no time to be polite
        } catch (WitnessException | RuntimeException e) {
            LOG.info("the witness keeps the lease until it runs out: {}", e.getMessage());
        } finally {
            etcd.ifPresent(EtcdLease::close);
            io.shutdownNow();
        }
    }

    private void rest(Duration pause) throws InterruptedException {
        long end = System.nanoTime() + pause.toNanos();
        boolean woken = false;
        for (long left = pause.toNanos(); left > 0 && !woken; left = end - System.nanoTime()) {
            beat = System.nanoTime();
            woken = wake.tryAcquire(Math.min(left, BEAT.toNanos()), TimeUnit.NANOSECONDS);
        }
        wake.drainPermits();
    }

    /** Asks once what is to be asked; says whether to ask again soon. */
    private boolean turn() throws WitnessException, InterruptedException {
        giveBack();
        Optional<Long> lease;
        synchronized (book) {
            lease = book.held();
            if (book.abandoned(System.nanoTime())) {
                return false;
            }
        }
        if (lease.isPresent()) {
            boolean recorded = record(lease.get());
            return renew(lease.get()) || !recorded;
        }
        look();
        take();
        return false;
    }

    private void giveBack() throws WitnessException, InterruptedException {
        List<Long> leases;
        synchronized (book) {
            leases = book.toGiveBack(System.nanoTime());
        }
        for (long lease : leases) {
            etcd().giveBack(lease);
            synchronized (book) {
                book.gaveBack(lease);
            }
        }
    }

    private void look() throws WitnessException, InterruptedException {
        long epoch = epoch();
        long sent = System.nanoTime();
        watch(); // Before the look, so that no change falls between them.
        Sighting seen = etcd().look();
        synchronized (book) {
            book.saw(seen, sent, epoch);
        }
    }

    private void take() throws WitnessException, InterruptedException {
        Optional<Sighting> free;
        long epoch;
        long term;
        synchronized (book) {
            free = book.toTake();
            epoch = book.epoch();
            term = Math.max(book.ownTerm(), book.recorded());
        }
        if (free.isEmpty()) {
            return;
        }
        long sent = System.nanoTime();
        long lease = etcd().grant(timing.lease());
        synchronized (book) {
            book.granted(lease, sent);
        }
        Optional<Sighting> taken = etcd().take(lease, station, free.get(), term);
        if (taken.isPresent()) {
            LOG.info("{} holds the witness's lease", station);
            synchronized (book) {
                book.took(lease, sent, taken.get(), epoch);
            }
        } else {
            giveBack();
        }
    }

    /** False: something else is on record than was seen last. The look after the renewal shows what. */
    private boolean record(long lease) throws WitnessException, InterruptedException {
        Optional<Long> term;
        long seen;
        synchronized (book) {
            term = book.toRecord(System.nanoTime());
            seen = book.recordedRevision();
        }
        if (term.isEmpty()) {
            return true;
        }
        Optional<Long> at = etcd().record(lease, station, term.get(), seen);
        if (at.isPresent()) {
            synchronized (book) {
                book.recorded(term.get(), at.get());
            }
            tell();
        }
        return at.isPresent();
    }

    private boolean renew(long lease) throws WitnessException, InterruptedException {
        long epoch = epoch();
        long sent = System.nanoTime();
        Optional<Long> raftTerm = etcd().renew(lease);
        if (raftTerm.isEmpty()) {
            LOG.warn("the witness's lease has run out before it was renewed");
            synchronized (book) {
                book.lost(lease);
            }
            return true;
        }
        watch();
        Sighting after = etcd().look();
        synchronized (book) {
            return book.renewed(lease, sent, raftTerm.get(), after, epoch);
        }
    }

    private long epoch() {
        synchronized (book) {
            return book.epoch();
        }
    }

    private void watch() {
        AtomicBoolean mine = watching;
        if (mine.compareAndSet(false, true)) {
            etcd().watch(wake::release, () -> mine.set(false));
        }
    }

    /** For one request, which ends by itself: each is a sign of life. */
    private EtcdLease etcd() {
        beat = System.nanoTime();
        return etcd.orElseThrow();
    }

    private void worked() {
        workedNanos = System.nanoTime();
        if (trouble.isPresent()) {
            trouble = Optional.empty();
            LOG.info("the witness answers again");
        }
    }

    private void failed(Exception why) throws InterruptedException {
        if (trouble.isEmpty()) {
            LOG.warn("{}", why.getMessage(), why instanceof RuntimeException ? why : null);
        }
        trouble = Optional.of(String.valueOf(why.getMessage()));
        if (System.nanoTime() - workedNanos > CLIENT_PATIENCE.toNanos()) {
            EtcdLease old = etcd();
            try {
                connect();
                old.close();
            } catch (IOException | RuntimeException e) {
                workedNanos = System.nanoTime(); // The old one may still do.
                trouble = Optional.of(String.valueOf(e.getMessage()));
            }
        }
    }

    private void tell() {
        WitnessView now = view(nanos -> Duration.ZERO);
        if (!now.equals(told)) {
            told = now;
            changed.run();
        }
    }

    private static Thread daemon(Runnable action) {
        Thread thread = new Thread(action, "pollux-witness-io");
        thread.setDaemon(true);
        return thread;
    }

    /** Ends it without a word and without waiting, as its thread hangs. A lease that it has runs out by itself. */
    public void abandon() {
        closed = true;
        thread.interrupt();
        io.shutdownNow();
    }

    /** Gives the lease back and ends. Waits at most a second. */
    @Override
    public void close() {
        closed = true;
        wake.release();
        try {
            thread.join(CLOSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
        io.shutdownNow();
    }
}
