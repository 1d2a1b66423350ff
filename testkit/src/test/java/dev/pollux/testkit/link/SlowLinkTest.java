package dev.pollux.testkit.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pollux.server.project.StationConfig;
import dev.pollux.testkit.network.TcpProxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The only link between two stations takes longer than a heartbeat. */
class SlowLinkTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration WAY = Duration.ofMillis(200);
    private static final Duration WATCHED = Duration.ofSeconds(Integer.getInteger("pollux.rounds", 5));

    @TempDir
    Path directory = Path.of("set by JUnit");

    // A modem, a satellite, a tunnel over three offices: slow is not silent.
    @Test
    void aDelayOf200MillisecondsEachWayChangesNoRole() throws Exception {
        try (Pair pair = new Pair(directory, "2s")) {
            TcpProxy toPollux = pair.closing(proxy(25_151, Pair.POLLUX));
            TcpProxy toCastor = pair.closing(proxy(25_153, Pair.CASTOR));
            StationConfig castor = pair.config("CASTOR", link(25_151));
            StationConfig pollux = pair.config("POLLUX", link(25_153));
            pair.trust(castor, pollux);
            pair.start(castor);
            pair.start(pollux);
            OpcUaClient atCastor = pair.connect(Pair.CASTOR);
            OpcUaClient atPollux = pair.connect(Pair.POLLUX);
            Pair.awaitState(atCastor, "MASTER");
            Pair.awaitState(atPollux, "STANDBY");
            Object term = Pair.value(atPollux, "Pollux/Redundancy/Term");

            toPollux.delay(WAY);
            toCastor.delay(WAY);

            await().during(WATCHED).atMost(LIMIT).untilAsserted(() -> {
                assertThat(Pair.value(atCastor, "Pollux/Redundancy/State")).isEqualTo("MASTER");
                assertThat(Pair.value(atPollux, "Pollux/Redundancy/State")).isEqualTo("STANDBY");
                assertThat(Pair.links(atPollux).get(0)).contains("own to partner up, partner to own up");
            });
            assertThat(Pair.value(atPollux, "Pollux/Redundancy/Term")).isEqualTo(term);

            // Control: silence does change it.
            toPollux.swallow();
            toCastor.swallow();
            Pair.awaitState(atPollux, "MASTER");
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(Pair.value(atPollux, "Pollux/Redundancy/Term"))
                            .isNotEqualTo(term));
        }
    }

    private static String link(int port) {
        return "[{name: main, kind: main, url: \"opc.tcp://localhost:" + port + "/pollux\"}]";
    }

    private static TcpProxy proxy(int port, int target) {
        InetAddress here = InetAddress.getLoopbackAddress();
        return new TcpProxy(new InetSocketAddress(here, port), new InetSocketAddress(here, target));
    }
}
