package dev.pollux.cli.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether the merged stream of a counter has lost anything. The counter changes with every poll, and both
 * stations poll on the same grid of instants, so the stream should hold every instant of the grid. Where one is
 * missing, the ledger looks whether a station that the client followed there had sampled it: beside the stream it is
 * told what each station has sampled, heard over a connection of its own that never moves.
 *
 * <ul>
 *   <li><b>lost</b>: sampled by the station that the client followed, across a failover by the survivor, yet not in
 *       the stream;
 *   <li><b>not sampled</b>: the station had nothing to tell, because a poll came late or the plant stood still;
 *   <li><b>excused</b>: the plant was off, or no station was alive.
 * </ul>
 *
 * Safe for use by many threads.
 */
public final class GapLedger {
    private static final int MISSING_MAX = 100_000;
    private static final int SAMPLED_MAX = 50_000;
    private static final int MOVES_MAX = 1_000;
    /** Within this time after the decision it is not known for sure whose value was delivered. */
    private static final Duration MOVE_SETTLED = Duration.ofSeconds(1);

    private final Duration interval;
    private final Deque<Missing> missing = new ArrayDeque<>();
    private final Map<String, TreeSet<Instant>> sampled = new HashMap<>();
    private final List<Move> moves = new ArrayList<>();
    private final List<Excuse> excuses = new ArrayList<>();
    private @Nullable Instant last;
    private Instant lastArrived = Instant.MIN;
    private String lastFrom = "";
    private long delivered;
    private long unordered;

    /**
     * A missing instant.
     *
     * @param before the delivered instant before it, which arrived at arrivedBefore; after likewise
     */
    private record Missing(
            Instant at,
            Instant before,
            Instant arrivedBefore,
            Instant after,
            Instant arrivedAfter,
            Set<String> followed) {}

    private record Move(Instant at, String to) {}

    private record Excuse(Instant from, Optional<Instant> to) {}

    /**
     * Counts since the start.
     *
     * @param delivered instants in the stream
     * @param lost sampled by the station that was followed, across a failover by the survivor, yet not delivered
     * @param notSampled missing because the followed station has not sampled them
     * @param excused missing while the plant was off or no station was alive
     * @param unordered instants that came twice or backwards
     */
    public record Count(long delivered, long lost, long notSampled, long excused, long unordered) {}

    /** A ledger for a counter that is polled at this interval. */
    public GapLedger(Duration interval) {
        this.interval = interval;
    }

    /**
     * The stream has delivered a good value.
     *
     * @param at its SourceTimestamp
     * @param from the station that is active now
     * @param arrived wall clock now
     */
    public synchronized void delivered(Instant at, String from, Instant arrived) {
        delivered++;
        Instant previous = last;
        if (previous != null && !at.isAfter(previous)) {
            unordered++;
            return;
        }
        if (previous != null) {
            // Half an interval of tolerance: stamps need not lie on the grid to the nanosecond.
            Instant limit = at.minus(interval.dividedBy(2));
            for (Instant each = previous.plus(interval);
                    each.isBefore(limit) && missing.size() < MISSING_MAX;
                    each = each.plus(interval)) {
                missing.add(new Missing(each, previous, lastArrived, at, arrived, Set.copyOf(List.of(lastFrom, from))));
            }
        }
        last = at;
        lastArrived = arrived;
        lastFrom = from;
    }

    /** A station has sampled a good value, heard from that station itself. */
    public synchronized void sampled(String station, Instant at) {
        TreeSet<Instant> instants = sampled.computeIfAbsent(station, name -> new TreeSet<>());
        instants.add(at);
        if (instants.size() > SAMPLED_MAX) {
            instants.pollFirst();
        }
    }

    /**
     * The client has moved.
     *
     * @param at wall clock at the decision
     * @param to the station that it follows from now on
     */
    public synchronized void moved(Instant at, String to) {
        if (moves.size() < MOVES_MAX) {
            moves.add(new Move(at, to));
        }
    }

    /** From now on nothing can be delivered: the plant is off, or no station is alive. */
    public synchronized void excuseFrom(Instant at) {
        if (excuses.isEmpty() || excuses.get(excuses.size() - 1).to().isPresent()) {
            excuses.add(new Excuse(at, Optional.empty()));
        }
    }

    /** Until now nothing could be delivered. */
    public synchronized void excuseTo(Instant at) {
        if (!excuses.isEmpty()) {
            Excuse open = excuses.get(excuses.size() - 1);
            if (open.to().isEmpty()) {
                excuses.set(excuses.size() - 1, new Excuse(open.from(), Optional.of(at)));
            }
        }
    }

    /** Whether nothing can be delivered at present. */
    public synchronized boolean excused() {
        return !excuses.isEmpty() && excuses.get(excuses.size() - 1).to().isEmpty();
    }

    /** The counts, judged by all that is known now. */
    public synchronized Count count() {
        long lost = 0;
        long notSampled = 0;
        long excused = 0;
        for (Missing each : missing) {
            if (excuses.stream().anyMatch(excuse -> covers(excuse, each.at()))) {
                excused++;
            } else if (followed(each).stream().anyMatch(station -> hasSampled(station, each.at()))) {
                lost++;
            } else {
                notSampled++;
            }
        }
        return new Count(delivered, lost, notSampled, excused, unordered);
    }

    /** The first lost instants with what is known about them, to look for the reason. */
    public synchronized List<String> lost(int max) {
        return missing.stream()
                .filter(each -> excuses.stream().noneMatch(excuse -> covers(excuse, each.at())))
                .filter(each -> followed(each).stream().anyMatch(station -> hasSampled(station, each.at())))
                .limit(max)
                .map(each -> each.at() + " between " + each.before() + " and " + each.after() + ", sampled by "
                        + sampled.keySet().stream()
                                .filter(station -> hasSampled(station, each.at()))
                                .sorted()
                                .toList()
                        + ", followed " + new TreeSet<>(followed(each)))
                .toList();
    }

    private static boolean covers(Excuse excuse, Instant at) {
        return !at.isBefore(excuse.from())
                && excuse.to().map(end -> !at.isAfter(end)).orElse(true);
    }

    /**
     * Values of the new station arrive only after the decision to move, those of the old one hardly after it. So a gap
     * that ended before the decision belongs to the old station, and one that began well after it to the new one. Of a
     * gap across it the new one is the judge: what only the other had sampled died with it, what the new one has
     * sampled must have come out of its queue.
     */
    private Set<String> followed(Missing gap) {
        Set<String> survivors = new HashSet<>();
        for (Move move : moves) {
            if (!gap.arrivedAfter().isBefore(move.at())
                    && gap.arrivedBefore().isBefore(move.at().plus(MOVE_SETTLED))) {
                survivors.add(move.to());
            }
        }
        return survivors.isEmpty() ? gap.followed() : survivors;
    }

    private boolean hasSampled(String station, Instant at) {
        TreeSet<Instant> instants = sampled.get(station);
        if (instants == null) {
            return false;
        }
        Instant nearest = instants.ceiling(at.minus(interval.dividedBy(2)));
        return nearest != null && nearest.isBefore(at.plus(interval.dividedBy(2)));
    }
}
