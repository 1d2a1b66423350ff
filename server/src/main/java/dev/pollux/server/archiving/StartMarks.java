package dev.pollux.server.archiving;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.capture.Marks;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins archiving where the last run of the station left it, with the marks of holes that it could not set. */
final class StartMarks {
    private static final Logger LOG = LoggerFactory.getLogger(StartMarks.class);

    /** Series that are no longer archived are looked after only so far: their samples end by themselves. */
    private static final int FORMER_MAX = 10_000;

    private final Archive archive;
    private final long now;

    /** At {@code now}, in ticks. */
    StartMarks(Archive archive, long now) {
        this.archive = archive;
        this.now = now;
    }

    /** Begins all tags; the marks are in the recording's batch then. */
    void begin(Recording recording) {
        Set<Series> known;
        Map<String, List<TimeRange>> coverage;
        try {
            known = archive.series();
            coverage = archive.coverage();
        } catch (ArchiveException unreachable) {
            LOG.warn("cannot look for holes since the last run: {}", unreachable.getMessage());
            known = Set.of();
            coverage = Map.of();
        }
        Set<Series> current = new HashSet<>(recording.elsewhere());
        int marks = 0;
        for (DeviceRecord device : recording.devices()) {
            device.tags().forEach(tag -> current.add(tag.series()));
            marks += begin(device, recording, known, coverage.getOrDefault(device.name(), List.of()));
        }
        marks += former(recording, known, current);
        if (marks > 0) {
            LOG.info("archiving was interrupted: {} tags get the mark of a hole", marks);
        }
    }

    private int begin(DeviceRecord device, Recording recording, Set<Series> known, List<TimeRange> coverage) {
        long end = coverage.isEmpty()
                ? Ticks.MIN
                : coverage.get(coverage.size() - 1).to();
        List<Series> before = device.tags().stream()
                .map(TagRecord::series)
                .filter(known::contains)
                .toList();
        Map<Series, ArchivedSample> beyond = beyond(before, end);
        int marks = 0;
        for (TagRecord tag : device.tags()) {
            long newest = -1;
            if (known.contains(tag.series())) {
                // Without a sample beyond the coverage its last value was valid until the coverage ended.
                Optional<ArchivedSample> last = Optional.ofNullable(beyond.get(tag.series()));
                Optional<ArchivedSample> mark = last.isEmpty() && end > Ticks.MIN && end < now
                        ? Optional.of(Marks.hole(end, now))
                        : Marks.afterCrash(last, end, now);
                mark.ifPresent(hole -> recording.add(new Batch.Entry(tag.series(), hole)));
                marks += mark.isPresent() ? 1 : 0;
                newest = mark.or(() -> last).map(ArchivedSample::time).orElse(-1L);
            }
            tag.begin(now, newest);
        }
        return marks;
    }

    /** The last samples from the end of the coverage on. */
    private Map<Series, ArchivedSample> beyond(List<Series> series, long end) {
        Map<Series, ArchivedSample> last = new HashMap<>();
        try {
            archive.scan(series, new TimeRange(end, Ticks.MAX), (each, sample) -> {
                last.put(each, sample);
                return true;
            });
        } catch (ArchiveException unreachable) {
            LOG.warn("cannot look for holes since the last run: {}", unreachable.getMessage());
        }
        return last;
    }

    /** Tags that were archived by an earlier project only: a crash may have left them without a mark. */
    private int former(Recording recording, Set<Series> known, Set<Series> current) {
        List<Series> former = known.stream()
                .filter(each -> each.archive().equals(Series.VALUES) && !current.contains(each))
                .limit(FORMER_MAX)
                .toList();
        int marks = 0;
        try {
            for (Series each : former) {
                Optional<ArchivedSample> newest =
                        archive.bound(each, Ticks.MAX - 1, Archive.Side.AT_OR_BEFORE, TimeRange.ALL);
                Optional<ArchivedSample> mark = Marks.afterCrash(newest, Ticks.MIN, now);
                mark.ifPresent(hole -> recording.add(new Batch.Entry(each, hole)));
                marks += mark.isPresent() ? 1 : 0;
            }
        } catch (ArchiveException unreachable) {
            LOG.warn("cannot look for holes since the last run: {}", unreachable.getMessage());
        }
        return marks;
    }
}
