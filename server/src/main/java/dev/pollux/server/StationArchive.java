package dev.pollux.server;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.ArchiveStats;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.longterm.LateMarks;
import dev.pollux.archive.sync.ArchiveDesk;
import dev.pollux.archive.sync.GuardedArchive;
import dev.pollux.server.archiving.ArchiveJobs;
import dev.pollux.server.archiving.CoverageGaps;
import dev.pollux.server.archiving.KeptTags;
import dev.pollux.server.archiving.LateMarkingArchive;
import dev.pollux.server.archiving.LongTermPlan;
import dev.pollux.server.archiving.Recorder;
import dev.pollux.server.history.History;
import dev.pollux.server.message.Messages;
import dev.pollux.server.message.SystemMessage;
import dev.pollux.server.project.DeviceConfig;
import dev.pollux.server.project.Project;
import dev.pollux.server.project.StationConfig;
import dev.pollux.server.project.StationConfig.ArchiveStore;
import dev.pollux.server.redundancy.link.LinkIdentity;
import dev.pollux.server.redundancy.sync.SyncWorker;
import dev.pollux.server.space.system.ArchiveControl;
import dev.pollux.server.space.system.ArchiveValues;
import dev.pollux.server.tag.Quality;
import dev.pollux.server.tag.TagTable;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The archive of a station and all that works on it: recorder, jobs, what is shown of it, what administrators may do.
 * Opened before acquisition begins, closed after it has ended.
 */
