package dev.pollux.server.source;

import static dev.pollux.server.tag.Quality.BAD_NO_COMMUNICATION;
import static dev.pollux.server.tag.Quality.GOOD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pollux.plant.OneConnection;
import dev.pollux.server.project.DeviceConfig.Protocol;
import dev.pollux.server.tag.TagType;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two stations' acquisition from a device that serves one connection; which of them may have it is told from above. */
class PermissionTest {
    private static final String TAG = "holding:1:UINT16";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final int port = Ports.next();
    private final int behind = Ports.next();
    private ModbusDevice device;
    private OneConnection door;
    private final Plant castor =
            new Plant().device("pump", Protocol.MODBUS_TCP, port).tag(TAG, TagType.UINT16);
    private final Plant pollux =
            new Plant().device("pump", Protocol.MODBUS_TCP, port).tag(TAG, TagType.UINT16);

    @BeforeEach
    void start() throws Exception {
        device = new ModbusDevice(behind);
        door = new OneConnection(port, behind);
        device.unit(1).holding(1, 7);
        castor.start();
        await().atMost(LIMIT).until(() -> castor.quality(TAG).equals(GOOD));
    }

    @AfterEach
    void stop() throws Exception {
        castor.close();
        pollux.close();
        door.close();
        device.close();
    }

    @Test
    void theDeviceForOneGoesFromOneStationToTheOther() throws Exception {
        pollux.start();
        await().atMost(LIMIT).until(() -> door.sentAway() > 0); // control: the device takes one only
        assertThat(pollux.quality(TAG)).isNotEqualTo(GOOD);
        pollux.acquisition().permit("pump", false);
        await().atMost(LIMIT).until(() -> pollux.quality(TAG).equals(BAD_NO_COMMUNICATION));
        int tried = door.sentAway();

        castor.acquisition().permit("pump", false);
        pollux.acquisition().permit("pump", true);

        await().atMost(LIMIT).until(() -> pollux.quality(TAG).equals(GOOD));
        assertThat(pollux.value(TAG)).isEqualTo(7);
        assertThat(castor.quality(TAG)).isEqualTo(BAD_NO_COMMUNICATION);
        assertThat(castor.status().connected()).isFalse();
        assertThat(door.sentAway() - tried)
                .as("the one that lets go does not come back")
                .isLessThan(5);
    }

    // Good and dropped would be the worst answer: the operator would believe that the valve is shut.
    @Test
    void writesAreRefusedWhileAnotherStationHasTheDevice() throws Exception {
        assertThat(castor.write(TAG, 8)).isEqualTo(GOOD); // control
        castor.acquisition().permit("pump", false);
        await().atMost(LIMIT).until(() -> castor.quality(TAG).equals(BAD_NO_COMMUNICATION));

        assertThat(castor.write(TAG, 9)).isEqualTo(BAD_NO_COMMUNICATION);
        assertThat(device.unit(1).holding(1)).isEqualTo(8);
    }

    // It is no loss: nobody is alarmed, and the thread goes on to live. What was polled before stays covered.
    @Test
    void aDeviceThatIsLeftToAnotherIsNeitherLostNorCoveredNorHung() {
        castor.acquisition().permit("pump", false);
        await().atMost(LIMIT).until(() -> castor.events().contains("pump released"));
        int covered = castor.complete().size();
        long beat = castor.acquisition().oldestBeat().orElseThrow();
        await().atMost(LIMIT)
                .until(() -> castor.acquisition().oldestBeat().orElseThrow() - beat
                        > Duration.ofMillis(300).toNanos());
        assertThat(castor.events()).containsExactly("pump connected", "pump released");
        assertThat(castor.complete()).hasSize(covered);

        castor.acquisition().permit("pump", true);

        await().atMost(LIMIT).until(() -> castor.complete().size() > covered + 1);
        assertThat(castor.complete().get(covered).from())
                .as("a gap")
                .isAfter(castor.complete().get(covered - 1).to());
        assertThat(castor.events()).containsExactly("pump connected", "pump released", "pump connected");
    }
}
