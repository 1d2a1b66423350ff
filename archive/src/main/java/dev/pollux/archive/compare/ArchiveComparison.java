package dev.pollux.archive.compare;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.compare.Difference.Kind;
import dev.pollux.archive.compare.KeptTag.Sameness;
import dev.pollux.archive.compare.Verdict.Deviation;
import dev.pollux.archive.compare.Verdict.Unfilled;
import dev.pollux.archive.coverage.Coverage;
import dev.pollux.archive.coverage.Intervals;
import dev.pollux.archive.sync.PartnerArchive;
import dev.pollux.archive.sync.Slice;
import dev.pollux.archive.sync.SliceRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Compares two archives of one set by tag and hour: first in short, then, where that differs, sample by sample.
 * Only what both are complete for is compared; what only one is complete for is named as not filled. Used
 * once, by one thread.
 */
public final class ArchiveComparison {
    private static final int SERIES_AT_ONCE = 100;
    private static final int SAMPLES_AT_ONCE = 20_000;
    private static final int UNFILLED_MAX = 1_000;

    private final ComparableArchive first;
    private final ComparableArchive second;
    private final int listMax;
    private final List<Difference> listed = new ArrayList<>();
    private final List<Unfilled> unfilled = new ArrayList<>();
    private long hours;
    private long equal;
    private long samples;
    private long observed;
    private long differences;
    private Optional<Deviation> largest = Optional.empty();

    /**
     * A comparison that has not begun.
     *
     * @param listMax how many differences are listed; the rest is counted
     */
    public ArchiveComparison(ComparableArchive first, ComparableArchive second, int listMax) {
        this.first = first;
        this.second = second;
        this.listMax = listMax;
    }

    /**
     * Compares.
     *
     * @param range of times; should end a few seconds ago, as live archiving may lag behind
     * @param wanted which tags, by name
     * @param progress is told what is being compared
     */
    public Verdict run(TimeRange range, Predicate<String> wanted, Consumer<String> progress) {
        Map<String, List<KeptTag>> byDevice = tags(wanted);
        Coverage firstHas = first.coverage();
        Coverage secondHas = second.coverage();
        byDevice.forEach((device, tags) -> {
            Intervals one = firstHas.of(device).intersect(range);
            Intervals other = secondHas.of(device).intersect(range);
            one.minus(other).ranges().forEach(gap -> unfilled(new Unfilled(true, device, gap)));
            other.minus(one).ranges().forEach(gap -> unfilled(new Unfilled(false, device, gap)));
            for (TimeRange both : one.intersect(other).ranges()) {
                for (TimeRange hour : hours(both)) {
                    progress.accept(device + " " + Ticks.toInstant(hour.from()));
                    compare(tags, hour);
                }
            }
        });
        return new Verdict(hours, equal, samples, observed, largest, differences, listed, unfilled);
    }

    private void unfilled(Unfilled gap) {
        if (unfilled.size() < UNFILLED_MAX) {
            unfilled.add(gap);
        }
    }

    private Map<String, List<KeptTag>> tags(Predicate<String> wanted) {
        Map<Series, KeptTag> firsts = new LinkedHashMap<>();
        first.tags().forEach(tag -> firsts.put(tag.series(), tag));
        Map<Series, KeptTag> seconds = new LinkedHashMap<>();
        second.tags().forEach(tag -> seconds.put(tag.series(), tag));
        Map<String, List<KeptTag>> byDevice = new TreeMap<>();
        firsts.values().stream().filter(tag -> wanted.test(tag.series().name())).forEach(tag -> {
            if (seconds.containsKey(tag.series())) {
                byDevice.computeIfAbsent(tag.device(), device -> new ArrayList<>())
                        .add(tag);
            } else {
                differ(lonely(tag, Kind.NOT_KEPT_BY_SECOND));
            }
        });
        seconds.values().stream()
                .filter(tag -> wanted.test(tag.series().name()) && !firsts.containsKey(tag.series()))
                .forEach(tag -> differ(lonely(tag, Kind.NOT_KEPT_BY_FIRST)));
        return byDevice;
    }

    private static Difference lonely(KeptTag tag, Kind kind) {
        return new Difference(tag.series(), TimeRange.ALL, kind, Optional.empty(), Optional.empty());
    }

    private static List<TimeRange> hours(TimeRange range) {
        List<TimeRange> hours = new ArrayList<>();
        long from = range.from();
        while (from < range.to()) {
            long to = Math.min(range.to(), Math.floorDiv(from, Ticks.PER_HOUR) * Ticks.PER_HOUR + Ticks.PER_HOUR);
            hours.add(new TimeRange(from, to));
            from = to;
        }
        return hours;
    }

