package dev.pollux.server.source;

import static dev.pollux.server.tag.Quality.BAD_CONFIGURATION_ERROR;
import static dev.pollux.server.tag.Quality.BAD_INVALID_STATE;
import static dev.pollux.server.tag.Quality.BAD_NOT_WRITABLE;
import static dev.pollux.server.tag.Quality.BAD_OUT_OF_RANGE;
import static dev.pollux.server.tag.Quality.BAD_SHUTDOWN;
import static dev.pollux.server.tag.Quality.BAD_TYPE_MISMATCH;
import static dev.pollux.server.tag.Quality.GOOD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.pollux.server.project.DeviceConfig;
import dev.pollux.server.project.DeviceConfig.Protocol;
import dev.pollux.server.tag.Range;
import dev.pollux.server.tag.Sample;
import dev.pollux.server.tag.Scaling;
import dev.pollux.server.tag.TagSample;
import dev.pollux.server.tag.TagType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A healthy Modbus device: what is read and written, over a real socket. */
class ModbusAcquisitionTest {
    private final int port = Ports.next();
    private ModbusDevice device;
    private final Plant plant = new Plant().device("pump", Protocol.MODBUS_TCP, port);

    @BeforeEach
    void startDevice() throws Exception {
        device = new ModbusDevice(port);
    }

    @AfterEach
    void stop() {
        plant.close();
        device.close();
        assertThat(plant.events()).noneMatch(each -> each.startsWith("fault"));
    }

    // PLC4X's own optimizer would answer the second tag with the first unit's value, and call it good.
    @Test
    void unitsOfOneDeviceKeepTheirValuesApart() throws Exception {
        device.unit(1).holding(1, 11);
        device.unit(2).holding(1, 22);
        plant.tag("holding:1:UINT16", TagType.UINT16)
                .tag("unit=2;holding:1:UINT16", TagType.UINT16)
                .start();

        awaitGood("unit=2;holding:1:UINT16");
        assertThat(plant.value("holding:1:UINT16")).isEqualTo(11);
        assertThat(plant.value("unit=2;holding:1:UINT16")).isEqualTo(22);

        assertThat(plant.write("unit=2;holding:1:UINT16", 23)).isEqualTo(GOOD);
        assertThat(device.unit(2).holding(1)).isEqualTo(23);
        assertThat(device.unit(1).holding(1)).isEqualTo(11);
    }

    @Test
    void allByteOrdersGiveTheSameNumberAndAreWrittenBackAlike() throws Exception {
        // 123.456f is 42 F6 E9 79.
        device.unit(1)
                .holding(1, 0x42F6, 0xE979)
                .holding(11, 0xE979, 0x42F6)
                .holding(21, 0xF642, 0x79E9)
                .holding(31, 0x79E9, 0xF642);
        List<String> tags = List.of(
                "holding:1:FLOAT32:ABCD",
                "holding:11:FLOAT32:CDAB",
                "holding:21:FLOAT32:BADC",
                "holding:31:FLOAT32:DCBA");
        tags.forEach(each -> plant.tag(each, TagType.FLOAT));
        plant.start();

        for (String tag : tags) {
            awaitGood(tag);
            assertThat(plant.value(tag)).as(tag).isEqualTo(123.456f);
            assertThat(plant.write(tag, -2.5f)).isEqualTo(GOOD);
        }
        // -2.5f is C0 20 00 00.
        assertThat(device.unit(1).holding(1)).isEqualTo(0xC020);
        assertThat(device.unit(1).holding(12)).isEqualTo(0xC020);
        assertThat(device.unit(1).holding(21)).isEqualTo(0x20C0);
        assertThat(device.unit(1).holding(32)).isEqualTo(0x20C0);
        await().untilAsserted(() -> assertThat(tags)
                .allSatisfy(each -> assertThat(plant.value(each)).isEqualTo(-2.5f)));
    }

