package dev.pollux.server.history;

import dev.pollux.archive.TimeRange;
import dev.pollux.server.history.HistoryQuery.Entries;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * One part of a read of entries of which several may stand at one instant. The archive gives them in order of time; for
 * the other direction the end of the range is searched for.
 *
 * @param <T> entries
 * @param lister gives entries of a range from its begin, at most so many
 * @param timeOf instant of an entry
 * @param add puts an entry into the answer; false if it has no room
 * @param look most entries that are looked at together, besides those at one instant
 */
record EntryReading<T>(Lister<T> lister, ToLongFunction<T> timeOf, Predicate<T> add, int look) {
    /** For an archive. */
    static final int LOOK = 1_000;

    /** Gives entries in order of time. */
    @FunctionalInterface
    interface Lister<T> {
        List<T> list(TimeRange range, int limit);
    }

    /** Reads at most so many; returns what is left. */
    Optional<HistoryQuery> read(Entries query, long countMax) {
        TimeDomain domain = query.domain();
        TimeRange range = domain.range();
        int skip = query.skip();
        long returned = 0;
        while (!range.isEmpty()) {
            Stretch<T> stretch = domain.reverse() ? latest(range, skip + look) : earliest(range, skip + look);
            List<T> entries = stretch.entries();
            for (int i = Math.min(skip, entries.size()); i < entries.size(); i++) {
                if (returned == countMax || !add.test(entries.get(i))) {
                    return rest(query, position(domain, range, entries, i), returned);
                }
                returned++;
            }
            Position next = stretch.beyond().orElse(position(domain, range, entries, entries.size()));
            range = next.range();
            skip = next.skip();
        }
        return Optional.empty();
    }

    /**
     * A part of a range, seen from where reading starts.
     *
     * @param beyond where to go on; empty if behind the last of these entries, at whose instant more may stand
     */
    private record Stretch<T>(List<T> entries, Optional<Position> beyond) {}

    private static TimeRange nothing(TimeRange range) {
        return new TimeRange(range.from(), range.from());
    }

    private Stretch<T> earliest(TimeRange range, int limit) {
        List<T> found = lister.list(range, limit);
        return new Stretch<>(
                found, found.size() < limit ? Optional.of(new Position(nothing(range), 0)) : Optional.empty());
    }

    private static Optional<HistoryQuery> rest(Entries query, Position at, long returned) {
        TimeDomain domain = query.domain();
        return domain.left() != TimeDomain.UNLIMITED && returned >= domain.left()
                ? Optional.empty()
                : Optional.of(new Entries(query.kind(), domain.rest(at.range(), returned), at.skip()));
    }

    /** Where to go on: a range that begins with the instant of the last entry, and how many there are done. */
    private record Position(TimeRange range, int skip) {}

    private Position position(TimeDomain domain, TimeRange range, List<T> entries, int done) {
        if (done == 0) {
            return new Position(range, 0);
        }
        long last = timeOf.applyAsLong(entries.get(done - 1));
        int same = 0;
        while (same < done && timeOf.applyAsLong(entries.get(done - 1 - same)) == last) {
            same++;
        }
        return new Position(
                domain.reverse() ? new TimeRange(range.from(), last + 1) : new TimeRange(last, range.to()), same);
    }

    /** The latest part that has entries, the latest first. */
    private Stretch<T> latest(TimeRange range, int limit) {
        long from = range.from();
        long to = range.to();
        int most = limit;
        List<T> found = lister.list(range, most + 1);
        // Halves what holds too many, and goes to the earlier half if the later one turns out empty.
        while (found.size() > most || (found.isEmpty() && from > range.from())) {
            if (found.isEmpty()) {
                to = from;
                from = range.from();
            } else if (to - from > 1) {
                from += (to - from) / 2;
            } else {
                most = Integer.MAX_VALUE - 1;
            }
            found = lister.list(new TimeRange(from, to), most + 1);
        }
        List<T> reversed = new ArrayList<>(found);
        Collections.reverse(reversed);
        return new Stretch<>(reversed, Optional.of(new Position(new TimeRange(range.from(), from), 0)));
    }
}
