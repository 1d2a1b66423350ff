package dev.pollux.archive.coverage;

import dev.pollux.archive.TimeRange;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * A set of instants, kept as ranges in order of which none touches the next; so equal sets are equal objects. Instants
 * are {@link dev.pollux.archive.Ticks}, ranges half-open. Immutable, safe for use by any threads.
 *
 * <p>With n ranges, asking costs O(log n), changing by one range O(n) of plain copying, combining two sets O(n + m).
 */
public final class Intervals {
    public static final Intervals NONE = new Intervals(new long[0]);

    /** Begin, end, begin, end ...: strictly ascending, of even length. */
    private final long[] bounds;

    private Intervals(long[] bounds) {
        this.bounds = bounds;
    }

    public static Intervals of(TimeRange range) {
        return NONE.plus(range);
    }

    /** Everything that is in one of the ranges; they may come in any order, overlap, touch and be empty. */
    public static Intervals of(Collection<TimeRange> ranges) {
        TimeRange[] sorted = ranges.stream().filter(range -> !range.isEmpty()).toArray(TimeRange[]::new);
        Arrays.sort(sorted, (a, b) -> Long.compare(a.from(), b.from()));
        long[] merged = new long[2 * sorted.length];
        int size = 0;
        for (TimeRange range : sorted) {
            if (size > 0 && range.from() <= merged[size - 1]) {
                merged[size - 1] = Math.max(merged[size - 1], range.to());
            } else {
                merged[size++] = range.from();
                merged[size++] = range.to();
            }
        }
        return make(merged, size);
    }

    public boolean isEmpty() {
        return bounds.length == 0;
    }

    /** Number of ranges. */
    public int size() {
        return bounds.length / 2;
    }

    public boolean contains(long time) {
        return (firstAbove(time) & 1) == 1;
    }

    /** Whether every instant of the range is in the set; always true for an empty range. */
    public boolean covers(TimeRange range) {
        if (range.isEmpty()) {
            return true;
        }
        int next = firstAbove(range.from());
        return (next & 1) == 1 && range.to() <= bounds[next];
    }

    /** Length of all ranges together, in ticks. */
    public long measure() {
        long sum = 0;
        for (int i = 0; i < bounds.length; i += 2) {
            sum += bounds[i + 1] - bounds[i];
        }
        return sum;
    }

    /** The ranges in order; none is empty, none touches the next. A view, costs nothing. */
    public List<TimeRange> ranges() {
        return new Ranges(bounds);
    }

    /** The last range; null if the set is empty. */
    public @Nullable TimeRange last() {
        int end = bounds.length;
        return end == 0 ? null : new TimeRange(bounds[end - 2], bounds[end - 1]);
    }

    /** This set and all of a range. */
    public Intervals plus(TimeRange range) {
        if (covers(range)) {
            return this;
        }
        int kept = firstAtOrAbove(range.from());
        int rest = firstAbove(range.to());
        return replace(kept, rest, range, 0);
    }

    /** This set without a range. */
    public Intervals minus(TimeRange range) {
        if (range.isEmpty()) {
            return this;
        }
        int kept = firstAtOrAbove(range.from());
        int rest = firstAbove(range.to());
        return replace(kept, rest, range, 1);
    }

    /** What of this set lies in a range. */
    public Intervals intersect(TimeRange range) {
        return intersect(of(range));
    }

    /** What is in this set or in the other. */
    public Intervals union(Intervals other) {
        return combine(other, ONLY_THIS | ONLY_OTHER | BOTH);
    }

    /** What is in this set and not in the other. */
    public Intervals minus(Intervals other) {
        return combine(other, ONLY_THIS);
    }

    /** What is in both. */
    public Intervals intersect(Intervals other) {
        return combine(other, BOTH);
    }

    /** What of a range is not in this set. */
    public Intervals gaps(TimeRange within) {
        return of(within).minus(this);
    }

    // Bounds before `kept` and from `rest` on stay. A bound of the range comes in where it falls on the side that
    // `parity` says: outside of the set when adding (0), inside when taking away (1).
    private Intervals replace(int kept, int rest, TimeRange range, int parity) {
        boolean begin = (kept & 1) == parity;
        boolean end = (rest & 1) == parity;
        int tail = bounds.length - rest;
        long[] changed = Arrays.copyOf(bounds, kept + (begin ? 1 : 0) + (end ? 1 : 0) + tail);
        int at = kept;
        if (begin) {
            changed[at++] = range.from();
        }
        if (end) {
            changed[at++] = range.to();
        }
        System.arraycopy(bounds, rest, changed, at, tail);
        return make(changed, changed.length);
    }

    private static final int ONLY_THIS = 1 << 1;
    private static final int ONLY_OTHER = 1 << 2;
    private static final int BOTH = 1 << 3;

    // One sweep over the bounds of both. The parity of an index says whether the sweep is inside of that set; `wanted`
    // is the truth table.
    private Intervals combine(Intervals other, int wanted) {
        long[] mine = bounds;
        long[] theirs = other.bounds;
        long[] result = new long[mine.length + theirs.length];
        int size = 0;
        int i = 0;
        int j = 0;
        while (i < mine.length || j < theirs.length) {
            long at = i == mine.length ? theirs[j] : j == theirs.length ? mine[i] : Math.min(mine[i], theirs[j]);
            if (i < mine.length && mine[i] == at) {
                i++;
            }
            if (j < theirs.length && theirs[j] == at) {
                j++;
            }
            boolean inside = (wanted >>> ((i & 1) + 2 * (j & 1)) & 1) == 1;
            if (inside != ((size & 1) == 1)) {
                result[size++] = at;
            }
        }
        return make(result, size);
    }

    private static Intervals make(long[] bounds, int size) {
        if (size == 0) {
            return NONE;
        }
        return new Intervals(size == bounds.length ? bounds : Arrays.copyOf(bounds, size));
    }

    private int firstAtOrAbove(long time) {
        int found = Arrays.binarySearch(bounds, time);
        return found < 0 ? -found - 1 : found;
    }

    private int firstAbove(long time) {
        int found = Arrays.binarySearch(bounds, time);
        return found < 0 ? -found - 1 : found + 1;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Intervals that && Arrays.equals(bounds, that.bounds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }

    @Override
    public String toString() {
        return ranges().toString();
    }

    private static final class Ranges extends AbstractList<TimeRange> implements RandomAccess {
        private final long[] bounds;

        Ranges(long[] bounds) {
            this.bounds = bounds;
        }

        @Override
        public TimeRange get(int index) {
            return new TimeRange(bounds[2 * index], bounds[2 * index + 1]);
        }

        @Override
        public int size() {
            return bounds.length / 2;
        }
    }
}
