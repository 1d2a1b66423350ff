package dev.pollux.server.source.block;

import java.util.List;

/**
 * One read request and what it is for.
 *
 * @param block the cells to read
 * @param points the values in it, at least one
 */
public record PlannedBlock(Block block, List<Point> points) {
    public PlannedBlock {
        points = List.copyOf(points);
        if (points.isEmpty()) {
            throw new IllegalArgumentException("a planned block needs a point");
        }
        for (Point point : points) {
            if (!block.contains(point.address().cells())) {
                throw new IllegalArgumentException(point + " is outside of " + block);
            }
        }
    }
}
