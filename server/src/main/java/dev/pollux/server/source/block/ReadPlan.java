package dev.pollux.server.source.block;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The blocks of one poll group, and what has been learnt about them. A block that the device refuses is halved until
 * the guilty points are alone; those are quarantined and tried again later, the others stay good. A block that is met
 * with silence is halved too, but only after several sessions, because silence is more often a fault of the network;
 * such blocks go last, so that they do not starve the others. For one thread.
 */
public final class ReadPlan {
    /** A refused tag is tried again, as a PLC program may be loaded while the station runs. */
    static final Duration REFUSED_RETRY = Duration.ofMinutes(2);

    /** Every try of a tag that gets no answer costs the session, so that it is rare. */
    static final Duration SILENT_RETRY = Duration.ofMinutes(30);

    /** Sessions that must end on the same block, while other blocks were answered, before it is blamed. */
    static final int SILENCES_MAX = 3;

    private final BlockPlanner planner;
    private final List<Point> points;
    private final List<PlannedBlock> blocks = new ArrayList<>();
    private final Map<Point, Quarantine> quarantine = new HashMap<>();
    private final Map<Block, Integer> silences = new HashMap<>();
    /** Blocks that came from halving on silence: a new session must not merge them again. */
    private final Set<Block> splitOnSilence = new HashSet<>();

    private record Quarantine(long retryAt, boolean silent) {}

    public ReadPlan(BlockPlanner planner, Collection<Point> points) {
        this.planner = planner;
        this.points = List.copyOf(points);
        blocks.addAll(planner.plan(points));
    }

    /** All points, whether quarantined or not. */
    public List<Point> points() {
        return points;
    }

    /** The blocks to read now, those under suspicion last. */
    public List<PlannedBlock> blocks() {
        List<PlannedBlock> ordered = new ArrayList<>(blocks.size());
        blocks.stream().filter(each -> !suspect(each)).forEach(ordered::add);
        blocks.stream().filter(this::suspect).forEach(ordered::add);
        return ordered;
    }

    /** How many points are left out because the device cannot read them. */
    public int quarantined() {
        return quarantine.size();
    }

    /** The points that are left out because they were met with silence; no answer ever gives them a quality. */
    public List<Point> silentPoints() {
        return quarantine.entrySet().stream()
                .filter(each -> each.getValue().silent())
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * A new session: the device may be another one, so that refused points get a new chance at once and merged blocks
     * come back. Points that were met with silence stay out.
     */
    public void sessionOpened() {
        quarantine.values().removeIf(each -> !each.silent());
        if (splitOnSilence.isEmpty()) {
            blocks.clear();
            blocks.addAll(planner.plan(points.stream()
                    .filter(each -> !quarantine.containsKey(each))
                    .toList()));
            return;
        }
        Set<Point> planned = new HashSet<>();
        blocks.forEach(each -> planned.addAll(each.points()));
        blocks.addAll(planner.plan(points.stream()
                .filter(each -> !planned.contains(each) && !quarantine.containsKey(each))
                .toList()));
    }

    /** The block was answered. */
    public void answered(PlannedBlock block) {
        silences.remove(block.block());
    }

    /**
     * The device refused the block.
     *
     * @return the parts to read instead; empty if its only point is quarantined now
     */
    public List<PlannedBlock> refused(PlannedBlock block, long uptimeNanos) {
        return narrow(block, new Quarantine(uptimeNanos + REFUSED_RETRY.toNanos(), false));
    }

    /** A session ended because this block got no answer although others did. */
    public void silent(PlannedBlock block, long uptimeNanos) {
        if (silences.merge(block.block(), 1, Integer::sum) < SILENCES_MAX) {
            return;
        }
        silences.remove(block.block());
        splitOnSilence.remove(block.block());
        for (PlannedBlock part : narrow(block, new Quarantine(uptimeNanos + SILENT_RETRY.toNanos(), true))) {
            splitOnSilence.add(part.block());
            // The parts have been silent as a whole: one more time is enough for each of them.
            silences.put(part.block(), SILENCES_MAX - 1);
        }
    }

    /** Puts points whose quarantine is over back into the plan, each in a block of its own. */
    public void releaseDue(long uptimeNanos) {
        List<Point> due = quarantine.entrySet().stream()
                .filter(each -> each.getValue().retryAt() - uptimeNanos <= 0)
                .map(Map.Entry::getKey)
                .toList();
        for (Point point : due) {
            Quarantine past = quarantine.remove(point);
            PlannedBlock alone = planner.plan(List.of(point)).get(0);
            blocks.add(alone);
            if (past != null && past.silent()) {
                splitOnSilence.add(alone.block());
                silences.put(alone.block(), SILENCES_MAX - 1);
            }
        }
    }

    private List<PlannedBlock> narrow(PlannedBlock block, Quarantine verdict) {
        blocks.remove(block);
        if (block.points().size() == 1) {
            quarantine.put(block.points().get(0), verdict);
            return List.of();
        }
        List<PlannedBlock> halves = planner.halves(block);
        blocks.addAll(halves);
        return halves;
    }

    private boolean suspect(PlannedBlock block) {
        return silences.containsKey(block.block());
    }
}
