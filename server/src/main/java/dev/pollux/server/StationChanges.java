package dev.pollux.server;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.change.ChangeLog;
import dev.pollux.archive.rocks.RocksChangeLog;
import dev.pollux.server.change.ChangeDesk;
import dev.pollux.server.change.ChangeJournal;
import dev.pollux.server.change.ChangeSync;
import dev.pollux.server.change.ChangeWorker;
import dev.pollux.server.change.EditedArchive;
import dev.pollux.server.change.InternalTags;
import dev.pollux.server.project.ArchiveConfig.Synchronization;
import dev.pollux.server.project.Project;
import dev.pollux.server.project.StationConfig;
import dev.pollux.server.redundancy.link.ArchiveLink;
import dev.pollux.server.redundancy.link.LinkIdentity;
import dev.pollux.server.space.TagWriter;
import dev.pollux.server.tag.Tag;
import dev.pollux.server.tag.TagTable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What people change and all stations must have: internal tags and corrections of history. Opened before the server is
 * put together, closed before the archive.
 */
final class StationChanges implements AutoCloseable {
    private static final Duration CALL_MAX = Duration.ofSeconds(10);

    /** A station that was away for longer has the rest from its partner's archive. */
    private static final Duration KEPT = Duration.ofDays(90);

    private final Project project;
    private final StationConfig config;
    private final ChangeLog log;
    private final ChangeJournal journal;
    private final InternalTags tags;
    private final List<ArchiveLink> links = new ArrayList<>();
    private final List<ChangeSync> partners = new ArrayList<>();
    // Set once, before this begins.
    private Optional<ChangeWorker> worker = Optional.empty();

    private StationChanges(Project project, StationConfig config, TagTable table, ChangeLog log) {
        this.project = project;
        this.config = config;
        this.log = log;
        journal = new ChangeJournal(
                config.station(),
                project.redundancy().stations(),
                log,
                InstantSource.system(),
                Ticks.of(synchronization().clockAheadMax()));
        tags = new InternalTags(
                project.tags(), journal, table, synchronization().internalTags(), Instant.now());
    }

    private Synchronization synchronization() {
        return project.archive().synchronization();
    }

    /**
     * Opens the change log if there is something to keep in it; internal tags have their values from here on.
     *
     * @param archived whether this station keeps an archive
     * @throws IOException with the reason and its remedy in one line
     */
    static Optional<StationChanges> open(Project project, StationConfig config, TagTable table, boolean archived)
            throws IOException {
        boolean internal = project.tags().stream().anyMatch(Tag::internal);
        boolean edits = archived && project.redundancy().isPair();
        if (!internal && !edits) {
            return Optional.empty();
        }
        try {
            ChangeLog log = RocksChangeLog.open(config.dataDirectory().resolve("changes"), config.station());
            return Optional.of(new StationChanges(project, config, table, log));
        } catch (ArchiveException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Answers the partners. */
    ChangeDesk desk() {
        return new ChangeDesk(journal);
    }

    /** What does clients' writes: those to internal tags here, the others as before. */
    TagWriter writer(TagWriter devices) {
        return (tag, value) -> project.tags().get(tag).internal() ? tags.write(tag, value) : devices.write(tag, value);
    }

    /** What users correct, so that other stations have it too, if the project wants that. */
    Archive edited(Archive seen) {
        return synchronization().userChanges() ? new EditedArchive(seen, journal) : seen;
    }

    /** Changes are to be fetched from all partners. Before this begins. */
    void synchronize(StationPartners others, Function<String, LinkIdentity> identity) {
        for (String name : others.names()) {
            ArchiveLink link = others.archiveLink(name, identity, CALL_MAX);
            links.add(link);
            partners.add(new ChangeSync(config.station(), name, journal, link::ask));
        }
    }

    /** Begins to fetch, and to carry out in an archive if there is one. */
    void begin(Optional<Archive> archive) {
        boolean shared = synchronization().internalTags();
        worker = archive.map(own -> new ChangeWorker(
                journal,
                own,
                new ChangeWorker.Archived(
                        archived(tag -> tag.synchronised() && shared),
                        archived(tag -> tag.internal() && !(tag.synchronised() && shared))),
                partners,
                KEPT));
        archive.map(own -> own.carriedOut().get(config.station())).ifPresent(journal::numberAbove);
        worker.ifPresent(ChangeWorker::start);
        partners.forEach(ChangeSync::start);
    }

    private Set<String> archived(Predicate<Tag> which) {
        return project.tags().stream()
                .filter(tag -> which.test(tag) && tag.archiving().profile().isPresent())
                .map(Tag::name)
                .collect(Collectors.toSet());
    }

    @Override
    public void close() {
        links.forEach(ArchiveLink::close);
        partners.forEach(ChangeSync::close);
        tags.close();
        worker.ifPresent(ChangeWorker::close);
        log.close();
    }
}
