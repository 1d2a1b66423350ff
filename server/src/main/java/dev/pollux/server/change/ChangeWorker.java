package dev.pollux.server.change;

import dev.pollux.archive.AppendResult;
import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Batch.CoverageChange;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.WriteMode;
import dev.pollux.archive.change.Change;
import dev.pollux.server.tag.Tag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that carries the changes of all stations out in the own archive: values of internal tags,
 * corrections of history. What a crash interrupted is carried out again. The archive is called complete for
 * internal tags as far as the changes of all stations are known.
 */
public final class ChangeWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeWorker.class);
    private static final int CHANGES_AT_ONCE = 100;
    private static final long BYTES_AT_ONCE = 4 << 20;
    private static final int LOCAL_MAX = 10_000;
    private static final long STORE_SECONDS = 60;
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration FORGET_EVERY = Duration.ofMinutes(10);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(2);

    private final ChangeJournal journal;
    private final Archive archive;
    private final Archived tags;
    // What others never hear of is not in the log; a crash may cost the last of it.
    private final Queue<Change> local = new ConcurrentLinkedQueue<>();
    private final List<ChangeSync> partners;
    private final Duration kept;
    private final Semaphore calls = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;
    // Owned by the thread.
    private long coveredTo = -1;
    private String trouble = "";
    private long forgottenAt = System.nanoTime();

    /**
     * Names of the internal tags that are archived.
     *
     * @param shared the same on all stations
     * @param local each station's own
     */
    public record Archived(Set<String> shared, Set<String> local) {
        public Archived {
            shared = Set.copyOf(shared);
            local = Set.copyOf(local);
        }
    }

    /**
     * Does not run yet.
     *
     * @param archive stays the caller's
     * @param tags what is archived
     * @param partners that changes come from
     * @param kept how long changes are kept
     */
    public ChangeWorker(
            ChangeJournal journal, Archive archive, Archived tags, List<ChangeSync> partners, Duration kept) {
        this.journal = journal;
        this.archive = archive;
        this.tags = tags;
        this.partners = List.copyOf(partners);
        this.kept = kept;
        journal.listen(changes -> {
            changes.stream()
                    .filter(each -> each.tag().filter(this::isLocal).isPresent() && local.size() < LOCAL_MAX)
                    .forEach(local::add);
            calls.release();
        });
        thread = new Thread(this::run, "pollux-changes");
        thread.setDaemon(true);
    }

    private boolean isLocal(Change.TagValue set) {
        return tags.local().contains(set.name());
    }

    /** Begins. */
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closed) {
                work();
                boolean unused = calls.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                calls.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Carries out what there is. */
    void work() throws InterruptedException {
        try {
            // Looked at before: what is known until then is in the log now, and carried out below.
            long until = partners.stream().mapToLong(ChangeSync::knownUntil).reduce(journal.now(), Math::min);
            for (String station : journal.stations()) {
                carryOut(station);
            }
            keepLocal();
            cover(until);
            forget();
            trouble = "";
        } catch (ArchiveException e) {
            String why = String.valueOf(e.getMessage());
            if (!why.equals(trouble) && !closed) {
                trouble = why;
                LOG.warn("changes cannot be carried out at present: {}", why);
            }
        } catch (RuntimeException e) {
            LOG.error("changes cannot be carried out", e);
        }
    }

    private void carryOut(String station) throws InterruptedException {
        List<Change> some;
        do {
            // Asked each time: what a database has lost is to be carried out again.
            long before = archive.carriedOut().getOrDefault(station, 0L);
            some = journal.log().after(station, before, CHANGES_AT_ONCE, BYTES_AT_ONCE);
            List<CompletableFuture<AppendResult>> stored = new ArrayList<>();
            for (Change each : some) {
                if (each.edit().isPresent()) {
                    stored.add(journal.carryOut(each, archive));
                } else if (isToArchive(each)) {
                    stored.add(archive.append(Batch.of(List.of(entry(each))), WriteMode.MERGE));
                }
            }
            await(stored);
            if (!some.isEmpty() && archive.carriedOut().getOrDefault(station, 0L) == before) {
                // Kept in the archive, behind what it says: so a restored archive tells what it lacks.
                long upTo = some.get(some.size() - 1).sequence();
                await(List.of(archive.append(Batch.carriedOut(Map.of(station, upTo)), WriteMode.LIVE)));
            }
        } while (!some.isEmpty() && !closed);
    }

    /** A value of an archived tag, unless a user has corrected or removed it in history since. */
    private boolean isToArchive(Change change) {
        Batch.Entry entry = entry(change);
        return tags.shared().contains(entry.series().name())
                && !journal.log().superseded(entry.series(), entry.sample().time(), change.stamp());
    }

    private void keepLocal() throws InterruptedException {
        List<Batch.Entry> entries = new ArrayList<>();
        for (Change next = local.poll(); next != null; next = local.poll()) {
            entries.add(entry(next));
        }
        if (!entries.isEmpty()) {
            await(List.of(archive.append(Batch.of(entries), WriteMode.MERGE)));
        }
    }

    private static Batch.Entry entry(Change change) {
        Change.TagValue set = change.tag().orElseThrow();
        return new Batch.Entry(Series.of(set.name()), set.sample());
    }

    private static void await(List<CompletableFuture<AppendResult>> stored) throws InterruptedException {
        for (CompletableFuture<AppendResult> each : stored) {
            try {
                AppendResult unused = each.get(STORE_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof ArchiveException refused) {
                    throw refused;
                }
                throw new IllegalStateException("the archive broke: " + e.getCause(), e);
            } catch (TimeoutException e) {
                throw new ArchiveException("the archive did not store a change within " + STORE_SECONDS + " s", e);
            }
        }
    }

    private void cover(long until) throws InterruptedException {
        if (tags.shared().isEmpty()) {
            return;
        }
        if (coveredTo < 0) {
            coveredTo = begin();
        }
        // What others have forgotten before it was asked for can only be had from their archives.
        long forgotten =
                partners.stream().mapToLong(ChangeSync::forgottenBefore).max().orElse(0);
        long from = Math.max(coveredTo, forgotten);
        if (until > from) {
            TimeRange range = new TimeRange(from, until);
            await(List.of(archive.append(
                    Batch.of(List.of(), List.of(new CoverageChange(Tag.INTERNAL, range, true))), WriteMode.LIVE)));
            coveredTo = until;
        }
    }

    /** Where the coverage goes on: where it ended, unless the log was lost since. */
    private long begin() {
        List<TimeRange> before = archive.coverage().getOrDefault(Tag.INTERNAL, List.of());
        boolean remembered = journal.log().clock().time() > 0;
        return before.isEmpty() || !remembered
                ? journal.now()
                : before.get(before.size() - 1).to();
    }

    private void forget() {
        if (System.nanoTime() - forgottenAt < FORGET_EVERY.toNanos()) {
            return;
        }
        forgottenAt = System.nanoTime();
        int gone = journal.log().forget(journal.now() - Ticks.of(kept));
        if (gone > 0) {
            LOG.info("{} old changes were forgotten", gone);
        }
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
