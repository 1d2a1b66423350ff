package dev.pollux.server.source.plc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.pollux.server.project.DeviceConfig;
import dev.pollux.server.project.DeviceConfig.Protocol;
import dev.pollux.server.source.Ports;
import dev.pollux.server.source.Session;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What PLC4X forgets when the device closes first. Fails if another version hides its timer elsewhere. */
class TimerGuardTest {
    private final int port = Ports.next();
    private final DeviceConfig device = new DeviceConfig(
            "pump", Protocol.MODBUS_TCP, "127.0.0.1", port, 1, Duration.ofSeconds(1), Duration.ofSeconds(1), 0);

    @Test
    void theTimerEndsWhenTheDeviceClosesFirst() throws Exception {
        await().until(() -> timers() == 0);
        try (ServerSocket listener = new ServerSocket(port, 5, InetAddress.getLoopbackAddress())) {
            Session session = PlcSources.of(device).open();
            assertThat(session.alive()).isTrue();
            assertThat(timers())
                    .as("control: PLC4X still has a timer per connection")
                    .isEqualTo(1);

            Socket accepted = listener.accept();
            accepted.close();

            await().until(() -> !session.alive());
            await().untilAsserted(() -> assertThat(timers()).isZero());
            session.close();
        }
    }

    @Test
    void theTimerEndsWhenTheConnectionIsRefused() {
        for (int i = 0; i < 5; i++) {
            assertThat(catchThrowable(() -> PlcSources.of(device).open()))
                    .hasMessageStartingWith("cannot connect to 127.0.0.1:" + port + ": Connection refused");
        }
        await().untilAsserted(() -> assertThat(timers()).isZero());
    }

    // Closing PLC4X's own way waits two seconds for an event loop.
    @Test
    void closingIsQuick() throws Exception {
        try (ServerSocket listener = new ServerSocket(port, 5, InetAddress.getLoopbackAddress())) {
            Session session = PlcSources.of(device).open();
            assertThat(listener.isBound()).isTrue();
            long start = System.nanoTime();
            session.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(1_900));
            assertThat(session.alive()).isFalse();
        }
        await().untilAsserted(() -> assertThat(timers()).isZero());
    }

    // The OPC UA stack of tests before this one has a timer too, which it keeps as long as the JVM lives.
    private static long timers() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> !thread.getKey().getName().startsWith("milo-"))
                .filter(thread -> Arrays.stream(thread.getValue())
                        .anyMatch(frame -> frame.getClassName().contains("HashedWheelTimer$Worker")))
                .count();
    }
}
