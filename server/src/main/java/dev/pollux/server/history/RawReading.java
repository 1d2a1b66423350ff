package dev.pollux.server.history;

import dev.pollux.archive.Archive.Side;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Page;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.Value;
import dev.pollux.server.history.HistoryQuery.Bounds;
import dev.pollux.server.history.HistoryQuery.Raw;
import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.StatusCodes;

/** One part of a read of archived values: the bound at the start, the values, the bound at the end. */
final class RawReading {
    private final ArchiveSamples samples;
    private final Answer answer;
    private final Raw query;
    private final boolean reverse;
    private final long countMax;
    private TimeRange range;
    private boolean startWanted;
    private boolean endWanted;
    private long last;

    private RawReading(Raw query, ArchiveSamples samples, Answer answer) {
        this.query = query;
        this.samples = samples;
        this.answer = answer;
        reverse = query.domain().reverse();
        countMax = Math.min(answer.left(), query.domain().callMax());
        range = query.domain().range();
        startWanted = query.bounds().start();
        endWanted = query.bounds().end();
        last = query.bounds().last();
    }

    /** Reads into the answer; returns what is left. */
    static Optional<HistoryQuery> read(Raw query, ArchiveSamples samples, Answer answer) {
        RawReading reading = new RawReading(query, samples, answer);
        reading.readStart();
        reading.readValues();
        reading.readEnd();
        return reading.rest();
    }

    private boolean roomLeft() {
        return answer.count() < countMax && !answer.late();
    }

    private boolean add(ArchivedSample sample) {
        if (!answer.add(sample)) {
            return false;
        }
        last = sample.time();
        return true;
    }

    private void readStart() {
        if (!startWanted) {
            return;
        }
        long start = query.bounds().startTime();
        Optional<ArchivedSample> bound = samples.bound(start, reverse ? Side.AT_OR_AFTER : Side.AT_OR_BEFORE);
        // One at the start itself belongs to the range and comes with it.
        if (bound.isEmpty() || bound.get().time() != start) {
            startWanted = !add(bound.orElseGet(() -> notFound(start)));
        } else {
            startWanted = false;
        }
    }

    private void readValues() {
        boolean more = !startWanted;
        while (more && !range.isEmpty() && roomLeft()) {
            Page page = samples.read(range, reverse, (int) (countMax - answer.count()));
            more = addAll(page.samples());
            if (more) {
                range = page.rest().map(Page.Request::range).orElse(new TimeRange(range.from(), range.from()));
            }
        }
    }

    /** Whether all of them had room; otherwise the range begins with the first that had none. */
    private boolean addAll(List<ArchivedSample> page) {
        for (ArchivedSample sample : page) {
            if (!answer.add(sample)) {
                range = reverse
                        ? new TimeRange(range.from(), sample.time() + 1)
                        : new TimeRange(sample.time(), range.to());
                return false;
            }
            last = sample.time();
        }
        return true;
    }

    private void readEnd() {
        if (!endWanted || startWanted || !range.isEmpty() || !roomLeft()) {
            return;
        }
        long end = query.bounds().endTime();
        if (end == Bounds.NOWHERE) {
            // OPC 10000-11 §4.6: without an end the bound that is not there stands a second after the last value.
            long beside = reverse ? last - Ticks.PER_SECOND : last + Ticks.PER_SECOND;
            endWanted = !add(notFound(Math.max(Ticks.MIN, Math.min(beside, Ticks.MAX - 1))));
            return;
        }
        Optional<ArchivedSample> bound = beyond(end);
        endWanted = !add(bound.orElseGet(() -> notFound(end)));
    }

    private Optional<ArchivedSample> beyond(long end) {
        if (reverse) {
            return samples.bound(end, Side.AT_OR_BEFORE);
        }
        // Where start and end are the same instant, that one has been returned already.
        long from = query.bounds().startTime() == end ? end + 1 : end;
        return samples.bound(from, Side.AT_OR_AFTER);
    }

    private static ArchivedSample notFound(long time) {
        long instant = Math.min(time, Ticks.MAX - 1);
        return new ArchivedSample(instant, instant, (int) StatusCodes.Bad_BoundNotFound, Value.NULL);
    }

    private Optional<HistoryQuery> rest() {
        TimeDomain domain = query.domain();
        boolean satisfied = domain.left() != TimeDomain.UNLIMITED && answer.count() >= domain.left();
        boolean nothingMore = !startWanted && !endWanted && (range.isEmpty() || isOver());
        if (satisfied || nothingMore) {
            return Optional.empty();
        }
        Bounds bounds = query.bounds();
        return Optional.of(new Raw(
                domain.rest(range, answer.count()),
                startWanted || endWanted
                        ? new Bounds(startWanted, endWanted, bounds.startTime(), bounds.endTime(), last)
                        : Bounds.NONE));
    }

    /** A client that is told to come again shall find something. */
    private boolean isOver() {
        return samples.read(range, reverse, 1).samples().isEmpty();
    }
}