    @Test
    void everyTypeArrivesWhole() {
        device.unit(1)
                .holding(1, 0x8000, 0xFFFF)
                .holding(3, 0xFFFF, 0xFFFE)
                .holding(5, 0xFFFF, 0xFFFE)
                .holding(7, 0x8000, 0, 0, 0)
                .holding(11, 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF)
                .holding(15, 0x3FF8, 0, 0, 0)
                .holding(19, 0x5075, 0x6D70, 0x2037)
                .holding(65535, 4711)
                .input(3, 0x0102);
        plant.tag("holding:1:INT16", TagType.INT16)
                .tag("holding:2:UINT16", TagType.UINT16)
                .tag("holding:3:INT32", TagType.INT32)
                .tag("holding:5:UINT32", TagType.UINT32)
                .tag("holding:7:INT64", TagType.INT64)
                .tag("holding:11:UINT64", TagType.UINT64)
                .tag("holding:15:FLOAT64", TagType.DOUBLE)
                .tag("holding:19:STRING(6)", TagType.STRING)
                .tag("holding:65535:UINT16", TagType.UINT16)
                .tag("input:3:UINT16:DCBA", TagType.UINT16)
                .start();

        awaitGood("input:3:UINT16:DCBA");
        awaitGood("holding:65535:UINT16");
        assertThat(plant.value("holding:1:INT16")).isEqualTo((short) -32768);
        assertThat(plant.value("holding:2:UINT16")).isEqualTo(65535);
        assertThat(plant.value("holding:3:INT32")).isEqualTo(-2);
        assertThat(plant.value("holding:5:UINT32")).isEqualTo(4294967294L);
        assertThat(plant.value("holding:7:INT64")).isEqualTo(Long.MIN_VALUE);
        assertThat(String.valueOf(plant.value("holding:11:UINT64"))).isEqualTo("18446744073709551615");
        assertThat(plant.value("holding:15:FLOAT64")).isEqualTo(1.5);
        assertThat(plant.value("holding:19:STRING(6)")).isEqualTo("Pump 7");
        assertThat(plant.value("holding:65535:UINT16")).isEqualTo(4711);
        assertThat(plant.value("input:3:UINT16:DCBA")).isEqualTo(0x0201);
    }

    // A list of coils is a single request; PLC4X alone would give one value for all.
    @Test
    void coilsAndInputsAndBitsAreToldApart() throws Exception {
        for (int i = 1; i <= 40; i++) {
            device.unit(1).coil(i, i % 3 == 0);
            plant.tag("coil:" + i, TagType.BOOLEAN);
        }
        device.unit(1).discrete(9, true).holding(5, 0b1000_0000_0000_0100);
        plant.tag("discrete:8", TagType.BOOLEAN)
                .tag("discrete:9", TagType.BOOLEAN)
                .tag("holding:5.2", TagType.BOOLEAN)
                .tag("holding:5.3", TagType.BOOLEAN)
                .tag("holding:5.15", TagType.BOOLEAN)
                .tag("holding:5:UINT16", TagType.UINT16)
                .start();

        awaitGood("holding:5.15");
        awaitGood("discrete:9");
        for (int i = 1; i <= 40; i++) {
            assertThat(plant.value("coil:" + i)).as("coil %d", i).isEqualTo(i % 3 == 0);
        }
        assertThat(plant.value("discrete:8")).isEqualTo(false);
        assertThat(plant.value("discrete:9")).isEqualTo(true);
        assertThat(plant.value("holding:5.2")).isEqualTo(true);
        assertThat(plant.value("holding:5.3")).isEqualTo(false);
        assertThat(plant.value("holding:5.15")).isEqualTo(true);
        assertThat(device.requests())
                .filteredOn(each -> each.contains("coil"))
                .allMatch(each -> each.endsWith("1..40"));

        assertThat(plant.write("coil:7", true)).isEqualTo(GOOD);
        assertThat(device.unit(1).coil(7)).isTrue();
        assertThat(device.unit(1).coil(8)).isFalse();
        assertThat(plant.write("holding:5.3", true)).isEqualTo(GOOD);
        assertThat(plant.write("holding:5.15", false)).isEqualTo(GOOD);
        assertThat(device.unit(1).holding(5)).isEqualTo(0b1100);
        await().untilAsserted(() -> assertThat(plant.value("holding:5:UINT16")).isEqualTo(0b1100));
    }

    // A station may lose the right to command between taking a write and sending it, also while it reads a cell first.
    @Test
    void aWriteThatIsNotPermittedAnyMoreNeverReachesTheDevice() throws Exception {
        device.unit(1).holding(1, 12).holding(5, 0b100);
        plant.tag("holding:1:UINT16", TagType.UINT16)
                .tag("holding:5.3", TagType.BOOLEAN)
                .start();
        awaitGood("holding:1:UINT16");
        AtomicReference<String> thread = new AtomicReference<>("");

        assertThat(plant.write("holding:1:UINT16", 13, () -> {
                    thread.set(Thread.currentThread().getName());
                    return false;
                }))
                .isEqualTo(BAD_INVALID_STATE);
        assertThat(plant.write("holding:5.3", true, () -> false)).isEqualTo(BAD_INVALID_STATE);

        assertThat(thread.get()).as("asked by").startsWith("pollux-device-");
        assertThat(device.unit(1).holding(1)).isEqualTo(12);
        assertThat(device.unit(1).holding(5)).isEqualTo(0b100);
        assertThat(plant.write("holding:1:UINT16", 13, () -> true))
                .as("control")
                .isEqualTo(GOOD);
        assertThat(device.unit(1).holding(1)).isEqualTo(13);
    }