final class StationArchive implements ArchiveControl, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StationArchive.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration RECORD_REST_MAX = Duration.ofSeconds(5);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(10);
    private static final Quality BAD_INVALID_ARGUMENT = new Quality(0x80AB0000);

    private final GuardedArchive archive;
    private final ArchiveStore store;
    private final Path dataDirectory;
    private final HistorizedProject historized;
    private final Recorder recorder;
    private final ArchiveJobs jobs;
    private final Project project;
    // Set once, before this begins.
    private Optional<StationSync> sync = Optional.empty();
    // Written by a job, read by whoever publishes.
    private volatile ArchiveValues values = ArchiveValues.NONE;
    // Written by that job only, one at a time.
    private volatile long lookedAgain = System.nanoTime();
    // Owned by that job.
    private long lookedAt = System.nanoTime();
    private long storedBefore;

    private StationArchive(Project project, StationConfig config, TagTable table, Archive opened) {
        InstantSource clock = InstantSource.system();
        LongTermPlan plan = LongTermPlan.of(project);
        LateMarks late = new LateMarks(plan.archives());
        archive = new GuardedArchive(new LateMarkingArchive(opened, late, clock));
        this.project = project;
        store = config.archive();
        dataDirectory = config.dataDirectory();
        historized = new HistorizedProject(project);
        recorder = new Recorder(project, table, archive, clock);
        jobs = new ArchiveJobs(archive, plan, late, clock);
    }

    /**
     * Opens the archive if the project archives anything and this station keeps it.
     *
     * @param messages hears of an archive that may not be what was written
     * @throws IOException with the reason and its remedy in one line
     */
    static Optional<StationArchive> open(Project project, StationConfig config, TagTable table, Messages messages)
            throws IOException {
        boolean wanted = project.tags().stream()
                .anyMatch(tag -> tag.archiving().profile().isPresent());
        if (!wanted) {
            return Optional.empty();
        }
        if (config.archive().engine() == ArchiveStore.Engine.NONE) {
            LOG.info("this station does not archive (archive.store: none)");
            return Optional.empty();
        }
        Archive archive;
        try {
            archive = ArchiveStores.open(config.archive(), project.archive());
        } catch (IOException e) {
            messages.raise(SystemMessage.ARCHIVE_SUSPECT, String.valueOf(e.getMessage()));
            throw e;
        }
        if (archive.afterUncleanStop()) {
            messages.raise(
                    SystemMessage.ARCHIVE_SUSPECT,
                    "it was not closed properly; what was written since the start before was checked and is sound");
        }
        LOG.info("archive in {} is open", config.archive().directory());
        return Optional.of(new StationArchive(project, config, table, archive));
    }

    /** What takes samples, from the devices' threads. */
    Recorder recorder() {
        return recorder;
    }

    /**
     * What the history services need.
     *
     * @param changes what users correct goes there
     */
    History history(Optional<StationChanges> changes) {
        Archive seen = sync.map(StationSync::seen).orElse(archive);
        return History.of(changes.map(each -> each.edited(seen)).orElse(seen), historized);
    }

    /** Where changes of people are carried out. */
    Archive archive() {
        return archive;
    }

    /** Answers the partner. */
    ArchiveDesk desk() {
        return new ArchiveDesk(archive, KeptTags.of(project));
    }

    /**
     * Gaps are to be filled from the partners' archives. Before this begins.
     *
     * @param partners if there are none, there is nothing to do
     * @param identity of this station, for a partner with an ApplicationUri
     * @param messages hears of the synchronisation after a return
     */
    void synchronize(StationPartners partners, Function<String, LinkIdentity> identity, Messages messages) {
        sync = partners.names().isEmpty()
                ? Optional.empty()
                : Optional.of(new StationSync(
                        new SyncWorker.Own(archive, recorder::held), project, partners, identity, messages));
    }

    /**
     * Begins to archive.
     *
     * @param defect is told when archiving has ended by a programming error
     */
    void begin(Consumer<String> defect) {
        recorder.start(defect);
        jobs.start();
        jobs.every(Duration.ZERO, LOOK_EVERY, "a look at the state", this::look);
        sync.ifPresent(StationSync::begin);
    }

    /** What clients are shown, as of a second ago. */
    ArchiveValues values() {
        return values;
    }

    /** The last sign of life of the recording thread, as monotonic nanoseconds. */
    long lastBeat() {
        return recorder.beat();
    }

    /** All devices of the project. */
    List<String> devices() {
        return project.devices().stream().map(DeviceConfig::name).toList();
    }

    /** The last look at the state, as monotonic nanoseconds; one each second unless the jobs are stuck. */
    long lastLook() {
        return lookedAgain;
    }

    /** What copies from the partner's archive, if anything does. */
    Optional<StationSync> sync() {
        return sync;
    }

    private void look() {
        lookedAgain = System.nanoTime();
        Recorder.State recording = recorder.state();
        ArchiveStats stats = archive.stats();
        CoverageGaps gaps = CoverageGaps.of(archive.coverage());
        long now = System.nanoTime();
        double seconds = Math.max(1e-3, (now - lookedAt) / 1e9);
        double rate = (stats.appended() - storedBefore) / seconds;
        lookedAt = now;
        storedBefore = stats.appended();
        values = new ArchiveValues(
                stats.engine(),
                stats.appended(),
                rate,
                recording.waiting() + stats.pending(),
                recording.dropped(),
                stats.bytes(),
                store.diskBudget(),
                stats.oldest().map(Ticks::toInstant),
                recording.fault().or(stats::fault).orElse(""),
                stats.queue().map(StationArchive::queue).orElse(ArchiveValues.Queue.EMPTY),
                gaps.count(),
                gaps.latest(),
                jobs.job());
    }

    private static ArchiveValues.Queue queue(ArchiveStats.Queue queue) {
        return new ArchiveValues.Queue(
                queue.samples(), queue.bytes(), queue.lag(), queue.rate(), queue.dropped(), queue.lastError());
    }

    @Override
    public Answer compact(String user) {
        return begin("compaction", Archive::compact);
    }

    @Override
    public Answer backup(String directory, String user) {
        Path target;
        try {
            target = dataDirectory.resolve(directory).normalize();
        } catch (InvalidPathException notAPath) {
            return new Answer(BAD_INVALID_ARGUMENT, "refused: not a path: " + notAPath.getMessage());
        }
        if (!archive.capabilities().backup()) {
            return new Answer(Quality.BAD_NOT_SUPPORTED, "refused: back the database up with its own tools");
        }
        return begin("backup into " + target, each -> each.backup(target));
    }

    private Answer begin(String what, Consumer<Archive> work) {
        return jobs.begin(what, work)
                .map(other -> new Answer(Quality.BAD_INVALID_STATE, "refused while there is something else: " + other))
                .orElseGet(() -> new Answer(Quality.GOOD, "begun: " + what));
    }

    /** Archives what is left, marks the end of all tags, closes. After acquisition has ended; bounded. */
    @Override
    public void close() {
        sync.ifPresent(StationSync::close);
        recorder.close(RECORD_REST_MAX);
        jobs.close();
        Thread closing = new Thread(this::closeStore, "pollux-archive-close");
        closing.setDaemon(true);
        closing.start();
        try {
            TimeUnit.NANOSECONDS.timedJoin(closing, CLOSE_MAX.toNanos());
            if (closing.isAlive()) {
                LOG.error("the archive in {} does not close; the next start will check it", store.directory());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeStore() {
        try {
            archive.close();
        } catch (ArchiveException failed) {
            LOG.error("the archive did not close cleanly: {}", failed.getMessage());
        }
    }
}
