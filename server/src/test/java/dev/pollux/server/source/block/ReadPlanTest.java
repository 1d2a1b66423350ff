package dev.pollux.server.source.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is learnt about blocks that a device refuses or does not answer. */
class ReadPlanTest {
    private static final Region HOLDING = new Region(Table.HOLDING, 1);

    // Whatever the holes: one cycle must read every tag that can be read, and quarantine exactly the others.
    @Test
    void oneCycleFindsTheHolesAndReadsTheRest() {
        for (long seed = 1; seed <= 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Point> points = BlockPlannerTest.points(random, 1 + random.nextInt(120), 600);
            BitSet holes = new BitSet();
            for (int i = random.nextInt(6); i > 0; i--) {
                holes.set(random.nextInt(600));
            }
            ReadPlan plan = new ReadPlan(new BlockPlanner(random.nextInt(10)), points);

            Set<Point> read = cycle(plan, holes);

            Set<Point> readable = new HashSet<>(points);
            readable.removeIf(each -> touches(each.address().cells(), holes));
            assertThat(read).as("seed %d", seed).isEqualTo(readable);
            assertThat(plan.quarantined()).as("seed %d", seed).isEqualTo(points.size() - readable.size());
            assertThat(cycle(plan, holes)).as("seed %d: and again", seed).isEqualTo(readable);
        }
    }

    @Test
    void refusedPointsGetANewChanceAfterAWhileAndInANewSession() {
        ReadPlan plan = new ReadPlan(new BlockPlanner(8), List.of(point(0, 0), point(1, 1), point(2, 2)));
        BitSet hole = new BitSet();
        hole.set(1);
        cycle(plan, hole);
        assertThat(plan.quarantined()).isEqualTo(1);

        plan.releaseDue(ReadPlan.REFUSED_RETRY.toNanos() - 1);
        assertThat(plan.quarantined()).isEqualTo(1);
        plan.releaseDue(ReadPlan.REFUSED_RETRY.toNanos());
        assertThat(plan.quarantined()).isZero();
        assertThat(cycle(plan, new BitSet())).hasSize(3);

        cycle(plan, hole);
        plan.sessionOpened();
        assertThat(plan.quarantined()).isZero();
        assertThat(plan.blocks()).as("merged again").hasSize(1);
    }

    // A network that loses a packet now and then must not cost a tag.
    @Test
    void silenceIsBlamedOnTheBlockOnlyWhenItRepeatsWithoutAnAnswerBetween() {
        ReadPlan plan = new ReadPlan(new BlockPlanner(0), List.of(point(0, 0), point(1, 100)));
        PlannedBlock first = plan.blocks().get(0);

        for (int i = 0; i < 10; i++) {
            plan.silent(first, 0);
            plan.sessionOpened();
            assertThat(plan.blocks()).last().as("suspects go last").isEqualTo(first);
            plan.answered(first);
        }
        assertThat(plan.quarantined()).isZero();

        for (int i = 0; i < ReadPlan.SILENCES_MAX; i++) {
            plan.silent(first, 0);
            plan.sessionOpened();
        }
        assertThat(plan.quarantined()).isEqualTo(1);
        assertThat(plan.blocks()).hasSize(1);
        plan.releaseDue(ReadPlan.SILENT_RETRY.toNanos());
        assertThat(plan.quarantined()).isZero();
    }

    @Test
    void aSilentBlockIsHalvedUntilTheGuiltyPointIsAlone() {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            points.add(point(i, i));
        }
        ReadPlan plan = new ReadPlan(new BlockPlanner(8), points);
        BitSet deaf = new BitSet();
        deaf.set(37);

        int sessions = 0;
        while (plan.quarantined() == 0 && sessions < 100) {
            sessions++;
            plan.sessionOpened();
            session(plan, deaf);
        }

        assertThat(sessions).isLessThan(15);
        plan.sessionOpened();
        assertThat(session(plan, deaf)).hasSize(63);
        assertThat(plan.quarantined()).isEqualTo(1);
    }

    private static Point point(int tag, int first) {
        return BlockPlannerTest.point(tag, HOLDING, first, 1);
    }

    private static boolean touches(Block cells, BitSet holes) {
        int hole = holes.nextSetBit(cells.first());
        return hole >= 0 && hole < cells.end();
    }

    private static Set<Point> cycle(ReadPlan plan, BitSet holes) {
        Set<Point> read = new HashSet<>();
        Deque<PlannedBlock> work = new ArrayDeque<>(plan.blocks());
        while (!work.isEmpty()) {
            PlannedBlock each = work.removeFirst();
            if (touches(each.block(), holes)) {
                plan.refused(each, 0).forEach(work::addFirst);
            } else {
                plan.answered(each);
                read.addAll(each.points());
            }
        }
        return read;
    }

    /** A session ends at the first silence. */
    private static Set<Point> session(ReadPlan plan, BitSet deaf) {
        Set<Point> read = new HashSet<>();
        for (PlannedBlock each : plan.blocks()) {
            if (touches(each.block(), deaf)) {
                plan.silent(each, 0);
                return read;
            }
            plan.answered(each);
            read.addAll(each.points());
        }
        return read;
    }
}
