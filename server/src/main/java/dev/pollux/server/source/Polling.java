package dev.pollux.server.source;

import dev.pollux.server.source.Session.Reply;
import dev.pollux.server.source.block.BlockPlanner;
import dev.pollux.server.source.block.GridClock;
import dev.pollux.server.source.block.Outcome;
import dev.pollux.server.source.block.PlannedBlock;
import dev.pollux.server.source.block.Point;
import dev.pollux.server.source.block.PollingGrid;
import dev.pollux.server.source.block.PollingGrid.Slot;
import dev.pollux.server.source.block.ReadPlan;
import dev.pollux.server.tag.Quality;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads the tags of a device when they are due. Tags with the same interval form a group. For one thread; the counters
 * may be read by any.
 */
final class Polling {
    /** Additional requests in one cycle to find out which tags a device refuses; the rest waits for the next cycle. */
    static final int EXTRA_READS_MAX = 512;

    /** What was polled last is not taken for the value of instants so much later that were missed. */
    static final Duration UNSEEN_MIN = Duration.ofSeconds(1);

    /** What is finer than this is not archived. */
    private static final long TICK = ChangeFilter.TICK_NANOS;

    private record Group(PollingGrid grid, ReadPlan plan) {}

    private record Due(Group group, Slot slot) {}

    /** A range of source times that was polled without a gap. */
    record Complete(Instant from, Instant to) {}

    /** What happens between two blocks of a cycle. */
    @FunctionalInterface
    interface Between {
        void run() throws SessionException, InterruptedException;
    }

    private final Clocks clocks;
    private final GridClock gridClock;
    private final ChangeFilter filter;
    private final Map<Integer, PolledTag> tags = new HashMap<>();
    private final List<Group> groups = new ArrayList<>();

    // Written by the device's thread only; volatile for those who ask for the status.
    private final AtomicLong cycles = new AtomicLong();
    private final AtomicLong overruns = new AtomicLong();
    private volatile Duration lastCycle = Duration.ZERO;
    private volatile int quarantined;

    private final MissRules misses = new MissRules();

    /** End of the last complete range, in nanoseconds since the epoch; empty after a gap. */
    private OptionalLong completeTo = OptionalLong.empty();

    /** When all tags were marked bad after the last cycle: what follows is not unknown, but bad. */
    private OptionalLong marked = OptionalLong.empty();

    private Optional<Complete> complete = Optional.empty();

    Polling(int blockGap, List<PolledTag> polled, Clocks clocks, GridClock gridClock, ChangeFilter filter) {
        this.clocks = clocks;
        this.gridClock = gridClock;
        this.filter = filter;
        Map<Duration, List<Point>> byInterval = new TreeMap<>();
        for (PolledTag each : polled) {
            tags.put(each.index(), each);
            byInterval
                    .computeIfAbsent(each.tag().source().pollInterval(), interval -> new ArrayList<>())
                    .add(each.point());
        }
        BlockPlanner planner = new BlockPlanner(blockGap);
        byInterval.forEach(
                (interval, points) -> groups.add(new Group(new PollingGrid(interval), new ReadPlan(planner, points))));
    }

    long cycles() {
        return cycles.get();
    }

    long overruns() {
        return overruns.get();
    }

    Duration lastCycle() {
        return lastCycle;
    }

    int quarantined() {
        return quarantined;
    }

    /** All groups are due at once, so that the tags are good again as soon as they can be. */
    void sessionOpened() {
        completeTo = OptionalLong.empty();
        for (Group group : groups) {
            group.grid().restart();
            group.plan().sessionOpened();
        }
        count();
    }

    /** The wall clock has stepped: every group waits for its next instant. */
    void stepped() {
        long wall = gridClock.wallNanos(clocks.nanos());
        groups.forEach(each -> each.grid().stepped(wall));
        completeTo = OptionalLong.empty();
    }