    @Test
    void stringsAreWrittenWithPaddingAndNeverCutOff() throws Exception {
        device.unit(1).holding(1, 0x4142, 0x4344, 0x4546).holding(10, 0x4241);
        plant.tag("holding:1:STRING(5)", TagType.STRING)
                .tag("holding:10:STRING(2):BADC", TagType.STRING)
                .start();
        awaitGood("holding:1:STRING(5)");
        assertThat(plant.value("holding:1:STRING(5)")).isEqualTo("ABCDE");
        assertThat(plant.value("holding:10:STRING(2):BADC")).isEqualTo("AB");

        assertThat(plant.write("holding:1:STRING(5)", "xyz")).isEqualTo(GOOD);
        assertThat(device.unit(1).holding(1)).isEqualTo(0x7879);
        assertThat(device.unit(1).holding(2)).isEqualTo(0x7A00);
        assertThat(device.unit(1).holding(3)).isZero();
        assertThat(plant.write("holding:1:STRING(5)", "sixsix")).isEqualTo(BAD_OUT_OF_RANGE);
        assertThat(plant.write("holding:1:STRING(5)", "\u20ac")).isEqualTo(BAD_OUT_OF_RANGE);
        await().untilAsserted(
                        () -> assertThat(plant.value("holding:1:STRING(5)")).isEqualTo("xyz"));
    }

    // A hole makes the device refuse the whole block; only the tag in the hole may be bad.
    @Test
    void holeInTheRegisterMapCostsOnlyTheTagInTheHole() {
        for (int i = 1; i <= 100; i += 3) {
            device.unit(1).holding(i, 1000 + i);
            plant.tag("holding:" + i + ":UINT16", TagType.UINT16);
        }
        device.unit(1).unmapped(49, true);
        device.unit(1).unmapped(60, true); // between two tags
        plant.start();

        await().untilAsserted(
                        () -> assertThat(plant.quality("holding:49:UINT16")).isEqualTo(BAD_CONFIGURATION_ERROR));
        for (int i = 1; i <= 100; i += 3) {
            if (i != 49) {
                awaitGood("holding:" + i + ":UINT16");
                assertThat(plant.value("holding:" + i + ":UINT16")).isEqualTo(1000 + i);
            }
        }
        assertThat(plant.status().quarantined()).isEqualTo(1);
        assertThat(plant.events()).containsExactly("pump connected");

        // The hole is not asked for again in each cycle.
        device.forgetRequests();
        long cycles = plant.status().cycles();
        await().until(() -> plant.status().cycles() > cycles + 3);
        assertThat(device.requests()).isNotEmpty().noneMatch(each -> each.contains("49..49"));
    }

    @Test
    void writesAreCheckedBeforeTheyAreSent() throws Exception {
        plant.tag("holding:1:INT16", TagType.DOUBLE, Plant.POLL, new Scaling(0.1, 0), Optional.of(new Range(-50, 4000)))
                .tag("holding:2:UINT16", TagType.DOUBLE)
                .tag("holding:3:FLOAT32", TagType.DOUBLE)
                .tag("input:1:INT16", TagType.INT16)
                .tag("holding:9:UINT16", TagType.UINT16)
                .start();
        awaitGood("input:1:INT16");
        device.forgetRequests();

        assertThat(plant.write("holding:1:INT16", 12)).isEqualTo(BAD_TYPE_MISMATCH);
        assertThat(plant.write("holding:1:INT16", -50.1)).isEqualTo(BAD_OUT_OF_RANGE);
        assertThat(plant.write("holding:1:INT16", 3276.9)).isEqualTo(BAD_OUT_OF_RANGE);
        assertThat(plant.write("holding:2:UINT16", 1.5)).isEqualTo(BAD_OUT_OF_RANGE);
        assertThat(plant.write("holding:3:FLOAT32", 1e39)).isEqualTo(BAD_OUT_OF_RANGE);
        assertThat(plant.write("holding:3:FLOAT32", Double.NaN)).isEqualTo(BAD_OUT_OF_RANGE);
        assertThat(plant.write("input:1:INT16", (short) 1)).isEqualTo(BAD_NOT_WRITABLE);
        assertThat(plant.write("holding:9:UINT16", 65536)).isEqualTo(BAD_OUT_OF_RANGE);
        assertThat(device.requests()).noneMatch(each -> each.startsWith("write"));

        assertThat(plant.write("holding:1:INT16", 12.3)).isEqualTo(GOOD);
        assertThat(device.unit(1).holding(1)).isEqualTo(123);
        await().untilAsserted(() ->
                assertThat((Double) plant.value("holding:1:INT16")).isCloseTo(12.3, within(1e-9)));

        // The device has a rule of its own about this value.
        assertThat(plant.write("holding:9:UINT16", 0xDEAD)).isEqualTo(BAD_OUT_OF_RANGE);
    }

