package dev.pollux.server.source;

import static dev.pollux.server.tag.Quality.BAD_NO_COMMUNICATION;
import static dev.pollux.server.tag.Quality.BAD_RESOURCE_UNAVAILABLE;
import static dev.pollux.server.tag.Quality.BAD_TIMEOUT;
import static dev.pollux.server.tag.Quality.GOOD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pollux.server.project.DeviceConfig;
import dev.pollux.server.project.DeviceConfig.Protocol;
import dev.pollux.server.source.plc.PlcSources;
import dev.pollux.server.tag.Quality;
import dev.pollux.server.tag.Sample;
import dev.pollux.server.tag.TagType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The thread of a device under load and when its surroundings misbehave. */
class DeviceWorkerTest {
    private static final String TAG = "holding:1:UINT16";

    private final int port = Ports.next();
    private final int behind = Ports.next();
    private ModbusDevice device;
    private FaultyProxy proxy;
    private final Plant plant = new Plant()
            .device("pump", Protocol.MODBUS_TCP, port)
            .tag(TAG, TagType.UINT16)
            .tag("holding:2:UINT16", TagType.UINT16);

    @BeforeEach
    void start() throws Exception {
        device = new ModbusDevice(behind);
        proxy = new FaultyProxy(port, behind);
        plant.start();
        awaitQuality(GOOD);
    }

    @AfterEach
    void stop() throws Exception {
        plant.close();
        proxy.close();
        device.close();
    }

    // A device that is slower than its polling interval is polled as fast as it goes, with honest stamps.
    @Test
    void slowDeviceSkipsInstantsAndCountsThem() {
        assertThat(plant.status().overruns()).isLessThan(5); // control: the machine itself keeps up
        proxy.delayReplies(Duration.ofMillis(180));
        for (int i = 1; i <= 4; i++) {
            int value = i;
            device.unit(1).holding(1, value);
            await().untilAsserted(() -> assertThat(plant.value(TAG)).isEqualTo(value));
        }

        assertThat(plant.status().overruns()).isGreaterThan(5);
        assertThat(plant.status().lastCycle()).isBetween(Duration.ofMillis(180), Duration.ofMillis(400));
        assertThat(plant.quality(TAG)).isEqualTo(GOOD);
        assertThat(plant.history(TAG))
                .extracting(Sample::sourceTime)
                .isSorted()
                .doesNotHaveDuplicates()
                .allSatisfy(each ->
                        assertThat(each.toEpochMilli() % Plant.POLL.toMillis()).isZero());
    }

    @Test
    void aFloodOfWritesIsBoundedAndPollingGoesOn() throws Exception {
        proxy.delayReplies(Duration.ofMillis(30));
        List<CompletableFuture<Quality>> results = new ArrayList<>();
        for (int i = 0; i < DeviceWorker.WRITES_MAX + 50; i++) {
            results.add(
                    plant.acquisition().write(plant.index(TAG), i, () -> true).toCompletableFuture());
        }
        List<Quality> qualities = new ArrayList<>();
        for (CompletableFuture<Quality> each : results) {
            qualities.add(each.get(10, TimeUnit.SECONDS));
        }

        // Those that waited too long were never sent: an old command must not reach the plant late.
        assertThat(qualities).contains(GOOD, BAD_RESOURCE_UNAVAILABLE, BAD_TIMEOUT);
        assertThat(qualities).containsOnly(GOOD, BAD_RESOURCE_UNAVAILABLE, BAD_TIMEOUT);
        long good = qualities.stream().filter(Quality::good).count();
        assertThat(device.requests())
                .filteredOn(each -> each.startsWith("write"))
                .hasSize((int) good);
        assertThat(plant.status().connected()).isTrue();
        device.unit(1).holding(2, 9);
        await().untilAsserted(() -> assertThat(plant.value("holding:2:UINT16")).isEqualTo(9));
    }

