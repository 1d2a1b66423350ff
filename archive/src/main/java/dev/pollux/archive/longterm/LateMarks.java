package dev.pollux.archive.longterm;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What of the captured values changed after long-term archives may have been computed from it: values that come late,
 * gaps filled from the partner, changes by users. Each such change is marked in the same batch, so that neither is
 * there without the other after a crash. Safe for use by any threads.
 *
 * <p>A mark is a sample of the archive {@link #ARCHIVE} under the tag's name; its time only makes it unique, its value
 * is the range. That archive is small and must not be forgotten by retention.
 */
public final class LateMarks {
    /** Name of the archive that keeps the marks. */
    public static final String ARCHIVE = "late";

    // Half of the time that an interval is left alone: what is not marked has the other half to become durable.
    private final long settle;
    private final AtomicLong unique = new AtomicLong();
    private final Map<String, List<Mark>> marks = new LinkedHashMap<>();

    /**
     * A change that has not been computed yet.
     *
     * @param id time of the sample that marks it
     */
    record Mark(long id, TimeRange range) {}

    /**
     * Nothing is marked until {@link #load}.
     *
     * @param configs of all long-term archives; without any nothing is ever marked
     */
    public LateMarks(List<LongTermConfig> configs) {
        settle = configs.stream()
                .map(LongTermConfig::settle)
                .min(Duration::compareTo)
                .map(each -> Ticks.of(each) / 2)
                .orElse(Long.MAX_VALUE / 2);
    }

    /** Takes over what an earlier run left. */
    public void load(Archive archive) {
        List<Series> series = archive.series().stream()
                .filter(each -> each.archive().equals(ARCHIVE))
                .toList();
        archive.scan(series, TimeRange.ALL, (each, sample) -> {
            add(each.name(), parse(sample));
            return true;
        });
    }

    /** What of a tag has changed and is not computed yet, as the archive has it. */
    static List<TimeRange> of(Archive archive, String tag) {
        List<TimeRange> ranges = new ArrayList<>();
        archive.scan(List.of(new Series(ARCHIVE, tag)), TimeRange.ALL, (each, sample) -> {
            ranges.add(parse(sample).range);
            return true;
        });
        return ranges;
    }

    /**
     * The same batch, with marks for what is late in it. To be used for every batch with captured values; costs a
     * comparison for each sample that is not late.
     *
     * @param now by the station's clock
     */
    public Batch mark(Batch batch, long now) {
        Map<String, TimeRange> late = new HashMap<>();
        for (Batch.Entry each : batch.samples()) {
            long time = each.sample().time();
            if (time < now - settle && each.series().archive().equals(Series.VALUES)) {
                late.merge(each.series().name(), new TimeRange(time, time + 1), LateMarks::hull);
            }
        }
        for (Batch.Deletion each : batch.deletions()) {
            if (each.series().archive().equals(Series.VALUES)
                    && !each.range().isEmpty()
                    && each.range().from() < now - settle) {
                late.merge(each.series().name(), each.range(), LateMarks::hull);
            }
        }
        if (late.isEmpty()) {
            return batch;
        }
        List<Batch.Entry> samples = new ArrayList<>(batch.samples());
        late.forEach((tag, range) -> samples.add(new Batch.Entry(new Series(ARCHIVE, tag), sample(range, now))));
        return batch.withSamples(samples);
    }

    /** To be called with what {@link #mark} gave when it is durable: from then on the change can be read. */
    public void stored(Batch marked) {
        for (Batch.Entry each : marked.samples()) {
            if (each.series().archive().equals(ARCHIVE)) {
                add(each.series().name(), parse(each.sample()));
            }
        }
    }

    /** How many tags wait for being computed again. */
    public synchronized int size() {
        return marks.size();
    }

    /** All marks of the tag that has waited longest; a copy. Empty if there is none. */
    synchronized Map<String, List<Mark>> first() {
        return marks.entrySet().stream()
                .findFirst()
                .map(each -> Map.of(each.getKey(), List.copyOf(each.getValue())))
                .orElse(Map.of());
    }

    /** What removes marks from the archive. */
    static List<Batch.Deletion> deletions(String tag, List<Mark> done) {
        Series series = new Series(ARCHIVE, tag);
        return done.stream()
                .map(mark -> new Batch.Deletion(series, new TimeRange(mark.id, mark.id + 1)))
                .toList();
    }

    synchronized void forget(String tag, List<Mark> done) {
        List<Mark> left = new ArrayList<>(marks.getOrDefault(tag, List.of()));
        left.removeAll(done);
        marks.remove(tag);
        if (!left.isEmpty()) {
            marks.put(tag, left);
        }
    }

    private synchronized void add(String tag, Mark mark) {
        marks.computeIfAbsent(tag, unused -> new ArrayList<>()).add(mark);
    }

    private ArchivedSample sample(TimeRange range, long now) {
        long id = unique.updateAndGet(last -> Math.max(last + 1, now));
        return new ArchivedSample(id, now, 0, new Value(Value.STRING, range.from() + " " + range.to()));
    }

    private static Mark parse(ArchivedSample sample) {
        String[] bounds = String.valueOf(sample.value().content()).split(" ", -1);
        return new Mark(sample.time(), new TimeRange(Long.parseLong(bounds[0]), Long.parseLong(bounds[1])));
    }

    private static TimeRange hull(TimeRange a, TimeRange b) {
        return new TimeRange(Math.min(a.from(), b.from()), Math.max(a.to(), b.to()));
    }
}
