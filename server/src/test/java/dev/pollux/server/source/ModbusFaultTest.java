package dev.pollux.server.source;

import static dev.pollux.server.tag.Quality.BAD_CONFIGURATION_ERROR;
import static dev.pollux.server.tag.Quality.BAD_NOT_CONNECTED;
import static dev.pollux.server.tag.Quality.BAD_NO_COMMUNICATION;
import static dev.pollux.server.tag.Quality.BAD_TIMEOUT;
import static dev.pollux.server.tag.Quality.GOOD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pollux.server.project.DeviceConfig;
import dev.pollux.server.project.DeviceConfig.Protocol;
import dev.pollux.server.tag.Quality;
import dev.pollux.server.tag.Sample;
import dev.pollux.server.tag.TagType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Devices, networks and processes that fail. */
class ModbusFaultTest {
    private static final String TAG = "holding:1:UINT16";

    private final int port = Ports.next();
    private final Plant plant = new Plant();

    @AfterEach
    void stop() {
        plant.close();
        assertThat(plant.events()).noneMatch(each -> each.startsWith("fault"));
    }

    // PLC4X's connection never answers again after this, and goes on saying that it is connected.
    @Test
    void oneLostReplyCostsOneReconnection() throws Exception {
        int behind = Ports.next();
        try (ModbusDevice device = new ModbusDevice(behind);
                FaultyProxy proxy = new FaultyProxy(port, behind)) {
            device.unit(1).holding(1, 7);
            plant.device("pump", Protocol.MODBUS_TCP, port)
                    .tag(TAG, TagType.UINT16)
                    .start();
            awaitQuality(GOOD);

            proxy.loseReplies(1);

            awaitQuality(BAD_NO_COMMUNICATION);
            awaitQuality(GOOD);
            assertThat(plant.value(TAG)).isEqualTo(7);
            assertThat(proxy.connections()).isEqualTo(2);
            assertThat(plant.status().reconnects()).isEqualTo(1);
            assertThat(plant.status().lastError())
                    .hasValueSatisfying(each -> assertThat(each).contains("no answer to the read of HOLDING(1) 0..0"));
            assertThat(plant.events()).containsExactly("pump connected", "pump disconnected", "pump connected");
        }
    }

    // Nobody knows whether the device has executed the write: a second one could start the pump twice.
    @Test
    void aWriteWithoutAnAnswerIsNotRepeated() throws Exception {
        int behind = Ports.next();
        try (ModbusDevice device = new ModbusDevice(behind);
                FaultyProxy proxy = new FaultyProxy(port, behind)) {
            plant.device("pump", Protocol.MODBUS_TCP, port)
                    .tag(TAG, TagType.UINT16, Duration.ofMinutes(10))
                    .start();
            awaitQuality(GOOD);
            proxy.loseReplies(1);

            assertThat(plant.write(TAG, 5)).isEqualTo(BAD_TIMEOUT);
            assertThat(plant.write(TAG, 6)).isEqualTo(BAD_NO_COMMUNICATION);

            awaitQuality(GOOD);
            assertThat(device.requests())
                    .filteredOn(each -> each.startsWith("write"))
                    .hasSize(1);
            assertThat(plant.value(TAG)).isEqualTo(5);
        }
    }

