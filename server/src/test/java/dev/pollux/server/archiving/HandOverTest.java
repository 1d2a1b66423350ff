package dev.pollux.server.archiving;

import static dev.pollux.server.archiving.Bench.PLC1;
import static dev.pollux.server.archiving.Bench.PLC2;
import static dev.pollux.server.archiving.Bench.cycle;
import static dev.pollux.server.archiving.Bench.good;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.server.archiving.HandOver.Item;
import dev.pollux.server.tag.TagSample;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Acquisition must never wait for the archive. What it cannot take is counted, and told as a gap. */
class HandOverTest {
    private static final TagSample PRESENT = good(0, 9.0, 9);

    private final HandOver handOver = new HandOver(List.of(PLC1, PLC2), device -> List.of(PRESENT), 20);

    private List<Item> drain() throws InterruptedException {
        List<Item> items = new ArrayList<>();
        for (Item item = handOver.poll(0); item != null; item = handOver.poll(0)) {
            items.add(item);
        }
        return items;
    }

    @Test
    void itemsLeaveInTheirOrder() throws InterruptedException {
        Item one = cycle(PLC1, 1, 2, good(0, 1.0, 1));
        Item two = cycle(PLC2, 1, 2, good(1, 1.0, 1));
        handOver.put(one);
        handOver.put(two);

        assertThat(handOver.waiting()).isEqualTo(4);
        assertThat(drain()).containsExactly(one, two);
        assertThat(handOver.waiting()).isZero();
        assertThat(handOver.dropped()).isZero();
    }

    @Test
    void whatDoesNotFitIsDroppedAndTheDeviceResumesWithItsPresentSamples() throws InterruptedException {
        for (int second = 1; second <= 50; second++) {
            handOver.put(cycle(PLC1, second, second + 1, good(0, (double) second, second)));
        }
        assertThat(handOver.dropped()).as("two a cycle, 20 fit").isEqualTo(40);
        assertThat(handOver.waiting()).isEqualTo(20);
        List<Item> before = drain();
        assertThat(before).hasSize(10).noneMatch(Item::resumed);

        Item next = cycle(PLC1, 60, 61, good(0, 60.0, 60));
        handOver.put(next);

        List<Item> after = drain();
        assertThat(after).hasSize(2);
        assertThat(after.get(0).resumed()).isTrue();
        assertThat(after.get(0).samples()).containsExactly(PRESENT);
        assertThat(after.get(1)).isEqualTo(next);
    }

    // One that begins again as soon as a single place is free would lose the next item, and so on: gap after gap.
    @Test
    void deviceWaitsUntilHalfOfTheQueueIsFree() throws InterruptedException {
        for (int second = 1; second <= 11; second++) {
            handOver.put(cycle(PLC1, second, second + 1, good(0, (double) second, second)));
        }
        assertThat(handOver.dropped()).as("control").isEqualTo(1);
        for (int i = 0; i < 4; i++) {
            assertThat(handOver.poll(0)).isNotNull();
        }

        handOver.put(cycle(PLC1, 20, 21, good(0, 20.0, 20)));
        assertThat(handOver.dropped()).isEqualTo(2);
        assertThat(handOver.poll(0)).isNotNull();
        handOver.put(cycle(PLC1, 21, 22, good(0, 21.0, 21)));

        assertThat(handOver.dropped()).isEqualTo(2);
        assertThat(drain()).filteredOn(Item::resumed).hasSize(1);
    }

    @Test
    void deviceThatLostNothingGoesOnAsBefore() throws InterruptedException {
        handOver.put(cycle(PLC2, 1, 2, good(1, 1.0, 1)));
        for (int second = 1; second <= 20; second++) {
            handOver.put(cycle(PLC1, second, second + 1, good(0, (double) second, second)));
        }
        drain();
        handOver.put(cycle(PLC2, 2, 3, good(1, 2.0, 2)));

        assertThat(drain())
                .singleElement()
                .satisfies(item -> assertThat(item.resumed()).isFalse());
    }
}
