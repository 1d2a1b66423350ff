package dev.pollux.archive.influx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Page;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.Value;
import dev.pollux.archive.WriteMode;
import dev.pollux.archive.rocks.SampleCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** What an archive must hold, in maps; and a source of random changes to both. */
final class ArchiveModel {
    static final List<Series> SERIES = List.of(
            new Series("hourly", "A|Average"),
            new Series(Series.VALUES, "A"),
            new Series(Series.VALUES, "A|Average"),
            new Series(Series.VALUES, "B, with = odd 'signs'\\"));
    static final long BASE = Ticks.of(Instant.parse("2026-11-21T12:00:00Z"));
    private static final int TIMES = 200;

    private final SplittableRandom random;
    private final Map<Series, TreeMap<Long, ArchivedSample>> samples = new TreeMap<>();

    /** Before when an archive takes nothing any more. */
    private final Map<String, Long> forgotten = new TreeMap<>();

    ArchiveModel(SplittableRandom random) {
        this.random = random;
        SERIES.forEach(series -> samples.put(series, new TreeMap<>()));
    }

    /** Changes the archive and the model alike; waits for the acknowledgement. */
    void change(Archive archive) {
        if (random.nextInt(40) == 0) {
            Series series = series();
            long before = BASE + random.nextInt(TIMES / 10);
            archive.forget(series.archive(), before);
            samples.forEach((other, kept) -> {
                if (other.archive().equals(series.archive())) {
                    kept.headMap(before).clear();
                    forgotten.merge(other.archive(), before, Math::max);
                }
            });
            return;
        }
        WriteMode mode = random.nextBoolean() ? WriteMode.LIVE : WriteMode.MERGE;
        List<Batch.Deletion> deletions = new ArrayList<>();
        for (int i = random.nextInt(4) == 0 ? random.nextInt(3) : 0; i > 0; i--) {
            deletions.add(new Batch.Deletion(series(), range()));
        }
        List<Batch.Entry> entries = new ArrayList<>();
        for (int i = random.nextInt(60); i > 0; i--) {
            entries.add(new Batch.Entry(series(), sample(time())));
        }
        archive.append(new Batch(entries, deletions, List.of(), List.of(), List.of()), mode)
                .join();
        for (Batch.Deletion deletion : deletions) {
            TimeRange range = deletion.range();
            of(deletion.series()).subMap(range.from(), range.to()).clear();
        }
        entries.removeIf(entry ->
                entry.sample().time() < forgotten.getOrDefault(entry.series().archive(), 0L));
        for (Batch.Entry entry : entries) {
            of(entry.series())
                    .merge(
                            entry.sample().time(),
                            entry.sample(),
                            (old, now) -> mode == WriteMode.LIVE || SampleCodec.compare(now, old) > 0 ? now : old);
        }
    }

    /** Compares everything that can be read with the model. */
    void verify(Archive archive) {
        List<Map.Entry<Series, ArchivedSample>> scanned = new ArrayList<>();
        archive.scan(SERIES, TimeRange.ALL, (series, sample) -> scanned.add(Map.entry(series, sample)));
        List<Map.Entry<Series, ArchivedSample>> expected = new ArrayList<>();
        samples.forEach((series, kept) -> kept.values().forEach(sample -> expected.add(Map.entry(series, sample))));
        // One by one: a whole list is too long to be read in a report.
        for (int i = 0; i < Math.min(scanned.size(), expected.size()); i++) {
            assertThat(scanned.get(i)).as("sample " + i).isEqualTo(expected.get(i));
        }
        assertThat(scanned).hasSameSizeAs(expected);
        for (Series series : SERIES) {
            TimeRange range = range();
            boolean reverse = random.nextBoolean();
            int limit = 1 + random.nextInt(50);
            var part = of(series).subMap(range.from(), true, range.to(), false);
            assertThat(readAll(archive, new Page.Request(series, range, reverse, limit)))
                    .isEqualTo(List.copyOf((reverse ? part.descendingMap() : part).values()));
            long time = time();
            var before = of(series).floorEntry(time);
            assertThat(archive.bound(series, time, Archive.Side.AT_OR_BEFORE, TimeRange.ALL))
                    .isEqualTo(Optional.ofNullable(before).map(Map.Entry::getValue));
            var after = of(series).ceilingEntry(time);
            assertThat(archive.bound(series, time, Archive.Side.AT_OR_AFTER, TimeRange.ALL))
                    .isEqualTo(Optional.ofNullable(after).map(Map.Entry::getValue));
        }
        long bucket = 1L + random.nextInt(TIMES);
        Map<List<Object>, long[]> digests = new TreeMap<>(Comparator.comparing(Object::toString));
        samples.forEach((series, kept) -> kept.values().forEach(sample -> {
            long[] digest = digests.computeIfAbsent(
                    List.of(series, Math.floorDiv(sample.time(), bucket) * bucket), key -> new long[2]);
            digest[0]++;
            digest[1] += SampleCodec.hash(sample);
        }));
        List<Archive.Digest> found = archive.digests(SERIES, TimeRange.ALL, bucket);
        assertThat(found).hasSize(digests.size());
        for (Archive.Digest digest : found) {
            assertThat(new long[] {digest.count(), digest.hash()})
                    .isEqualTo(digests.get(List.<Object>of(digest.series(), digest.from())));
        }
    }

    static List<ArchivedSample> readAll(Archive archive, Page.Request request) {
        List<ArchivedSample> all = new ArrayList<>();
        Optional<Page.Request> rest = Optional.of(request);
        while (rest.isPresent()) {
            Page page = archive.read(rest.get());
            assertThat(page.samples()).hasSizeLessThanOrEqualTo(request.limit());
            all.addAll(page.samples());
            rest = page.rest();
        }
        return all;
    }

    private NavigableMap<Long, ArchivedSample> of(Series series) {
        return samples.computeIfAbsent(series, key -> new TreeMap<>());
    }

    private Series series() {
        return SERIES.get(random.nextInt(SERIES.size()));
    }

    private long time() {
        return BASE + random.nextInt(TIMES);
    }

    private TimeRange range() {
        long from = time();
        return new TimeRange(from, from + random.nextInt(TIMES));
    }

    private ArchivedSample sample(long time) {
        Value value = SampleValues.ALL.get(random.nextInt(SampleValues.ALL.size()));
        return new ArchivedSample(time, BASE + random.nextInt(3), random.nextInt(2) * 0x80000000, value);
    }
}