    /** Nanoseconds until a group is due. */
    long untilNext() {
        long wall = gridClock.wallNanos(clocks.nanos());
        return groups.stream()
                .mapToLong(each -> each.grid().untilNext(wall))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** Reads the groups that are due and delivers what has changed as one batch. */
    void runDue(Exchange exchange, Between between) throws SessionException, InterruptedException {
        long start = clocks.nanos();
        complete = Optional.empty();
        List<Due> due = due(start);
        if (due.isEmpty()) {
            return;
        }
        long newest = due.stream()
                .mapToLong(each -> GridClock.nanosOf(each.slot().instant()))
                .max()
                .orElseThrow();
        boolean begins = completeTo.isEmpty();
        missed(due, newest, start);
        if (begins) {
            filter.unseen(GridClock.instantOf(marked.orElse(newest)));
        }
        if (completeTo.isEmpty()) {
            filter.again();
        }
        if (begins && marked.isPresent() && marked.getAsLong() >= newest) {
            // The instant that is polled now has passed as a bad one.
            completeTo = OptionalLong.of(marked.getAsLong() + TICK);
        }
        marked = OptionalLong.empty();
        for (Due each : due) {
            cycle(each.group().plan(), each.slot().instant(), exchange, between);
        }
        filter.flush();
        complete(newest);
        cycles.incrementAndGet();
        lastCycle = Duration.ofNanos(clocks.nanos() - start);
        count();
    }

    private List<Due> due(long uptime) {
        long wall = gridClock.wallNanos(uptime);
        List<Due> due = new ArrayList<>();
        for (Group group : groups) {
            group.grid().take(wall).ifPresent(slot -> due.add(new Due(group, slot)));
        }
        return due;
    }

    /** Polls that were missed are a gap, unless the device is always late. */
    private void missed(List<Due> due, long newest, long uptime) {
        int most = 0;
        long span = 0;
        for (Due each : due) {
            long skipped = each.slot().skipped();
            overruns.addAndGet(skipped);
            most = (int) Math.max(most, Math.min(skipped, Integer.MAX_VALUE));
            span = Math.max(span, skipped == 0 ? 0 : each.group().grid().span(skipped));
        }
        if (most > 0 && misses.isGap(most, Duration.ofNanos(span), uptime)) {
            if (completeTo.isPresent()) {
                long until = span >= UNSEEN_MIN.toNanos() ? newest : completeTo.getAsLong();
                filter.unseen(GridClock.instantOf(until));
            }
            completeTo = OptionalLong.empty();
        }
    }

    /** Until here: the newest instant that was polled, but not beyond the next one of a slower group. */
    private void complete(long newest) {
        long to = newest + TICK;
        for (Group group : groups) {
            to = Math.min(to, group.grid().next());
        }
        long from = completeTo.orElse(newest);
        if (to > from) {
            complete = Optional.of(new Complete(GridClock.instantOf(from), GridClock.instantOf(to)));
            completeTo = OptionalLong.of(to);
        }
    }

    /** What has become complete by the last {@link #runDue}; the samples were delivered. */
    Optional<Complete> complete() {
        return complete;
    }

    /** Reads the block of a tag that was written, so that subscribers need not wait for the next instant. */
    void readBack(PolledTag tag, Exchange exchange) throws SessionException, InterruptedException {
        for (Group group : groups) {
            for (PlannedBlock planned : group.plan().blocks()) {
                if (planned.points().contains(tag.point())) {
                    Reply reply = exchange.read(planned.block());
                    Instant now = gridClock.wall(clocks.nanos());
                    filter.begin(now);
                    if (!reply.outcome().blamesTheRequest()) {
                        take(planned, reply, now);
                    }
                    filter.flush();
                    return;
                }
            }
        }
    }

    /** Marks all tags bad and delivers that. */
    void allBad(Quality quality) {
        Instant now = gridClock.wall(clocks.nanos());
        if (marked.isEmpty()) {
            filter.unseen(now);
        }
        marked = OptionalLong.of(GridClock.nanosOf(now));
        filter.begin(now);
        tags.keySet().forEach(each -> filter.add(each, null, quality, now));
        filter.flush();
    }

    private void cycle(ReadPlan plan, Instant stamp, Exchange exchange, Between between)
            throws SessionException, InterruptedException {
        plan.releaseDue(clocks.nanos());
        filter.begin(gridClock.wall(clocks.nanos()));
        plan.silentPoints().forEach(each -> filter.add(each.tag(), null, Quality.BAD_CONFIGURATION_ERROR, stamp));
        Deque<PlannedBlock> work = new ArrayDeque<>(plan.blocks());
        int extraReads = 0;
        while (!work.isEmpty()) {
            PlannedBlock planned = work.removeFirst();
            Reply reply = read(plan, planned, exchange);
            filter.begin(gridClock.wall(clocks.nanos()));
            if (reply.outcome().blamesTheRequest()) {
                List<PlannedBlock> parts = plan.refused(planned, clocks.nanos());
                if (parts.isEmpty()) {
                    take(planned, reply, stamp);
                }
                extraReads += parts.size();
                if (extraReads <= EXTRA_READS_MAX) {
                    parts.forEach(work::addFirst);
                }
            } else {
                take(planned, reply, stamp);
            }
            between.run();
        }
    }

    private Reply read(ReadPlan plan, PlannedBlock planned, Exchange exchange)
            throws SessionException, InterruptedException {
        try {
            Reply reply = exchange.read(planned.block());
            plan.answered(planned);
            return reply;
        } catch (SessionException lost) {
            // A device that answers everything else and keeps its connection may choke on this very block.
            if (exchange.answered() && exchange.alive()) {
                plan.silent(planned, clocks.nanos());
                if (plan.quarantined() > 0) {
                    count();
                }
            }
            throw lost;
        }
    }

    private void take(PlannedBlock planned, Reply reply, Instant stamp) {
        boolean good = reply.outcome() == Outcome.OK;
        boolean complete = good && reply.bytes().length >= planned.block().bytes();
        Quality bad = good ? Quality.BAD_INTERNAL_ERROR : reply.outcome().readQuality();
        for (Point point : planned.points()) {
            PolledTag tag = tags.get(point.tag());
            if (tag == null) {
                throw new IllegalStateException("block " + planned + " is not of this device");
            }
            if (!complete) {
                filter.add(tag.index(), null, bad, stamp);
                continue;
            }
            Object value = tag.decode(planned.block(), reply.bytes());
            filter.add(tag.index(), value, value == null ? Quality.BAD_OUT_OF_RANGE : Quality.GOOD, stamp);
        }
    }

    private void count() {
        quarantined =
                groups.stream().mapToInt(each -> each.plan().quarantined()).sum();
    }
}