    @Test
    void aWriteIsSeenLongBeforeTheNextPoll() throws Exception {
        plant.tag("holding:1:UINT16", TagType.UINT16, Duration.ofMinutes(10)).start();
        awaitGood("holding:1:UINT16");

        assertThat(plant.write("holding:1:UINT16", 77)).isEqualTo(GOOD);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(plant.value("holding:1:UINT16")).isEqualTo(77));
        List<Sample> history = plant.history("holding:1:UINT16");
        assertThat(history.get(1).sourceTime()).isAfter(history.get(0).sourceTime());
    }

    // Both stations of a set must stamp alike, and what has not changed is not sent.
    @Test
    void samplesCarryTheInstantOfTheGridAndOnlyChangesAreDelivered() {
        plant.tag("holding:1:UINT16", TagType.UINT16)
                .tag("holding:2:UINT16", TagType.UINT16)
                .start();
        awaitGood("holding:2:UINT16");
        for (int i = 1; i <= 5; i++) {
            int value = i;
            device.unit(1).holding(1, value);
            await().pollInterval(Duration.ofMillis(5))
                    .untilAsserted(
                            () -> assertThat(plant.value("holding:1:UINT16")).isEqualTo(value));
        }

        assertThat(plant.changes("holding:1:UINT16")).extracting(Sample::value).containsExactly(0, 1, 2, 3, 4, 5);
        long second = plant.history("holding:2:UINT16").size();
        long batches = plant.batches().size();
        long gaps = plant.status().overruns();
        assertThat(second).as("one, and one after each gap").isBetween(1L, 1 + gaps);
        assertThat(batches).isBetween(6L, 6 + gaps);
        for (List<TagSample> batch : plant.batches()) {
            assertThat(batch.get(0).sample().sourceTime().toEpochMilli() % Plant.POLL.toMillis())
                    .isZero();
        }
    }

    @Test
    void nanIsNoChange() {
        device.unit(1).holding(1, 0x7FC0, 0x0000);
        plant.tag("holding:1:FLOAT32", TagType.FLOAT).start();
        awaitGood("holding:1:FLOAT32");
        long cycles = plant.status().cycles();
        await().until(() -> plant.status().cycles() > cycles + 3);

        long samples = plant.history("holding:1:FLOAT32").size();
        assertThat(samples)
                .as("one, and one after each gap")
                .isBetween(1L, 1 + plant.status().overruns());
    }

    @Test
    void wrongAddressIsRefusedWithTheNameOfTheTag() {
        Plant wrong = new Plant().device("pump", Protocol.MODBUS_TCP, port).tag("holding:65536:UINT16", TagType.UINT16);
        assertThatThrownBy(wrong::start)
                .hasMessage("tag holding:65536:UINT16: address holding:65536:UINT16:"
                        + " number 65536 is not within 1..65535 (the first holding is 1)");
        plant.start();
    }

    @Test
    void closingTakesLessThanASecondAndEndsTheWrites() throws Exception {
        plant.device(new DeviceConfig(
                        "nowhere",
                        Protocol.MODBUS_TCP,
                        "127.0.0.1",
                        Ports.next(),
                        1,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        0))
                .tag("holding:1:UINT16", TagType.UINT16)
                .start();
        await().until(() -> !plant.events().isEmpty());
        long start = System.nanoTime();

        plant.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
        assertThat(plant.write("holding:1:UINT16", 1)).isEqualTo(BAD_SHUTDOWN);
    }

    private void awaitGood(String tag) {
        await().alias(tag)
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> assertThat(plant.quality(tag)).isEqualTo(GOOD));
    }
}
