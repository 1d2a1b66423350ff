package dev.pollux.server.archiving;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.longterm.LateMarks;
import dev.pollux.archive.longterm.LongTermWorker;
import dev.pollux.archive.longterm.Retention;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has time: computing long-term archives, forgetting what is older than its retention, and maintenance that
 * somebody asked for, one at a time. On threads of low priority; nothing waits for them.
 */
public final class ArchiveJobs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ArchiveJobs.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    private static final int THREADS = 3;

    private final Archive archive;
    private final LongTermPlan plan;
    private final LateMarks late;
    private final Map<String, Long> forgotten = new HashMap<>();
    private final InstantSource clock;
    private final ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(THREADS, ArchiveJobs::thread);
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile String job = "";

    /**
     * Nothing runs yet.
     *
     * @param late what the archive marks as late
     */
    public ArchiveJobs(Archive archive, LongTermPlan plan, LateMarks late, InstantSource clock) {
        this.archive = archive;
        this.plan = plan;
        this.late = late;
        this.clock = clock;
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        threads.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
    }

    /** Begins what is done regularly. */
    public void start() {
        every(LOOK_EVERY, LOOK_EVERY, "retention", this::forget);
        if (!plan.archives().isEmpty()) {
            LongTermWorker worker = new LongTermWorker(archive, plan.archives(), plan.tags(), late);
            AtomicBoolean loaded = new AtomicBoolean();
            every(LOOK_EVERY, LOOK_EVERY, "long-term computation", () -> compute(worker, loaded));
        }
    }

    private void compute(LongTermWorker worker, AtomicBoolean loaded) {
        if (!loaded.get()) {
            late.load(archive);
            loaded.set(true);
        }
        boolean more = true;
        while (more && !threads.isShutdown()) {
            more = worker.step(Ticks.of(clock.instant()));
        }
    }

    /**
     * Does something regularly. A failure of the store is logged and the work is done again the next time.
     *
     * @param first pause before the first time
     * @param pause after the end of each time
     */
    public void every(Duration first, Duration pause, String what, Runnable work) {
        var unused = threads.scheduleWithFixedDelay(
                () -> {
                    try {
                        work.run();
                    } catch (ArchiveException refused) {
                        LOG.warn("{} of the archive is done later: {}", what, refused.getMessage());
                    } catch (RuntimeException broken) {
                        LOG.error("{} of the archive broke", what, broken);
                    }
                },
                first.toMillis(),
                pause.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void forget() {
        long now = Ticks.of(clock.instant());
        Retention.due(plan.retentions(), forgotten, now).ifPresent(each -> {
            forgotten.put(each.archive(), now);
            archive.forget(each.archive(), each.before());
        });
    }

    /**
     * Begins maintenance, if none is under way.
     *
     * @param what in words, such as {@code compaction}
     * @return what is under way already; empty if this has begun
     */
    public Optional<String> begin(String what, Consumer<Archive> work) {
        if (!busy.compareAndSet(false, true)) {
            return Optional.of(job);
        }
        Instant since = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        job = what + " since " + since;
        try {
            threads.execute(() -> run(what, work));
        } catch (RejectedExecutionException ended) {
            busy.set(false);
            return Optional.of("the station stops");
        }
        return Optional.empty();
    }

    private void run(String what, Consumer<Archive> work) {
        Instant begin = clock.instant();
        String end;
        try {
            work.accept(archive);
            long millis = Duration.between(begin, clock.instant()).toMillis();
            end = what + " done in " + millis + " ms at " + clock.instant().truncatedTo(ChronoUnit.SECONDS);
            LOG.info("{}", end);
        } catch (RuntimeException failed) {
            end = what + " failed: " + failed.getMessage();
            LOG.error("{}", end, failed);
        }
        job = end;
        busy.set(false);
    }

    /** What maintenance is doing, or how the last one ended; empty if there was none. */
    public String job() {
        return job;
    }

    /** Begins nothing more; what runs ends by itself or with the archive. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(2, TimeUnit.SECONDS)) {
                LOG.warn("work in the archive goes on while it is closed: {}", job);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread thread(Runnable action) {
        Thread thread = new Thread(action, "pollux-archive-jobs");
        thread.setDaemon(true);
        lowPriority(thread);
        return thread;
    }

    /** A hint only: nothing relies on it. */
    @SuppressWarnings("ThreadPriorityCheck")
    private static void lowPriority(Thread thread) {
        thread.setPriority(Thread.MIN_PRIORITY);
    }
}
