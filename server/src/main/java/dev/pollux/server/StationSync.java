package dev.pollux.server;

import dev.pollux.archive.Archive;
import dev.pollux.archive.Series;
import dev.pollux.archive.sync.FallThrough;
import dev.pollux.archive.sync.GapFiller;
import dev.pollux.server.message.Messages;
import dev.pollux.server.project.ArchiveConfig.Synchronization;
import dev.pollux.server.project.Project;
import dev.pollux.server.redundancy.Ability.Impairment;
import dev.pollux.server.redundancy.link.LinkIdentity;
import dev.pollux.server.redundancy.sync.SyncProgress;
import dev.pollux.server.redundancy.sync.SyncRules;
import dev.pollux.server.redundancy.sync.SyncWorker;
import dev.pollux.server.redundancy.sync.Turn;
import dev.pollux.server.space.system.SyncValues;
import dev.pollux.server.tag.Tag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What a station does with its partner's archive: fills its own gaps from it, and reads through them until then. */
final class StationSync implements AutoCloseable {
    /** A page of the partner's archive; on a slow network it may take its time. */
    private static final Duration CALL_MAX = Duration.ofSeconds(20);

    private static final int PERCENT = 100;

    private final Archive seen;
    private final boolean degrade;
    private final boolean userChanges;
    private final List<SyncWorker> workers = new ArrayList<>();

    /**
     * Does not run yet.
     *
     * @param own archive; stays the caller's
     * @param partners one or more
     * @param identity of this station, for a partner with an ApplicationUri
     * @param messages hears of the synchronisation after a return
     */
    StationSync(
            SyncWorker.Own own,
            Project project,
            StationPartners partners,
            Function<String, LinkIdentity> identity,
            Messages messages) {
        Map<String, List<Series>> seriesOf = new HashMap<>();
        Map<Series, String> deviceOf = new HashMap<>();
        Set<Series> stepped = new HashSet<>();
        for (Tag tag : project.tags()) {
            boolean local = tag.internal()
                    && !(tag.synchronised()
                            && project.archive().synchronization().internalTags());
            if (tag.archiving().profile().isPresent() && !local) {
                Series series = Series.of(tag.name());
                String device = tag.source().device();
                seriesOf.computeIfAbsent(device, name -> new ArrayList<>()).add(series);
                deviceOf.put(series, device);
                if (tag.archiving().stepped()) {
                    stepped.add(series);
                }
            }
        }
        Synchronization synchronization = project.archive().synchronization();
        degrade = synchronization.degrade();
        userChanges = synchronization.userChanges();
        GapFiller.Tags tags = new GapFiller.Tags() {
            @Override
            public List<Series> of(String device) {
                return seriesOf.getOrDefault(device, List.of());
            }

            @Override
            public boolean stepped(Series series) {
                return stepped.contains(series);
            }
        };
        Turn turn = new Turn();
        Archive through = own.archive();
        for (String partner : partners.names()) {
            SyncWorker worker = new SyncWorker(
                    own, partners.archiveLink(partner, identity, CALL_MAX), synchronization, tags, turn, messages);
            workers.add(worker);
            // What this partner lacks may be had from those before.
            through = new FallThrough(through, worker, series -> Optional.ofNullable(deviceOf.get(series)));
        }
        seen = synchronization.readThrough() ? through : own.archive();
    }

    /** The one that shows how far it is: whose partner has most that is missing here. */
    private SyncWorker worker() {
        return workers.stream()
                .max(Comparator.comparing(each -> each.progress().missing()))
                .orElseThrow();
    }

    /** What clients read: the archive, with the partner's values where it has a gap. */
    Archive seen() {
        return seen;
    }

    void begin() {
        workers.forEach(SyncWorker::start);
    }

    long beat() {
        return workers.stream()
                .mapToLong(SyncWorker::beat)
                .reduce((one, other) -> one - other < 0 ? one : other)
                .orElseThrow();
    }

    void startAnew() {
        workers.forEach(SyncWorker::startAnew);
    }

    /** What makes the station less good for clients at present. */
    Optional<Impairment> impairment() {
        return degrade ? SyncRules.impairment(worker().progress()) : Optional.empty();
    }

    /** Whose archive is more up to date. */
    SyncRules.Preference preference() {
        SyncWorker worker = worker();
        return SyncRules.preference(worker.progress().missing(), worker.partnerMissing());
    }

    /** Interrupts the filling of gaps, or lets it go on. */
    String pause(boolean wanted) {
        workers.forEach(each -> each.pause(wanted));
        return wanted ? "the synchronisation of the archive is paused" : "the synchronisation of the archive goes on";
    }

    /** What clients are shown. */
    SyncValues values() {
        SyncProgress now = worker().progress();
        return new SyncValues(
                now.phase().name().toLowerCase(Locale.ROOT),
                now.gaps(),
                now.span().map(span -> new SyncValues.Span(span.from(), span.to())),
                now.missing(),
                now.share() * PERCENT,
                now.copied(),
                now.rate(),
                now.remaining(),
                now.trouble(),
                now.last().map(run -> new SyncValues.Run(run.start(), run.end(), run.samples(), run.error())),
                userChanges);
    }

    @Override
    public void close() {
        workers.forEach(SyncWorker::close);
    }
}