    // Redundancy decides by the number of connected devices: it must not have to wait for a timeout.
    @Test
    void aConnectionThatIsCutIsSeenAtOnceEvenBetweenPolls() {
        Plant slow = new Plant()
                .device("slow", Protocol.MODBUS_TCP, port)
                .tag(TAG, TagType.UINT16, Duration.ofMinutes(10))
                .start();
        try {
            await().until(() -> slow.quality(TAG).good());
            long cut = System.nanoTime();
            proxy.cutAll();
            await().pollInterval(Duration.ofMillis(5))
                    .until(() -> slow.quality(TAG).equals(BAD_NO_COMMUNICATION));
            assertThat(Duration.ofNanos(System.nanoTime() - cut)).isLessThan(Duration.ofSeconds(2));
            await().until(() -> slow.quality(TAG).good());
            assertThat(slow.events()).containsExactly("slow connected", "slow disconnected", "slow connected");
        } finally {
            slow.close();
        }
    }

    // A defect must surface: the station goes to Fault instead of serving old values as good ones.
    @Test
    void anUnexpectedExceptionIsReportedAndNotSwallowed() {
        plant.breakSink();
        device.unit(1).holding(1, 1);

        await().untilAsserted(() -> assertThat(plant.events())
                .anySatisfy(each -> assertThat(each)
                        .startsWith("fault: acquisition from device pump ended by"
                                + " java.lang.IllegalStateException: the sink is broken")));
        await().until(() -> !plant.status().connected());
    }

    @Test
    void aHostThatDoesNotExistIsAnOrdinaryError() {
        Plant nowhere = new Plant()
                .device(new DeviceConfig(
                        "nowhere",
                        Protocol.MODBUS_TCP,
                        "no-such-host.invalid",
                        502,
                        1,
                        Duration.ofMillis(500),
                        Duration.ofMillis(500),
                        0))
                .tag(TAG, TagType.UINT16)
                .start();
        try {
            await().untilAsserted(() -> assertThat(nowhere.quality(TAG)).isEqualTo(Quality.BAD_NOT_CONNECTED));
            assertThat(nowhere.events()).containsExactly("nowhere disconnected");
        } finally {
            nowhere.close();
        }
    }

    // A driver that hangs in connect must cost a thread at most, never the device's own; and what it opens in the end
    // must not stay open behind everybody's back.
    @Test
    void aWedgedConnectIsAbandonedAndItsLateSessionIsClosed() throws Exception {
        DeviceConfig wedged = new DeviceConfig(
                "wedged", Protocol.MODBUS_TCP, "127.0.0.1", port, 1, Duration.ofMillis(50), Duration.ofMillis(500), 0);
        CountDownLatch release = new CountDownLatch(1);
        List<Session> late = new CopyOnWriteArrayList<>();
        Plant other = new Plant().device(wedged).tag(TAG, TagType.UINT16).start(device -> () -> {
            deafTo(release);
            Session session = PlcSources.of(device).open();
            late.add(session);
            return session;
        });
        await().untilAsserted(
                        () -> assertThat(other.acquisition().devices().get(0).abandonedConnects())
                                .isPositive());
        await().untilAsserted(() -> assertThat(other.quality(TAG)).isEqualTo(Quality.BAD_NOT_CONNECTED));
        other.close();

        release.countDown();

        await().until(() -> !late.isEmpty());
        await().untilAsserted(() -> assertThat(late).noneMatch(Session::alive));
    }

    private static void deafTo(CountDownLatch release) {
        boolean released = false;
        while (!released) {
            try {
                released = release.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException ignoredAsABadDriverDoes) {
                released = false;
            }
        }
    }

    @Test
    void everyDeviceThreadGivesSignsOfLife() {
        long before = System.nanoTime();
        await().untilAsserted(() -> assertThat(plant.acquisition().oldestBeat().orElseThrow() - before)
                .isPositive());
    }

    private void awaitQuality(Quality quality) {
        await().pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(plant.quality(TAG)).isEqualTo(quality));
    }
}
