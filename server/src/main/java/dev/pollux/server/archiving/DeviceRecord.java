package dev.pollux.server.archiving;

import dev.pollux.archive.Batch.CoverageChange;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Archiving of one device: its tags, and what the archive may be called complete for. Complete is what acquisition was
 * complete for, as far as no tag holds anything back. Owned by the recording thread.
 */
final class DeviceRecord {
    /** Tags are asked for what time brings this often. */
    private static final long SETTLE_DISTANCE = 50 * Ticks.PER_MILLISECOND;

    /** Ranges that wait for a value that is held back; more are left out and so become gaps. */
    private static final int WAITING_MAX = 64;

    private final String name;
    private final List<TagRecord> tags = new ArrayList<>();
    private final List<TagRecord> timed = new ArrayList<>();
    private final Deque<TimeRange> waiting = new ArrayDeque<>();
    private long settled = Ticks.MIN;
    private long completeTo;

    /** Archiving begins at {@code start}. */
    DeviceRecord(String name, long start) {
        this.name = name;
        completeTo = start;
    }

    void add(TagRecord tag) {
        tags.add(tag);
        if (tag.timed()) {
            timed.add(tag);
        }
    }

    String name() {
        return name;
    }

    List<TagRecord> tags() {
        return tags;
    }

    /** Acquisition is complete for a range, and every sample in it was taken. */
    void complete(TimeRange range) {
        TimeRange last = waiting.peekLast();
        if (last != null && last.to() == range.from()) {
            waiting.removeLast();
            waiting.addLast(new TimeRange(last.from(), range.to()));
        } else {
            if (waiting.size() == WAITING_MAX) {
                waiting.removeFirst();
            }
            waiting.addLast(range);
        }
        completeTo = range.to();
        // A clock that was set back counts as progress as well.
        if (Math.abs(completeTo - settled) >= SETTLE_DISTANCE) {
            settled = completeTo;
            timed.forEach(tag -> tag.settle(completeTo - 1));
        }
    }

    /** Nothing is known between the last complete range and this instant; before that range's end, there is a gap. */
    void unseen(long until) {
        tags.forEach(tag -> tag.unseen(completeTo, until));
    }

    /** Something was lost: what comes later is a new beginning. */
    void interrupted(long now) {
        tags.forEach(tag -> {
            tag.end(completeTo);
            tag.begin(now, -1);
        });
    }

    /** Archiving ends; the values were known up to the last complete cycle. */
    void end() {
        tags.forEach(tag -> tag.end(completeTo));
    }

    /** Whether there may be something for {@link #claim}. */
    boolean claims() {
        return !waiting.isEmpty();
    }

    /** What is complete but for values that are held back: it is claimed when those are archived. */
    List<TimeRange> held() {
        return List.copyOf(waiting);
    }

    /** What has become complete with everything that was captured so far. */
    void claim(Consumer<CoverageChange> coverage) {
        long held = Long.MAX_VALUE;
        for (TagRecord tag : timed) {
            held = Math.min(held, tag.completeTo());
        }
        for (TimeRange next = waiting.peekFirst(); next != null; next = waiting.peekFirst()) {
            if (held <= next.from()) {
                return;
            }
            waiting.removeFirst();
            long to = Math.min(held, next.to());
            coverage.accept(new CoverageChange(name, new TimeRange(next.from(), to), true));
            if (to < next.to()) {
                waiting.addFirst(new TimeRange(to, next.to()));
                return;
            }
        }
    }
}
