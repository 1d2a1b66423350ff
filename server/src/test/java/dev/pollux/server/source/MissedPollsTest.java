package dev.pollux.server.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pollux.server.project.DeviceConfig.Protocol;
import dev.pollux.server.tag.Quality;
import dev.pollux.server.tag.TagType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An instant that was not polled is not called complete: the partner, which may have polled it, could not fill it. */
class MissedPollsTest {
    private static final int PORT = 22_010;
    private static final int BEHIND = 22_011;
    private static final String TAG = "holding:1:UINT16";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    void anOverloadedDeviceIsCompleteOnlyForTheInstantsThatWerePolled() throws Exception {
        try (ModbusDevice device = new ModbusDevice(BEHIND);
                FaultyProxy proxy = new FaultyProxy(PORT, BEHIND);
                Plant plant = new Plant().device("d", Protocol.MODBUS_TCP, PORT)) {
            device.unit(1).holding(1, 5);
            plant.tag(TAG, TagType.UINT16).start();
            await().atMost(LIMIT).until(() -> plant.complete().size() >= 10);

            // A few instants of 50 ms are missed, far less than a second.
            proxy.delayReplies(Duration.ofMillis(180));
            long before = plant.status().overruns();
            await().atMost(LIMIT).until(() -> plant.status().overruns() >= before + 4);
            proxy.delayReplies(Duration.ZERO);
            int late = plant.complete().size();
            await().atMost(LIMIT).until(() -> plant.complete().size() >= late + 10);

            List<Plant.Complete> ranges = new ArrayList<>(plant.complete());
            assertThat(plant.quality(TAG)).as("control: never lost").isEqualTo(Quality.GOOD);
            assertThat(plant.events()).as("control: never lost").noneMatch(each -> each.contains("disconnected"));
            assertThat(instants(ranges)).isLessThanOrEqualTo(plant.status().cycles());
            Instant first = ranges.get(0).from();
            Instant last = ranges.get(ranges.size() - 1).to();
            long all = instants(List.of(new Plant.Complete(first, last)));
            assertThat(all - instants(ranges)).as("left to the partner").isGreaterThanOrEqualTo(4);
        }
    }

    // What the partner saw in the gap goes into the archive; its last value must not stand where this one is seen
    // again.
    @Test
    void afterMissedPollsTheValueIsDeliveredThoughItHasNotChanged() throws Exception {
        try (ModbusDevice device = new ModbusDevice(BEHIND);
                FaultyProxy proxy = new FaultyProxy(PORT, BEHIND);
                Plant plant = new Plant().device("d", Protocol.MODBUS_TCP, PORT)) {
            device.unit(1).holding(1, 5);
            plant.tag(TAG, TagType.UINT16).start();
            await().atMost(LIMIT).until(() -> plant.complete().size() >= 10);
            int before = plant.history(TAG).size();

            proxy.delayReplies(Duration.ofMillis(180));
            await().atMost(LIMIT).until(() -> plant.history(TAG).size() > before);

            assertThat(plant.status().overruns()).isPositive();
            assertThat(before)
                    .as("control: not with each cycle")
                    .isLessThan(plant.complete().size());
            assertThat(plant.history(TAG))
                    .as("control: no change")
                    .allMatch(each -> each.quality().equals(Quality.GOOD)
                            && Integer.valueOf(5).equals(each.value()));
        }
    }

    // The device is back before the next instant: what is read now bears the time of an instant that has passed as a
    // bad
    // one, so that instant is nothing to be called complete.
    @Test
    void anInstantThatPassedAsBadIsNotComplete() throws Exception {
        try (ModbusDevice device = new ModbusDevice(BEHIND + 1);
                Plant plant = new Plant().device("d", Protocol.MODBUS_TCP, BEHIND + 1)) {
            device.unit(1).holding(1, 5);
            plant.tag(TAG, TagType.UINT16, Duration.ofSeconds(2)).start();
            await().atMost(LIMIT).until(() -> !plant.complete().isEmpty());
            plant.acquisition().permit("d", false);
            await().atMost(LIMIT).until(() -> plant.quality(TAG).bad());
            Instant bad = plant.history(TAG).get(plant.history(TAG).size() - 1).sourceTime();
            int before = plant.complete().size();

            plant.acquisition().permit("d", true);
            await().atMost(LIMIT).until(() -> plant.complete().size() > before);

            assertThat(plant.quality(TAG)).as("control").isEqualTo(Quality.GOOD);
            assertThat(plant.complete().get(before).from()).isAfter(bad);
        }
    }

    /** How many instants of the polling grid lie in some ranges. */
    private static long instants(List<Plant.Complete> ranges) {
        long step = Plant.POLL.toNanos();
        long count = 0;
        for (Plant.Complete range : ranges) {
            count += Math.floorDiv(nanos(range.to()) - 1, step) - Math.floorDiv(nanos(range.from()) - 1, step);
        }
        return count;
    }

    private static long nanos(Instant instant) {
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }
}