    // Silence on one block must neither block the device for ever nor cost the tags that can be read.
    @Test
    void aBlockThatIsNeverAnsweredIsFoundAndLeftOut() throws Exception {
        int behind = Ports.next();
        try (ModbusDevice device = new ModbusDevice(behind);
                FaultyProxy proxy = new FaultyProxy(port, behind)) {
            // Whoever asks for register 500 hears nothing: wire address 499 within the block.
            proxy.swallow(request -> {
                int first = ((request[8] & 0xFF) << 8) | (request[9] & 0xFF);
                int count = ((request[10] & 0xFF) << 8) | (request[11] & 0xFF);
                return first <= 499 && 499 < first + count;
            });
            plant.device(new DeviceConfig(
                            "pump",
                            Protocol.MODBUS_TCP,
                            "127.0.0.1",
                            port,
                            1,
                            Duration.ofSeconds(1),
                            Duration.ofMillis(100),
                            0))
                    .tag(TAG, TagType.UINT16)
                    .tag("holding:499:UINT16", TagType.UINT16)
                    .tag("holding:500:UINT16", TagType.UINT16)
                    .start();

            await().atMost(Duration.ofSeconds(20))
                    .until(() ->
                            plant.status().quarantined() == 1 && plant.status().connected());
            awaitQuality(GOOD);
            await().untilAsserted(() ->
                    assertThat(plant.quality("holding:499:UINT16")).isEqualTo(GOOD));
            assertThat(plant.quality("holding:500:UINT16")).isEqualTo(BAD_CONFIGURATION_ERROR);
            assertThat(device.requests()).isNotEmpty();
        }
    }

    @Test
    void refusedConnectionsAreToldOnceAndTriedAgain() throws Exception {
        plant.device("pump", Protocol.MODBUS_TCP, port).tag(TAG, TagType.UINT16).start();
        awaitQuality(BAD_NOT_CONNECTED);
        assertThat(plant.write(TAG, 1)).isEqualTo(BAD_NO_COMMUNICATION);
        assertThat(plant.status().lastError())
                .hasValueSatisfying(each ->
                        assertThat(each).startsWith("cannot connect to 127.0.0.1:" + port + ": Connection refused"));

        try (ModbusDevice device = new ModbusDevice(port)) {
            device.unit(1).holding(1, 3);
            awaitQuality(GOOD);
            assertThat(plant.events()).containsExactly("pump disconnected", "pump connected");
        }
        awaitQuality(BAD_NO_COMMUNICATION);
    }

    // A stopped process keeps its sockets: only deadlines notice.
    @Test
    void aStoppedDeviceIsSeenAndComesBackWhenItContinues() throws Exception {
        try (DeviceProcess device = DeviceProcess.start(port)) {
            plant.device("pump", Protocol.MODBUS_TCP, port)
                    .tag(TAG, TagType.UINT16)
                    .start();
            awaitQuality(GOOD);

            device.pause();
            awaitQuality(BAD_NO_COMMUNICATION);
            // Connections are accepted by the kernel, but that must not count as connected.
            await().pollDelay(Duration.ofMillis(1500))
                    .until(() -> !plant.status().connected());
            assertThat(plant.events()).containsExactly("pump connected", "pump disconnected");

            device.resume();
            awaitQuality(GOOD);
            List<Sample> history = plant.changes(TAG);
            assertThat(history).extracting(Sample::quality).containsExactly(GOOD, BAD_NO_COMMUNICATION, GOOD);
            assertThat(history).extracting(Sample::sourceTime).isSorted();
        }
    }

    // Each killed connection of PLC4X would leave a timer that keeps the JVM alive, and four more threads.
    @Test
    void killingTheDeviceAgainAndAgainLeavesNoThreads() throws Exception {
        plant.device("pump", Protocol.MODBUS_TCP, port)
                .tag(TAG, TagType.UINT16)
                .device("other", Protocol.MODBUS_TCP, Ports.next())
                .start();
        int rounds = 15;
        for (int i = 0; i < rounds; i++) {
            try (DeviceProcess device = DeviceProcess.start(port)) {
                awaitQuality(GOOD);
                device.kill();
                long killed = System.nanoTime();
                awaitQuality(BAD_NO_COMMUNICATION);
                assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(Duration.ofSeconds(3));
            }
        }
        assertThat(plant.status().reconnects()).isEqualTo(rounds - 1);
        plant.close();
        await().untilAsserted(() -> assertThat(driverThreads()).isEmpty());
    }

