package dev.pollux.archive.coverage;

import dev.pollux.archive.Batch.CoverageChange;
import dev.pollux.archive.TimeRange;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * For each device what an archive is complete for. A device that it is complete for at no time is left out, so equal
 * coverage is equal. Immutable.
 *
 * @param devices by name, in order of the names; no empty sets
 */
public record Coverage(Map<String, Intervals> devices) {
    public static final Coverage NONE = new Coverage(Map.of());

    public Coverage {
        TreeMap<String, Intervals> kept = new TreeMap<>(devices);
        kept.values().removeIf(Intervals::isEmpty);
        devices = Collections.unmodifiableMap(kept);
    }

    /** From ranges in any order, as {@link dev.pollux.archive.Archive#coverage()} gives them. */
    public static Coverage of(Map<String, List<TimeRange>> ranges) {
        TreeMap<String, Intervals> devices = new TreeMap<>();
        ranges.forEach((device, each) -> devices.put(device, Intervals.of(each)));
        return new Coverage(devices);
    }

    /** As {@link dev.pollux.archive.Archive#coverage()} gives it. */
    public Map<String, List<TimeRange>> ranges() {
        TreeMap<String, List<TimeRange>> ranges = new TreeMap<>();
        devices.forEach((device, intervals) -> ranges.put(device, intervals.ranges()));
        return ranges;
    }

    /** Of one device; empty if nothing is known of it. */
    public Intervals of(String device) {
        return devices.getOrDefault(device, Intervals.NONE);
    }

    /** After a change. */
    public Coverage with(CoverageChange change) {
        Intervals before = of(change.device());
        Intervals after = change.complete() ? before.plus(change.range()) : before.minus(change.range());
        if (after.equals(before)) {
            return this;
        }
        TreeMap<String, Intervals> changed = new TreeMap<>(devices);
        changed.put(change.device(), after);
        return new Coverage(changed);
    }

    /** After several changes, in their order. */
    public Coverage with(List<CoverageChange> changes) {
        Coverage result = this;
        for (CoverageChange change : changes) {
            result = result.with(change);
        }
        return result;
    }

    /** What this archive lacks and the partner's has: what to fetch from it. */
    public Coverage gapTo(Coverage partner) {
        TreeMap<String, Intervals> gaps = new TreeMap<>(partner.devices);
        gaps.replaceAll((device, theirs) -> theirs.minus(of(device)));
        return new Coverage(gaps);
    }

    /** What lies in a range: the last hours for example, where only those are to be synchronised. */
    public Coverage intersect(TimeRange range) {
        return each(intervals -> intervals.intersect(range));
    }

    /** Without a range: what retention has forgotten, or what is not complete because of a defect noticed late. */
    public Coverage minus(TimeRange range) {
        return each(intervals -> intervals.minus(range));
    }

    /** What one of both is complete for. */
    public Coverage union(Coverage other) {
        TreeMap<String, Intervals> both = new TreeMap<>(devices);
        other.devices.forEach((device, intervals) -> both.merge(device, intervals, Intervals::union));
        return new Coverage(both);
    }

    public boolean isEmpty() {
        return devices.isEmpty();
    }

    /** Length of all ranges of all devices together, in ticks. */
    public long measure() {
        return devices.values().stream().mapToLong(Intervals::measure).sum();
    }

    private Coverage each(UnaryOperator<Intervals> change) {
        TreeMap<String, Intervals> changed = new TreeMap<>(devices);
        changed.replaceAll((device, intervals) -> change.apply(intervals));
        return new Coverage(changed);
    }
}
