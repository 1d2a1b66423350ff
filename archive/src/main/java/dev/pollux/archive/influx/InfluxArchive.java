package dev.pollux.archive.influx;

import dev.pollux.archive.Annotation;
import dev.pollux.archive.AppendResult;
import dev.pollux.archive.AppendResult.Reason;
import dev.pollux.archive.AppendResult.Rejection;
import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.ArchiveStats;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Modification;
import dev.pollux.archive.Page;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.WriteMode;
import dev.pollux.archive.rocks.RocksConfig;
import dev.pollux.archive.rocks.RocksStore;
import dev.pollux.archive.rocks.SideColumns;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The archive in an InfluxDB 1.6 or later, behind a durable queue on this machine. What {@link #append} acknowledges is
 * in the queue; a read sees the database and over it what is still queued, and fails while the database does not
 * answer. Coverage, modifications and annotations are kept beside the queue.
 */
public final class InfluxArchive implements Archive {
    private static final Logger LOG = LoggerFactory.getLogger(InfluxArchive.class);
    private static final int LAYOUT = 1;
    private static final long QUEUE_MEMORY = 32 << 20;

    private final InfluxConfig config;
    private final Clock clock;
    private final RocksStore store;
    private final SideColumns sides;
    private final SeriesNames names;
    private final Queue queue;
    private final KnownArchives known;
    private final InfluxConnection connection;
    private final Sender sender;
    private final StoredSamples stored;
    private final LaidOver reader;
    private final AtomicLong appended = new AtomicLong();

    /** Whether series that the database had before the queue was made are known. */
    private volatile boolean adopted;

    private InfluxArchive(InfluxConfig config, RocksStore store, Clock clock) {
        this.config = config;
        this.clock = clock;
        this.store = store;
        this.sides = new SideColumns(store);
        this.names = new SeriesNames(store);
        this.queue = new Queue(store, sides, names, config.queueBytesMax());
        this.known = new KnownArchives(store);
        this.connection = new InfluxConnection(config);
        Provisioning provisioning = new Provisioning(config, connection, this::created);
        this.stored = new StoredSamples(config, connection, provisioning);
        this.reader = new LaidOver(stored, queue);
        Delivery.Target target = new Delivery.Target(
                config, connection, provisioning, known, queue.merging().writeLock());
        this.sender = new Sender(store, queue, names, stored, target);
    }

    /**
     * Opens the queue and begins to send. The database need not be there yet.
     *
     * @param directory of the queue, of its own; created if missing
     * @throws ArchiveException if the queue cannot be opened
     */
    public static InfluxArchive open(Path directory, InfluxConfig config, Clock clock) {
        return open(RocksConfig.in(directory).withMemoryBytes(QUEUE_MEMORY), config, clock);
    }

    /** The same with other settings of the queue's store. */
    public static InfluxArchive open(RocksConfig queue, InfluxConfig config, Clock clock) {
        List<String> families = new ArrayList<>(SideColumns.FAMILIES);
        families.addAll(Queue.FAMILIES);
        families.add(KnownArchives.FAMILY);
        RocksStore store = RocksStore.open(queue, "influx", LAYOUT, families);
        try {
            InfluxArchive archive = new InfluxArchive(config, store, clock);
            archive.sender.start();
            return archive;
        } catch (RuntimeException | Error e) {
            store.close();
            throw e;
        }
    }

    @Override
    public CompletableFuture<AppendResult> append(Batch batch, WriteMode mode) {
        long now = Ticks.of(clock.instant());
        List<Batch.Entry> accepted = new ArrayList<>(batch.samples().size());
        List<Rejection> rejected = new ArrayList<>();
        for (Batch.Entry entry : batch.samples()) {
            Optional<Reason> reason = reasonAgainst(entry, now);
            if (reason.isPresent()) {
                rejected.add(new Rejection(entry, reason.get()));
            } else {
                accepted.add(entry);
            }
        }
        return store.commit(
                        writing -> {
                            queue.add(batch.deletions(), accepted, mode, now, writing);
                            sides.write(batch, writing);
                            return new AppendResult(accepted.size(), rejected);
                        },
                        Math.max(1, accepted.size()))
                .thenApply(result -> {
                    appended.addAndGet(result.stored());
                    sender.wake();
                    return result;
                });
    }

    private Optional<Reason> reasonAgainst(Batch.Entry entry, long now) {
        ArchivedSample sample = entry.sample();
        if (!InfluxTime.STORABLE.contains(sample.time())) {
            return Optional.of(Reason.TIME_OUT_OF_RANGE);
        }
        if (LineProtocol.tooLarge(RowCodec.id(entry.series().name()), sample)) {
            return Optional.of(Reason.TOO_LARGE);
        }
        if (sample.time() < known.forgottenBefore(entry.series().archive())) {
            return Optional.of(Reason.OUT_OF_RETENTION);
        }
        boolean expired = config.retentionOf(entry.series().archive())
                .filter(keep -> sample.time() < now - Ticks.of(keep))
                .isPresent();
        return expired ? Optional.of(Reason.OUT_OF_RETENTION) : Optional.empty();
    }

    @Override
    public Page read(Page.Request request) {
        return reader.read(request);
    }

    @Override
    public Optional<ArchivedSample> bound(Series series, long time, Side side, TimeRange within) {
        return reader.bound(series, time, side, within);
    }

    @Override
    public void scan(Collection<Series> series, TimeRange range, Sink sink) {
        reader.scan(series, range, sink);
    }

    @Override
    public List<Digest> digests(Collection<Series> series, TimeRange range, long bucket) {
        return reader.digests(series, range, bucket);
    }

    @Override
    public SortedSet<Series> series() {
        SortedSet<Series> all = names.listed();
        if (!adopted && all.isEmpty()) {
            all = adopt();
        }
        return all;
    }

    /** Takes over what an earlier queue has brought into the database. */
    private SortedSet<Series> adopt() {
        SortedSet<Series> found = new TreeSet<>();
        List<String> archives = new ArrayList<>(config.retention().keySet());
        archives.add(Series.VALUES);
        for (String archive : archives) {
            stored.names(archive).forEach(name -> found.add(new Series(archive, name)));
        }
        join(store.commit(
                writing -> {
                    for (Series series : found) {
                        names.number(series, 0, writing);
                    }
                    return true;
                },
                0));
        adopted = true;
        return found;
    }

    /** An archive is missing in the database. If something was in it, that is lost, and coverage must not claim it. */
    private void created(String archive) {
        boolean claims = !sides.coverage().isEmpty() || !sides.carriedOut().isEmpty();
        if (known.contains(archive) && claims) {
            LOG.error(
                    "{} no longer has \"{}\" of database \"{}\": what was in it is lost, coverage is taken back, "
                            + "changes of users are carried out again",
                    connection.place(),
                    archive,
                    config.database());
            join(store.commit(
                    writing -> {
                        sides.uncover(TimeRange.ALL, writing);
                        sides.carryOutAgain(writing);
                        return true;
                    },
                    0));
        }
    }

    @Override
    public Map<String, List<TimeRange>> coverage() {
        return sides.coverage();
    }

    @Override
    public Map<String, Long> carriedOut() {
        return sides.carriedOut();
    }

    @Override
    public List<Modification> modifications(Series series, TimeRange range, int limit) {
        return sides.modifications(series, range, limit);
    }

    @Override
    public List<Annotation> annotations(Series series, TimeRange range, int limit) {
        return sides.annotations(series, range, limit);
    }

    /** Waits for the database as long as it answers; a series that is emptied is listed until then. */
    @Override
    public void forget(String archive, long before) {
        long now = Ticks.of(clock.instant());
        long number = join(store.commit(
                writing -> {
                    writing.settle();
                    sides.forget(archive, before, writing);
                    if (archive.equals(Series.VALUES)) {
                        sides.uncover(new TimeRange(Ticks.MIN, before), writing);
                    }
                    known.forget(archive, before, writing);
                    return queue.addForgetting(archive, before, now, writing);
                },
                0));
        sender.wake();
        sender.awaitDone(number, config.timeout());
    }

    @Override
    public void compact() {
        queue.trim();
    }

    @Override
    public void backup(Path directory) {
        throw new ArchiveException("InfluxDB keeps the samples: back it up with its own tools (influxd backup), "
                + "and the station's data directory while it is stopped");
    }

    @Override
    public ArchiveStats stats() {
        long samples = queue.samples();
        Duration lag = queue.oldest()
                .map(since -> Ticks.toDuration(Math.max(0, Ticks.of(clock.instant()) - since)))
                .orElse(Duration.ZERO);
        ArchiveStats.Queue waiting = new ArchiveStats.Queue(
                samples,
                queue.bytes(),
                config.queueBytesMax(),
                lag,
                sender.state().rate(),
                queue.dropped() + sender.refused(),
                sender.state().lastError());
        return new ArchiveStats(
                "InfluxDB"
                        + connection
                                .knownVersion()
                                .map(version -> " " + version.text())
                                .orElse(""),
                appended.get(),
                store.pending(),
                store.bytes(),
                earliest(),
                Optional.of(waiting),
                store.fault().or(() -> sender.state().fault()));
    }

    /** Of the database as far as it answers, and of the queue. */
    private Optional<Long> earliest() {
        Optional<Long> queued = queue.earliest();
        if (!sender.state().lastError().isEmpty() || connection.knownVersion().isEmpty()) {
            return queued;
        }
        try {
            Optional<Long> found = names.listed().stream()
                    .map(Series::archive)
                    .distinct()
                    .flatMap(archive -> stored.earliest(archive).stream())
                    .min(Long::compare);
            return Stream.concat(found.stream(), queued.stream()).min(Long::compare);
        } catch (ArchiveException e) {
            LOG.debug("no answer for the figures", e);
            return queued;
        }
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(true, false, InfluxTime.STORABLE);
    }

    private static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ArchiveException reason) {
                throw reason;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        sender.close();
        connection.close();
        store.close();
    }
}