    // No SYN is answered: the connect hangs until its timeout, and the thread of the device stays responsive.
    @Test
    void aBlackHoleForConnectionsIsBounded() throws Exception {
        try (ServerSocket hole = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            List<Socket> filling = fillBacklog(hole);
            plant.device(new DeviceConfig(
                            "pump",
                            Protocol.MODBUS_TCP,
                            "127.0.0.1",
                            port,
                            1,
                            Duration.ofMillis(300),
                            Duration.ofMillis(300),
                            0))
                    .tag(TAG, TagType.UINT16)
                    .start();

            awaitQuality(BAD_NOT_CONNECTED);
            assertThat(plant.status().lastError())
                    .hasValueSatisfying(each -> assertThat(each).contains("connection timed out"));
            long beat = plant.acquisition().oldestBeat().orElseThrow();
            assertThat(Duration.ofNanos(System.nanoTime() - beat)).isLessThan(Duration.ofSeconds(3));
            for (Socket each : filling) {
                each.close();
            }
        }
        plant.close();
        await().untilAsserted(() -> assertThat(driverThreads()).isEmpty());
    }

    // A device that comes back with another program: what was refused is asked for again at once.
    @Test
    void quarantineEndsWithTheSession() throws Exception {
        try (ModbusDevice device = new ModbusDevice(port)) {
            device.unit(1).unmapped(1, true);
            plant.device("pump", Protocol.MODBUS_TCP, port)
                    .tag(TAG, TagType.UINT16)
                    .start();
            awaitQuality(BAD_CONFIGURATION_ERROR);
        }
        try (ModbusDevice device = new ModbusDevice(port)) {
            device.unit(1).holding(1, 9);
            awaitQuality(GOOD);
            assertThat(plant.status().quarantined()).isZero();
        }
    }

    // The timers of PLC4X are no daemons: one that is forgotten and the station never ends.
    @Test
    void theJvmEndsAfterClose() throws Exception {
        try (ModbusDevice device = new ModbusDevice(port)) {
            device.unit(1).holding(1, 42);
            Process station = DeviceProcess.jvm(OneRead.class.getName(), Integer.toString(port));
            try {
                assertThat(station.waitFor(20, TimeUnit.SECONDS)).as("ended").isTrue();
                assertThat(station.exitValue()).isZero();
            } finally {
                station.destroyForcibly();
            }
        }
    }

    /** The other process: reads one value, closes and leaves its main method. */
    static final class OneRead {
        private OneRead() {}

        public static void main(String[] args) {
            try (Plant plant = new Plant()
                    .device("pump", Protocol.MODBUS_TCP, Integer.parseInt(args[0]))
                    .tag(TAG, TagType.UINT16)
                    .start()) {
                await().until(() -> Integer.valueOf(42).equals(plant.value(TAG)));
            }
        }
    }

    private static List<Socket> fillBacklog(ServerSocket hole) throws IOException {
        List<Socket> filling = new ArrayList<>();
        while (true) {
            Socket socket = new Socket();
            filling.add(socket);
            try {
                socket.connect(new InetSocketAddress(hole.getInetAddress(), hole.getLocalPort()), 200);
            } catch (SocketTimeoutException full) {
                return filling;
            }
        }
    }

    /** Threads of PLC4X and of its sessions, found by what they execute, as the timers have no telling names. */
    // The OPC UA stack of tests before this one has a timer too, which it keeps as long as the JVM lives.
    static List<String> driverThreads() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(each -> !each.getKey().getName().startsWith("milo-")
                        && !each.getKey().getName().startsWith("pollux-ua"))
                .filter(each -> each.getKey().getName().startsWith("pollux-")
                        || each.getKey().getName().startsWith("plc4x")
                        || Arrays.stream(each.getValue())
                                .anyMatch(frame -> frame.getClassName().contains("HashedWheelTimer")))
                .map(each -> each.getKey().getName())
                .toList();
    }

    private void awaitQuality(Quality quality) {
        await().pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(plant.quality(TAG)).isEqualTo(quality));
    }
}
