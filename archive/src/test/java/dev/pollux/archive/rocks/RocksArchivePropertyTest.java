package dev.pollux.archive.rocks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Page;
import dev.pollux.archive.Samples;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.WriteMode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random changes to an archive and to a map that can do nothing but be right; then both are asked the same. */
class RocksArchivePropertyTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final List<Series> SERIES = List.of(
            Series.of("a"),
            Series.of("b"),
            Series.of("b\u00FF"),
            Series.longTerm("minute", "a", "Average"),
            Series.longTerm("hour-2", "a", "Average"));

    @TempDir
    Path directory;

    private final TreeMap<Series, NavigableMap<Long, ArchivedSample>> model = new TreeMap<>();

    @SuppressWarnings("NullAway.Init") // by the test itself, several times
    private RocksArchive archive;

    @Test
    void agreesWithAMap() {
        long seed = System.nanoTime();
        int rounds = Integer.getInteger("pollux.rounds", 20) * 15;
        SplittableRandom random = new SplittableRandom(seed);
        try {
            archive = open(random);
            for (int round = 0; round < rounds; round++) {
                change(random);
                ask(random);
                if (random.nextInt(40) == 0) {
                    archive.close();
                    archive = open(random);
                }
                if (random.nextInt(80) == 0) {
                    archive.compact();
                }
            }
            assertThat(model.values().stream().mapToInt(NavigableMap::size).sum())
                    .as("control: there was something to ask for")
                    .isGreaterThan(100);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed, e);
        } finally {
            archive.close();
        }
    }

    /** With another length of partitions each time: that may be changed at any start. */
    private RocksArchive open(SplittableRandom random) {
        RocksConfig config = RocksConfig.in(directory)
                .withCommitInterval(Duration.ZERO)
                .withMemoryBytes(4 << 20)
                .withPartitionDays(1 + random.nextInt(31), Map.of("minute", 1 + random.nextInt(31)));
        return RocksArchive.open(config, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private void change(SplittableRandom random) {
        List<Batch.Deletion> deletions = new ArrayList<>();
        while (random.nextInt(5) == 0) {
            deletions.add(new Batch.Deletion(series(random), range(random)));
        }
        List<Batch.Entry> entries = new ArrayList<>();
        for (int i = random.nextInt(60); i > 0; i--) {
            entries.add(new Batch.Entry(series(random), Samples.any(random, time(random))));
        }
        WriteMode mode = random.nextBoolean() ? WriteMode.LIVE : WriteMode.MERGE;
        Batch batch = new Batch(entries, deletions, List.of(), List.of(), List.of());
        assertThat(archive.append(batch, mode).join().rejected()).isEmpty();

        deletions.forEach(deletion -> of(deletion.series())
                .subMap(deletion.range().from(), deletion.range().to())
                .clear());
        entries.forEach(entry -> of(entry.series())
                .merge(
                        entry.sample().time(),
                        entry.sample(),
                        (old, young) -> mode == WriteMode.LIVE || SampleCodec.compare(young, old) > 0 ? young : old));
    }

    private void ask(SplittableRandom random) {
        Series series = series(random);
        TimeRange range = range(random);
        boolean reverse = random.nextBoolean();
        List<ArchivedSample> expected =
                new ArrayList<>(of(series).subMap(range.from(), range.to()).values());
        if (reverse) {
            Collections.reverse(expected);
        }
        List<ArchivedSample> read = new ArrayList<>();
        Optional<Page.Request> next = range.isEmpty()
                ? Optional.empty()
                : Optional.of(new Page.Request(series, range, reverse, 1 + random.nextInt(40)));
        while (next.isPresent()) {
            Page page = archive.read(next.get());
            read.addAll(page.samples());
            next = page.rest();
        }
        assertThat(read).isEqualTo(expected);

        long time = time(random);
        assertThat(archive.bound(series, time, Archive.Side.AT_OR_BEFORE, TimeRange.ALL))
                .isEqualTo(Optional.ofNullable(of(series).floorEntry(time)).map(Map.Entry::getValue));
        assertThat(archive.bound(series, time, Archive.Side.AT_OR_AFTER, TimeRange.ALL))
                .isEqualTo(Optional.ofNullable(of(series).ceilingEntry(time)).map(Map.Entry::getValue));

        long bucket = random.nextLong(1, Ticks.PER_DAY * 40);
        assertThat(archive.digests(SERIES, range, bucket)).isEqualTo(digests(range, bucket));
        List<ArchivedSample> scanned = new ArrayList<>();
        archive.scan(SERIES, range, (of, sample) -> scanned.add(sample));
        assertThat(scanned)
                .hasSize(digests(range, bucket).stream()
                        .mapToInt(d -> (int) d.count())
                        .sum());
    }

    private List<Archive.Digest> digests(TimeRange range, long bucket) {
        List<Archive.Digest> digests = new ArrayList<>();
        model.forEach((series, samples) -> {
            TreeMap<Long, Archive.Digest> buckets = new TreeMap<>();
            samples.subMap(range.from(), range.to()).values().forEach(sample -> {
                long from = sample.time() / bucket * bucket;
                buckets.merge(
                        from,
                        new Archive.Digest(series, from, 1, SampleCodec.hash(sample)),
                        (a, b) -> new Archive.Digest(series, from, a.count() + b.count(), a.hash() + b.hash()));
            });
            digests.addAll(buckets.values());
        });
        return digests;
    }

    private NavigableMap<Long, ArchivedSample> of(Series series) {
        return model.computeIfAbsent(series, name -> new TreeMap<>());
    }

    private static Series series(SplittableRandom random) {
        return SERIES.get(random.nextInt(SERIES.size()));
    }

    private static TimeRange range(SplittableRandom random) {
        long one = time(random);
        long two = time(random);
        return new TimeRange(Math.min(one, two), Math.max(one, two));
    }

    /** Few enough to meet the same again, around partitions' ends, and now and then far away. */
    private static long time(SplittableRandom random) {
        long now = Ticks.of(NOW);
        return switch (random.nextInt(12)) {
            case 0 -> Ticks.MIN + random.nextInt(3);
            case 1 -> Ticks.MAX - 1 - random.nextInt(3);
            case 2 -> now - random.nextInt(4) * 1000L * Ticks.PER_DAY;
            default -> now - now % Ticks.PER_DAY + random.nextInt(-20, 20) * Ticks.PER_DAY + random.nextInt(-2, 3);
        };
    }
}
