package dev.pollux.server.source;

import static dev.pollux.server.tag.Quality.BAD_CONFIGURATION_ERROR;
import static dev.pollux.server.tag.Quality.BAD_OUT_OF_RANGE;
import static dev.pollux.server.tag.Quality.GOOD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.xingshuangs.iot.protocol.s7.service.S7PLCServer;
import dev.pollux.server.project.DeviceConfig;
import dev.pollux.server.project.DeviceConfig.Protocol;
import dev.pollux.server.tag.TagType;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An S7 over a real socket: a server of another library than the client under test. */
class S7AcquisitionTest {
    private final int port = Ports.next();
    private final Plc plc = new Plc(port);
    private final Plant plant = new Plant().device("press", Protocol.S7, port);

    /** An S7 whose memory can be looked into. */
    private static final class Plc extends S7PLCServer {
        Plc(int port) {
            super(port);
        }

        ByteBuffer memory(String area) {
            return ByteBuffer.wrap(Objects.requireNonNull(dataMap.get(area)));
        }
    }

    @BeforeEach
    void startPlc() {
        plc.start();
    }

    @AfterEach
    void stop() {
        plant.close();
        plc.stop();
        assertThat(plant.events()).noneMatch(each -> each.startsWith("fault"));
    }

    @Test
    void everyTypeIsReadAndWritten() throws Exception {
        plc.memory("DB1")
                .putFloat(0, 21.5f)
                .putDouble(4, -1.25)
                .putShort(12, (short) -7)
                .put(14, (byte) 0b1000)
                .putLong(16, -1)
                .put(24, (byte) 10)
                .put(25, (byte) 3)
                .put(26, "abc".getBytes(StandardCharsets.US_ASCII));
        plc.memory("M").put(5, (byte) 200);
        plc.memory("I").put(0, (byte) 2);
        plant.tag("DB1:0:REAL", TagType.FLOAT)
                .tag("DB1:4:LREAL", TagType.DOUBLE)
                .tag("DB1:12:INT", TagType.INT16)
                .tag("DB1:14.3", TagType.BOOLEAN)
                .tag("DB1:14.4", TagType.BOOLEAN)
                .tag("DB1:16:ULINT", TagType.UINT64)
                .tag("DB1:24:STRING(10)", TagType.STRING)
                .tag("DB1:900:DWORD", TagType.UINT32)
                .tag("M:5:BYTE", TagType.BYTE)
                .tag("I:0.1", TagType.BOOLEAN)
                .tag("Q:3.7", TagType.BOOLEAN)
                .start();

        for (String each : new String[] {"DB1:0:REAL", "DB1:900:DWORD", "M:5:BYTE", "I:0.1", "Q:3.7"}) {
            awaitGood(each);
        }
        assertThat(plant.value("DB1:0:REAL")).isEqualTo(21.5f);
        assertThat(plant.value("DB1:4:LREAL")).isEqualTo(-1.25);
        assertThat(plant.value("DB1:12:INT")).isEqualTo((short) -7);
        assertThat(plant.value("DB1:14.3")).isEqualTo(true);
        assertThat(plant.value("DB1:14.4")).isEqualTo(false);
        assertThat(String.valueOf(plant.value("DB1:16:ULINT"))).isEqualTo("18446744073709551615");
        assertThat(plant.value("DB1:24:STRING(10)")).isEqualTo("abc");
        assertThat(plant.value("M:5:BYTE")).isEqualTo((short) 200);
        assertThat(plant.value("I:0.1")).isEqualTo(true);

        assertThat(plant.write("DB1:0:REAL", 3.25f)).isEqualTo(GOOD);
        assertThat(plant.write("DB1:12:INT", (short) -300)).isEqualTo(GOOD);
        assertThat(plant.write("DB1:14.4", true)).isEqualTo(GOOD);
        assertThat(plant.write("DB1:14.3", false)).isEqualTo(GOOD);
        assertThat(plant.write("DB1:24:STRING(10)", "hello")).isEqualTo(GOOD);
        assertThat(plant.write("DB1:24:STRING(10)", "hello world")).isEqualTo(BAD_OUT_OF_RANGE);
        assertThat(plant.write("M:5:BYTE", (short) 7)).isEqualTo(GOOD);
        assertThat(plant.write("Q:3.7", true)).isEqualTo(GOOD);

        assertThat(plc.memory("DB1").getFloat(0)).isEqualTo(3.25f);
        assertThat(plc.memory("DB1").getShort(12)).isEqualTo((short) -300);
        assertThat(plc.memory("DB1").get(14)).isEqualTo((byte) 0b10000);
        assertThat(plc.memory("DB1").get(24)).isEqualTo((byte) 10);
        assertThat(plc.memory("DB1").get(25)).isEqualTo((byte) 5);
        assertThat(plc.memory("M").get(5)).isEqualTo((byte) 7);
        assertThat(plc.memory("Q").get(3)).isEqualTo((byte) 0x80);
        await().untilAsserted(() -> assertThat(plant.value("DB1:24:STRING(10)")).isEqualTo("hello"));
    }

    // More than a PDU of 240 bytes holds: the planner must split, as nothing behind it does.
    @Test
    void manyTagsNeedSeveralRequests() {
        for (int i = 0; i < 400; i++) {
            plc.memory("DB1").putInt(4 * i, i);
            plant.tag("DB1:" + 4 * i + ":DINT", TagType.INT32);
        }
        plant.start();

        await().untilAsserted(() -> {
            for (int i = 0; i < 400; i++) {
                assertThat(plant.value("DB1:" + 4 * i + ":DINT")).isEqualTo(i);
            }
        });
    }

    @Test
    void aMissingDataBlockCostsOnlyItsOwnTags() {
        plc.memory("DB1").putShort(0, (short) 5);
        plant.tag("DB1:0:INT", TagType.INT16).tag("DB99:0:INT", TagType.INT16).start();

        // The answer of this server is nothing that PLC4X can read, so that it comes as silence.
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(plant.quality("DB99:0:INT")).isEqualTo(BAD_CONFIGURATION_ERROR));
        assertThat(plant.status().quarantined()).isEqualTo(1);
        awaitGood("DB1:0:INT");
    }

    // The handshake of S7 never ends against a peer that accepts and says nothing.
    @Test
    void aSilentHandshakeIsAbandonedAndLeavesNoThreads() throws Exception {
        int silent = Ports.next();
        try (ServerSocket mute = new ServerSocket(silent, 50, InetAddress.getLoopbackAddress());
                Plant other = new Plant()
                        .device(new DeviceConfig(
                                "mute",
                                Protocol.S7,
                                "127.0.0.1",
                                silent,
                                1,
                                Duration.ofMillis(300),
                                Duration.ofMillis(300),
                                0))
                        .tag("DB1:0:INT", TagType.INT16)) {
            other.start();
            await().untilAsserted(() -> assertThat(
                            other.acquisition().devices().get(0).abandonedConnects())
                    .isPositive());
            assertThat(mute.isBound()).isTrue();
        }
        await().untilAsserted(() -> assertThat(ModbusFaultTest.driverThreads()).isEmpty());
    }

    private void awaitGood(String tag) {
        await().alias(tag)
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> assertThat(plant.quality(tag)).isEqualTo(GOOD));
    }
}
