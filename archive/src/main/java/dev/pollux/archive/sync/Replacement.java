package dev.pollux.archive.sync;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Modification;
import dev.pollux.archive.Page;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What must change in the own archive so that a gap of it shows what the partner saw: the partner's samples
 * stand, and own ones that the partner does not have go. What this station wrote there is only what it took for
 * the value while it could not see it: bad values because its connection was lost, marks of holes, the remains of
 * a cycle. Two things stay: what users have changed here, and series of which the partner knows nothing or that it
 * archives no longer. Used by one thread.
 */
final class Replacement {
    private static final int PAGE = 4_096;
    private static final int MODIFICATIONS_MAX = 100_000;

    private final Archive own;
    private final PartnerArchive partner;
    private final TimeRange gap;

    /** @param gap that is being filled */
    Replacement(Archive own, PartnerArchive partner, TimeRange gap) {
        this.own = own;
        this.partner = partner;
        this.gap = gap;
    }

    /**
     * All that the partner has of one series in a range.
     *
     * @param samples in order of time
     */
    record Part(Series series, TimeRange range, List<ArchivedSample> samples) {
        /** What an answer tells, also of series that it has nothing of. */
        static List<Part> of(SliceRequest request, Slice slice) {
            Map<Series, List<ArchivedSample>> runs = new HashMap<>();
            slice.runs().forEach(run -> runs.put(run.series(), run.samples()));
            int whole = slice.next()
                    .map(Slice.Position::series)
                    .orElse(request.series().size());
            List<Part> parts = new ArrayList<>(whole + 1);
            for (Series each : request.series().subList(0, whole)) {
                parts.add(new Part(each, request.range(), runs.getOrDefault(each, List.of())));
            }
            slice.next().ifPresent(next -> {
                Series cut = request.series().get(next.series());
                TimeRange before =
                        new TimeRange(request.range().from(), next.left().from());
                parts.add(new Part(cut, before, runs.getOrDefault(cut, List.of())));
            });
            return parts;
        }
    }

    /** The changes for some parts of the gap. */
    Batch of(List<Part> parts) {
        Changes changes = new Changes();
        for (Part part : parts) {
            compare(part, changes);
        }
        Map<Series, Long> known = known(changes.lonely);
        changes.lonely.forEach((series, lonely) -> {
            long until = known.getOrDefault(series, Ticks.MIN);
            lonely.stream().filter(each -> each.range().from() < until).forEach(changes.deletions::add);
        });
        return new Batch(changes.entries, changes.deletions, List.of(), List.of(), List.of());
    }

    private static final class Changes {
        /** Whether the own sample before goes too, so that one deletion takes both: a database is slow at many. */
        private boolean following;

        private final List<Batch.Entry> entries = new ArrayList<>();
        private final List<Batch.Deletion> deletions = new ArrayList<>();
        private final Map<Series, List<Batch.Deletion>> lonely = new HashMap<>();
    }

    private void compare(Part part, Changes changes) {
        Set<Long> users = users(part.series(), part.range());
        changes.following = false;
        Mine mine = new Mine(part.series(), part.range());
        for (ArchivedSample theirs : part.samples()) {
            // The partner's marks are about the partner's archiving, not about this one's.
            boolean mark = theirs.status() == ArchivedSample.HOLE;
            for (ArchivedSample each = mine.peek(); each != null && each.time() < theirs.time(); each = mine.peek()) {
                alone(part.series(), mine.next(), users, changes);
            }
            if (mark) {
                // What lies behind it may stay: no deletion reaches across.
                changes.following = false;
                continue;
            }
            ArchivedSample same = mine.peek();
            boolean there = same != null && same.time() == theirs.time();
            if (there) {
                mine.next();
            }
            if (!users.contains(theirs.time()) && !(there && theirs.equals(same))) {
                changes.entries.add(new Batch.Entry(part.series(), theirs));
            } else {
                changes.following = false;
            }
        }
        while (mine.peek() != null) {
            alone(part.series(), mine.next(), users, changes);
        }
    }

    private static void alone(Series series, ArchivedSample mine, Set<Long> users, Changes changes) {
        if (users.contains(mine.time())) {
            changes.following = false;
            return;
        }
        long from = mine.time();
        List<Batch.Deletion> lonely = changes.lonely.computeIfAbsent(series, each -> new ArrayList<>());
        if (changes.following) {
            from = lonely.remove(lonely.size() - 1).range().from();
        }
        lonely.add(new Batch.Deletion(series, new TimeRange(from, mine.time() + 1)));
        changes.following = true;
    }

    private Set<Long> users(Series series, TimeRange range) {
        Set<Long> times = new HashSet<>();
        for (Modification each : own.modifications(series, range, MODIFICATIONS_MAX)) {
            times.add(each.old().time());
        }
        return times;
    }

    /**
     * Until when the partner can tell something of a series. One that is missing it never had a value of: its
     * project may be another one. After its last mark of a hole it archives the series no longer.
     */
    private Map<Series, Long> known(Map<Series, List<Batch.Deletion>> lonely) {
        Map<Series, Long> known = new HashMap<>();
        List<Series> asked = List.copyOf(lonely.keySet());
        if (!asked.isEmpty()) {
            List<Optional<ArchivedSample>> last = partner.valuesAt(asked, gap.to() - 1);
            for (int i = 0; i < asked.size(); i++) {
                Series series = asked.get(i);
                last.get(i)
                        .map(value -> value.status() == ArchivedSample.HOLE ? value.time() : gap.to())
                        .ifPresent(until -> known.put(series, until));
            }
        }
        return known;
    }

    /** The own samples of one series, page by page. */
    private final class Mine {
        private Optional<Page.Request> rest;
        private List<ArchivedSample> page = List.of();
        private int at;

        Mine(Series series, TimeRange range) {
            rest = Optional.of(new Page.Request(series, range, false, PAGE));
        }

        @Nullable
        ArchivedSample peek() {
            while (at == page.size() && rest.isPresent()) {
                Page read = own.read(rest.get());
                page = read.samples();
                rest = read.rest();
                at = 0;
            }
            return at < page.size() ? page.get(at) : null;
        }

        ArchivedSample next() {
            return page.get(at++);
        }
    }
}
