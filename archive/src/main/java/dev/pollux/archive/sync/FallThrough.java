package dev.pollux.archive.sync;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Page;
import dev.pollux.archive.Page.Origin;
import dev.pollux.archive.PassingArchive;
import dev.pollux.archive.Series;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.coverage.Intervals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The own archive, with the partner's values where the own one has a gap: what clients read while the gap is still
 * being filled. Everything but reading single series goes to the own archive alone.
 */
public final class FallThrough extends PassingArchive {
    private static final int MODIFICATIONS_MAX = 100_000;

    private final Archive own;
    private final PartnerView partner;
    private final Function<Series, Optional<String>> deviceOf;
    private final Supplier<Map<String, List<TimeRange>>> coverage;

    /**
     * Reads through gaps.
     *
     * @param own closed by {@link #close()}
     * @param partner the partner's archive as far as it can be reached
     * @param deviceOf the device of a series; empty for one that has none
     */
    public FallThrough(Archive own, PartnerView partner, Function<Series, Optional<String>> deviceOf) {
        this(own, partner, deviceOf, own::coverage);
    }

    private FallThrough(
            Archive own,
            PartnerView partner,
            Function<Series, Optional<String>> deviceOf,
            Supplier<Map<String, List<TimeRange>>> coverage) {
        super(own);
        this.own = own;
        this.partner = partner;
        this.deviceOf = deviceOf;
        this.coverage = coverage;
    }

    /** The coverage is looked up at the first read that wants it, and stands for all. For one thread. */
    @Override
    public Archive once() {
        return new FallThrough(own.once(), partner, deviceOf, new Supplier<>() {
            private @Nullable Map<String, List<TimeRange>> found;

            @Override
            public Map<String, List<TimeRange>> get() {
                Map<String, List<TimeRange>> known = found == null ? own.coverage() : found;
                found = known;
                return known;
            }
        });
    }

    @Override
    public List<TimeRange> borrowed(Series series, TimeRange within) {
        return deviceOf.apply(series)
                .map(device -> missing(device, within).ranges())
                .orElse(List.of());
    }

    @Override
    public Page read(Page.Request request) {
        Optional<String> device = deviceOf.apply(request.series());
        Intervals missing = device.map(name -> missing(name, request.range())).orElse(Intervals.NONE);
        if (missing.isEmpty()) {
            return own.read(request);
        }
        Optional<PartnerArchive> reached = partner.archive();
        Intervals gaps = partner.coverage().of(device.orElseThrow()).intersect(missing);
        if (reached.isEmpty()) {
            return incomplete(request);
        }
        try {
            return gaps.isEmpty() ? own.read(request) : patched(request, gaps, reached.get());
        } catch (ArchiveException unreachable) {
            partner.failed(unreachable);
            return incomplete(request);
        }
    }

    private Page incomplete(Page.Request request) {
        Page page = own.read(request);
        return new Page(page.samples(), page.rest(), Origin.INCOMPLETE);
    }

    /** For what of a range the own archive is not complete, as far as that can be known by now. */
    private Intervals missing(String device, TimeRange range) {
        Intervals covered = Intervals.of(coverage.get().getOrDefault(device, List.of()));
        return covered.gaps(range.intersect(partner.known()));
    }

    private Page patched(Page.Request request, Intervals gaps, PartnerArchive from) {
        List<ArchivedSample> samples = new ArrayList<>();
        Origin origin = Origin.OWN;
        for (Part part : parts(request, gaps)) {
            Optional<TimeRange> left = Optional.of(part.range());
            while (left.isPresent()) {
                if (samples.size() == request.limit()) {
                    return new Page(
                            samples,
                            request.after(samples.get(samples.size() - 1).time()),
                            origin);
                }
                int room = request.limit() - samples.size();
                Page.Request piece = new Page.Request(request.series(), left.get(), request.reverse(), room);
                Page page = part.gap() ? merged(piece, from) : own.read(piece);
                samples.addAll(page.samples());
                left = page.rest().map(Page.Request::range);
                origin = part.gap() ? Origin.PARTNER : origin;
            }
        }
        return new Page(samples, Optional.empty(), origin);
    }

    private record Part(TimeRange range, boolean gap) {}

    private static List<Part> parts(Page.Request request, Intervals gaps) {
        List<Part> parts = new ArrayList<>();
        gaps.gaps(request.range()).ranges().forEach(range -> parts.add(new Part(range, false)));
        gaps.ranges().forEach(range -> parts.add(new Part(range, true)));
        Comparator<Part> order = Comparator.comparingLong(part -> part.range().from());
        parts.sort(request.reverse() ? order.reversed() : order);
        return parts;
    }

