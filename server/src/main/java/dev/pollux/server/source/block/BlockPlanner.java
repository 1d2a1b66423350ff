package dev.pollux.server.source.block;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Merges points into as few requests as the protocol and the configured gap allow.
 *
 * @param blockGap how many cells that no tag names may be read through: registers or bytes, 16 coils count as one
 */
public record BlockPlanner(int blockGap) {
    private static final Comparator<Point> BY_PLACE = Comparator.comparing(
                    (Point point) -> point.address().cells().region().table())
            .thenComparing(point -> point.address().cells().region().number())
            .thenComparing(point -> point.address().cells().first())
            .thenComparing(point -> point.address().cells().count())
            .thenComparing(Point::tag);

    public BlockPlanner {
        if (blockGap < 0) {
            throw new IllegalArgumentException("the gap between blocks must not be negative: " + blockGap);
        }
    }

    /** The requests that read all points, ordered by region and address. Each point is in exactly one of them. */
    public List<PlannedBlock> plan(Collection<Point> points) {
        List<PlannedBlock> blocks = new ArrayList<>();
        List<Point> members = new ArrayList<>();
        int end = 0;
        for (Point point : points.stream().sorted(BY_PLACE).toList()) {
            Block cells = point.address().cells();
            if (!members.isEmpty() && !mergeable(members.get(0).address().cells(), end, cells)) {
                blocks.add(planned(members, end));
                members.clear();
                end = 0;
            }
            members.add(point);
            end = Math.max(end, cells.end());
        }
        if (!members.isEmpty()) {
            blocks.add(planned(members, end));
        }
        return blocks;
    }

    /** The two halves of a block with several points, each planned anew so that a hole between them drops out. */
    List<PlannedBlock> halves(PlannedBlock block) {
        int middle = block.points().size() / 2;
        List<PlannedBlock> halves = new ArrayList<>(plan(block.points().subList(0, middle)));
        halves.addAll(plan(block.points().subList(middle, block.points().size())));
        return halves;
    }

    private boolean mergeable(Block first, int end, Block next) {
        Table table = first.region().table();
        return first.region().equals(next.region())
                && next.first() - end <= table.gapCells(blockGap)
                && Math.max(end, next.end()) - first.first() <= table.cellsPerRequestMax();
    }

    private static PlannedBlock planned(List<Point> members, int end) {
        Block first = members.get(0).address().cells();
        return new PlannedBlock(new Block(first.region(), first.first(), end - first.first()), members);
    }
}
