package dev.pollux.server.history;

import dev.pollux.archive.Annotation;
import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Modification;
import dev.pollux.archive.Page;
import dev.pollux.archive.Series;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.Value;
import dev.pollux.archive.aggregate.AggregateConfig;
import dev.pollux.archive.aggregate.AggregateRequest;
import dev.pollux.archive.aggregate.Aggregation;
import dev.pollux.archive.aggregate.Intervals;
import dev.pollux.archive.aggregate.SampleSource;
import dev.pollux.archive.longterm.Level;
import dev.pollux.archive.longterm.LongTermLevels;
import dev.pollux.archive.longterm.LongTermSource;
import dev.pollux.server.history.HistoryQuery.AnnotationsAt;
import dev.pollux.server.history.HistoryQuery.AtTime;
import dev.pollux.server.history.HistoryQuery.Entries;
import dev.pollux.server.history.HistoryQuery.Kind;
import dev.pollux.server.history.HistoryQuery.Processed;
import dev.pollux.server.history.HistoryQuery.Raw;
import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.StatusCodes;

/** Reads one node's part of a response from the archive. */
final class NodeReading implements HistoryQuery.Reader {
    /** Of more remarks at one instant a read at that instant shows no more; a read of the range does. */
    private static final int REMARKS_MAX = 1_000;

    private final Source source;
    private final Archive archive;
    private final Series series;
    private final ArchiveSamples samples;
    private final boolean stepped;
    private final Answer answer;
    private final UaHistory ua;
    /** The samples behind the answer: those of another node of the request, if it measured for this one too. */
    private ArchiveSamples measured;

    /**
     * Where a node's values come from.
     *
     * @param stepped whether a value stays until the next one
     * @param knownUntil until when the last one is known to hold
     * @param longTerm what aggregates may be read from beside the values
     * @param together the aggregates of the request
     * @param now by the station's clock
     */
    record Source(
            Archive archive,
            Series series,
            boolean stepped,
            long knownUntil,
            List<LongTermLevels.Kept> longTerm,
            ProcessedTogether together,
            long now) {}

    /**
     * Of one node.
     *
     * @param check is called now and then and ends the work by throwing
     */
    NodeReading(Source source, Answer answer, UaHistory ua, Runnable check) {
        archive = source.archive();
        series = source.series();
        this.source = source;
        stepped = source.stepped();
        this.answer = answer;
        this.ua = ua;
        samples = new ArchiveSamples(archive, series, source.knownUntil(), check);
        measured = samples;
    }

    /** Where what was read so far is from. */
    Page.Origin origin() {
        return measured.origin();
    }

    @Override
    public Optional<HistoryQuery> raw(Raw query) {
        return RawReading.read(query, samples, answer);
    }

    @Override
    public Optional<HistoryQuery> entries(Entries query) {
        long countMax = Math.min(answer.left(), query.domain().callMax());
        if (query.kind() == Kind.MODIFICATIONS) {
            return new EntryReading<Modification>(
                            (range, limit) -> archive.modifications(series, range, limit),
                            change -> change.old().time(),
                            answer::add,
                            EntryReading.LOOK)
                    .read(query, countMax);
        }
        return new EntryReading<Annotation>(
                        (range, limit) -> archive.annotations(series, range, limit),
                        Annotation::time,
                        remark -> answer.add(ua.sample(remark)),
                        EntryReading.LOOK)
                .read(query, countMax);
    }

    @Override
    public Optional<HistoryQuery> atTime(AtTime query) {
        var rules = new dev.pollux.archive.aggregate.AtTime(AggregateConfig.DEFAULT, stepped, query.simpleBounds());
        List<Long> times = query.times();
        for (int i = 0; i < times.size(); i++) {
            if (answer.late() || answer.left() == 0 || !answer.add(rules.at(times.get(i), samples))) {
                return Optional.of(new AtTime(times.subList(i, times.size()), query.simpleBounds()));
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<HistoryQuery> annotationsAt(AnnotationsAt query) {
        List<Long> times = query.times();
        int skip = query.skip();
        for (int i = 0; i < times.size(); i++) {
            long time = times.get(i);
            List<Annotation> remarks = archive.annotations(series, new TimeRange(time, time + 1), REMARKS_MAX);
            int done = Math.min(skip, remarks.size());
            while (done < remarks.size() && answer.add(ua.sample(remarks.get(done)))) {
                done++;
            }
            boolean shown = done == remarks.size() && (!remarks.isEmpty() || answer.add(none(time)));
            if (!shown || answer.late()) {
                return restOf(times, shown ? i + 1 : i, shown ? 0 : done);
            }
            skip = 0;
        }
        return Optional.empty();
    }

    private static Optional<HistoryQuery> restOf(List<Long> times, int from, int skip) {
        return from == times.size()
                ? Optional.empty()
                : Optional.of(new AnnotationsAt(times.subList(from, times.size()), skip));
    }

    /** Keeps the place of an instant without a remark: results stand in the order of the instants asked for. */
    private static ArchivedSample none(long time) {
        return new ArchivedSample(time, time, (int) StatusCodes.Good_NoData, Value.NULL);
    }

    @Override
    public Optional<HistoryQuery> processed(Processed query) {
        ProcessedTogether.Rows rows = source.together()
                .rows(
                        series,
                        query,
                        aggregates -> new Aggregation(
                                new AggregateRequest(aggregates, query.config(), stepped, query.intervals()),
                                source(query)),
                        samples);
        measured = rows.samples();
        long count = query.intervals().count();
        for (int done = 0; done < count; done++) {
            boolean added = (rows.measured(done) || !answer.late())
                    && answer.left() > 0
                    && answer.add(rows.get(query.aggregate(), done));
            if (!added) {
                return Optional.of(new Processed(
                        query.aggregate(), query.config(), query.intervals().after(done)));
            }
        }
        return Optional.empty();
    }

    /** Runs say nothing of the last sample but one, through which a sloped extrapolation goes. */
    private SampleSource source(Processed query) {
        if (source.longTerm().isEmpty() || query.config().useSlopedExtrapolation()) {
            return samples;
        }
        Intervals intervals = query.intervals();
        List<Level> levels = LongTermLevels.of(
                archive, series.name(), source.longTerm(), archive.borrowed(series, TimeRange.ALL), source.now());
        long rawFrom = LongTermLevels.rawFrom(archive, series.name(), levels);
        return levels.isEmpty() ? samples : new LongTermSource(samples, samples::page, levels, intervals, rawFrom);
    }
}