    /** What the archive will show once the gap is filled: the partner's samples, and what users have changed here. */
    private Page merged(Page.Request request, PartnerArchive from) {
        List<ArchivedSample> theirs = new ArrayList<>();
        Optional<SliceRequest> next = Optional.of(
                new SliceRequest(List.of(request.series()), request.range(), request.reverse(), request.limit()));
        while (next.isPresent() && theirs.size() < request.limit()) {
            SliceRequest asked = next.get();
            Slice slice = from.read(asked);
            slice.runs().forEach(run -> theirs.addAll(run.samples()));
            next = slice.next()
                    .map(where -> new SliceRequest(asked.series(), where.left(), asked.reverse(), asked.limit()));
        }
        Page mine = own.read(request);
        TimeRange known = request.range();
        if (mine.rest().isPresent()) {
            known = without(known, mine.rest().get().range());
        }
        if (next.isPresent()) {
            known = without(known, next.get().range());
        }
        return page(request, known, List.of(users(request, mine.samples()), theirs));
    }

    private List<ArchivedSample> users(Page.Request request, List<ArchivedSample> mine) {
        if (mine.isEmpty()) {
            return mine;
        }
        Set<Long> changed = new HashSet<>();
        own.modifications(request.series(), request.range(), MODIFICATIONS_MAX)
                .forEach(each -> changed.add(each.old().time()));
        return mine.stream().filter(each -> changed.contains(each.time())).toList();
    }

    /** The part of a range before what is left of it; whichever end the reading began at. */
    private static TimeRange without(TimeRange range, TimeRange left) {
        return left.from() > range.from()
                ? range.intersect(new TimeRange(range.from(), left.from()))
                : range.intersect(new TimeRange(Math.min(left.to(), range.to()), range.to()));
    }

    /** @param sources the first goes before the second where both have an instant */
    private static Page page(Page.Request request, TimeRange known, List<List<ArchivedSample>> sources) {
        TreeMap<Long, ArchivedSample> byTime = new TreeMap<>();
        for (List<ArchivedSample> source : sources) {
            for (ArchivedSample sample : source) {
                // Marks of holes that the partner fills are no longer true, and its own are not about this gap.
                if (known.contains(sample.time()) && sample.status() != ArchivedSample.HOLE) {
                    byTime.putIfAbsent(sample.time(), sample);
                }
            }
        }
        List<ArchivedSample> ordered =
                List.copyOf(request.reverse() ? byTime.descendingMap().values() : byTime.values());
        if (ordered.size() > request.limit()) {
            ordered = ordered.subList(0, request.limit());
            return new Page(
                    ordered, request.after(ordered.get(request.limit() - 1).time()), Origin.PARTNER);
        }
        boolean all = known.equals(request.range());
        Optional<Page.Request> rest =
                all ? Optional.empty() : request.after(request.reverse() ? known.from() : known.to() - 1);
        return new Page(ordered, rest, Origin.PARTNER);
    }

    @Override
    public Optional<ArchivedSample> bound(Series series, long time, Side side, TimeRange within) {
        Optional<ArchivedSample> mine = own.bound(series, time, side, within);
        Optional<String> device = deviceOf.apply(series);
        if (device.isEmpty()) {
            return mine;
        }
        TimeRange between = between(time, side, within, mine);
        if (missing(device.get(), between).isEmpty()) {
            return mine;
        }
        Page page = read(new Page.Request(series, between, side == Side.AT_OR_BEFORE, 1));
        if (!page.samples().isEmpty()) {
            return Optional.of(page.samples().get(0));
        }
        boolean hole =
                mine.map(sample -> sample.status() == ArchivedSample.HOLE).orElse(true);
        return side == Side.AT_OR_BEFORE && hole ? held(series, time, within).or(() -> mine) : mine;
    }

    /** Nothing happened in the gap: what holds there is what the partner saw before it. */
    private Optional<ArchivedSample> held(Series series, long time, TimeRange within) {
        Optional<PartnerArchive> reached = partner.archive();
        if (reached.isEmpty()) {
            return Optional.empty();
        }
        try {
            return reached.get()
                    .valuesAt(List.of(series), time)
                    .get(0)
                    .filter(sample -> within.contains(sample.time()) && sample.status() != ArchivedSample.HOLE);
        } catch (ArchiveException unreachable) {
            partner.failed(unreachable);
            return Optional.empty();
        }
    }

    private static TimeRange between(long time, Side side, TimeRange within, Optional<ArchivedSample> mine) {
        if (side == Side.AT_OR_BEFORE) {
            long from = mine.map(ArchivedSample::time).orElse(within.from());
            return new TimeRange(Math.min(from, time), time + 1);
        }
        long to = mine.map(sample -> sample.time() + 1).orElse(within.to());
        return new TimeRange(time, Math.max(to, time));
    }
}
