package dev.pollux.server.source.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Properties that every plan has, whatever the tags. */
class BlockPlannerTest {

    @Test
    void everyPlanReadsAllPointsOnceWithinTheLimits() {
        for (long seed = 1; seed <= 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int gap = random.nextInt(20);
            List<Point> points = points(random, 1 + random.nextInt(200), 2000);
            List<PlannedBlock> plan = new BlockPlanner(gap).plan(points);

            assertThat(plan.stream().flatMap(each -> each.points().stream()))
                    .as("seed %d", seed)
                    .containsExactlyInAnyOrderElementsOf(points);
            for (PlannedBlock each : plan) {
                assertHeldTogether(each, gap, seed);
            }
            for (int i = 1; i < plan.size(); i++) {
                assertThat(mergeable(plan.get(i - 1), plan.get(i), gap))
                        .as("seed %d: neighbours %s and %s could be one", seed, plan.get(i - 1), plan.get(i))
                        .isFalse();
            }
        }
    }

    @Test
    void gapZeroNeverReadsWhatNobodyNamed() {
        SplittableRandom random = new SplittableRandom(99);
        List<Point> points = points(random, 300, 4000);
        for (PlannedBlock each : new BlockPlanner(0).plan(points)) {
            for (int cell = each.block().first(); cell < each.block().end(); cell++) {
                Block single = new Block(each.block().region(), cell, 1);
                assertThat(each.points())
                        .anyMatch(point -> point.address().cells().contains(single));
            }
        }
    }

    @Test
    void thousandAdjacentRegistersAreEightRequests() {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            points.add(point(i, new Region(Table.HOLDING, 1), i, 1));
        }
        assertThat(new BlockPlanner(8).plan(points)).hasSize(8);
    }

    private static void assertHeldTogether(PlannedBlock planned, int gap, long seed) {
        Table table = planned.block().region().table();
        assertThat(planned.block().count()).as("seed %d", seed).isLessThanOrEqualTo(table.cellsPerRequestMax());
        int end = planned.block().first();
        for (Point point : planned.points()) {
            assertThat(point.address().cells().first() - end)
                    .as("seed %d", seed)
                    .isLessThanOrEqualTo(table.gapCells(gap));
            end = Math.max(end, point.address().cells().end());
        }
        assertThat(end)
                .as("seed %d: nothing is read behind the last point", seed)
                .isEqualTo(planned.block().end());
    }

    private static boolean mergeable(PlannedBlock left, PlannedBlock right, int gap) {
        Table table = left.block().region().table();
        return left.block().region().equals(right.block().region())
                && right.block().first() - left.block().end() <= table.gapCells(gap)
                // The planner is greedy: it stops at the first point that does not fit.
                && right.points().get(0).address().cells().end() - left.block().first() <= table.cellsPerRequestMax();
    }

    static List<Point> points(SplittableRandom random, int count, int cells) {
        Region[] regions = {
            new Region(Table.HOLDING, 1),
            new Region(Table.HOLDING, 2),
            new Region(Table.COIL, 1),
            new Region(Table.DATA_BLOCK, 7)
        };
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Region region = regions[random.nextInt(regions.length)];
            int length = region.table().cellBits() == 1 ? 1 : 1 << random.nextInt(4);
            points.add(point(i, region, random.nextInt(cells), length));
        }
        return points;
    }

    static Point point(int tag, Region region, int first, int count) {
        Block cells = new Block(region, first, count);
        boolean bit = region.table().cellBits() == 1;
        RawType type = bit ? RawType.BIT : RawType.STRING;
        return new Point(tag, new PlcAddress(cells, type, WordOrder.ABCD, -1, bit ? 0 : count));
    }
}