    private void compare(List<KeptTag> tags, TimeRange hour) {
        for (int from = 0; from < tags.size(); from += SERIES_AT_ONCE) {
            List<KeptTag> some = tags.subList(from, Math.min(tags.size(), from + SERIES_AT_ONCE));
            List<Series> series = some.stream().map(KeptTag::series).toList();
            Map<Series, BucketDigest> firsts = digests(first, series, hour);
            Map<Series, BucketDigest> seconds = digests(second, series, hour);
            List<Open> open = new ArrayList<>();
            for (KeptTag tag : some) {
                BucketDigest none = new BucketDigest(tag.series(), hour.from(), 0, 0, 0);
                BucketDigest one = firsts.getOrDefault(tag.series(), none);
                BucketDigest other = seconds.getOrDefault(tag.series(), none);
                hours++;
                samples += Math.max(one.count(), other.count());
                boolean same = same(tag.sameness(), one, other);
                // Without a sample of its own a span shows what came before it.
                if (same && (one.count() > 0 || tag.sameness() != Sameness.STEPPED)) {
                    equal++;
                } else {
                    open.add(new Open(tag, !same));
                }
            }
            if (!open.isEmpty()) {
                descend(open, hour);
            }
        }
    }

    /** A tag that its digests do not settle; {@code read} if its samples must be looked at. */
    private record Open(KeptTag tag, boolean read) {}

    private static boolean same(Sameness sameness, BucketDigest one, BucketDigest other) {
        return one.count() == other.count()
                && (sameness == Sameness.EXACT ? one.exact() == other.exact() : one.observed() == other.observed());
    }

    private static Map<Series, BucketDigest> digests(ComparableArchive archive, List<Series> series, TimeRange hour) {
        Map<Series, BucketDigest> digests = new HashMap<>();
        archive.digests(series, hour).forEach(each -> digests.put(each.series(), each));
        return digests;
    }

    private void descend(List<Open> open, TimeRange hour) {
        List<Series> series = open.stream().map(each -> each.tag().series()).toList();
        // The sample before the span is what an edge repeats and what a stepped trend begins with.
        List<Optional<ArchivedSample>> heldFirst = first.valuesAt(series, hour.from() - 1);
        List<Optional<ArchivedSample>> heldSecond = second.valuesAt(series, hour.from() - 1);
        for (int i = 0; i < open.size(); i++) {
            KeptTag tag = open.get(i).tag();
            boolean read = open.get(i).read();
            long before = differences + observed;
            List<ArchivedSample> firsts = read ? read(first, tag.series(), hour) : List.of();
            List<ArchivedSample> seconds = read ? read(second, tag.series(), hour) : List.of();
            if (tag.sameness() == Sameness.SLOPED) {
                new SlopedComparison(tag, this::differ).run(firsts, seconds);
            } else {
                SampleComparison.Observed pair = (one, other) -> observed(tag.series(), one, other);
                new SampleComparison(tag, real(heldFirst.get(i)), real(heldSecond.get(i)), this::differ, pair)
                        .run(firsts, seconds, hour);
            }
            if (differences + observed == before) {
                equal++;
            }
        }
    }

    private static Optional<ArchivedSample> real(Optional<ArchivedSample> held) {
        return held.filter(sample -> sample.status() != ArchivedSample.HOLE);
    }

    private static List<ArchivedSample> read(PartnerArchive archive, Series series, TimeRange range) {
        List<ArchivedSample> all = new ArrayList<>();
        Optional<TimeRange> left = Optional.of(range);
        while (left.isPresent()) {
            Slice slice = archive.read(new SliceRequest(List.of(series), left.get(), false, SAMPLES_AT_ONCE));
            slice.runs().forEach(run -> all.addAll(run.samples()));
            left = slice.next().map(Slice.Position::left);
        }
        return SampleComparison.real(all);
    }

    private void differ(Difference difference) {
        differences++;
        if (listed.size() < listMax) {
            listed.add(difference);
        }
    }

    private void observed(Series series, ArchivedSample one, ArchivedSample other) {
        observed++;
        if (one.value().isNumber() && other.value().isNumber()) {
            Deviation found = new Deviation(
                    series, one.time(), one.value().number(), other.value().number());
            if (largest.map(known -> found.size() > known.size()).orElse(true)) {
                largest = Optional.of(found);
            }
        }
    }
}
