package dev.pollux.server.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pollux.server.project.DeviceConfig.Protocol;
import dev.pollux.server.tag.TagType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What acquisition calls complete is what the archive will call covered: no more than was really polled. */
class CompletenessTest {
    private static final int PORT = 27_300;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private ModbusDevice device;
    private final Plant plant = new Plant();

    @BeforeEach
    void start() throws Exception {
        device = new ModbusDevice(PORT);
        device.unit(1).holding(1, 5).holding(2, 6);
        plant.device("d", Protocol.MODBUS_TCP, PORT)
                .tag("holding:1:UINT16", TagType.UINT16, Duration.ofMillis(50))
                .tag("holding:2:UINT16", TagType.UINT16, Duration.ofMillis(500))
                .start();
    }

    @AfterEach
    void stop() throws Exception {
        plant.close();
        device.close();
    }

    private List<Plant.Complete> complete() {
        return new ArrayList<>(plant.complete());
    }

    private static long gaps(List<Plant.Complete> ranges) {
        long gaps = 0;
        for (int i = 1; i < ranges.size(); i++) {
            gaps += ranges.get(i).from().equals(ranges.get(i - 1).to()) ? 0 : 1;
        }
        return gaps;
    }

    @Test
    void completenessGrowsThoughNothingChanges() {
        await().atMost(LIMIT).until(() -> complete().size() >= 20);

        List<Plant.Complete> ranges = complete();
        long samples = plant.history("holding:1:UINT16").size();
        assertThat(samples)
                .as("control: one, and one after each gap")
                .isBetween(1L, 1 + plant.status().overruns());
        assertThat(ranges).allSatisfy(range -> assertThat(range.to()).isAfter(range.from()));
        assertThat(ranges.get(ranges.size() - 1).to()).isBeforeOrEqualTo(Instant.now());
    }

    @Test
    void lostConnectionIsAGap() throws Exception {
        await().atMost(LIMIT).until(() -> complete().size() >= 5);
        Instant loss = Instant.now();
        device.close();
        await().atMost(LIMIT).until(() -> plant.events().contains("d disconnected"));
        int before = complete().size();
        long gapsBefore = gaps(complete());

        device = new ModbusDevice(PORT);
        device.unit(1).holding(1, 5).holding(2, 6);
        await().atMost(LIMIT).until(() -> complete().size() > before + 5);

        assertThat(gaps(complete())).isGreaterThan(gapsBefore);
        assertThat(complete().get(before).from()).isAfter(loss);
    }
}
