package dev.pollux.testkit.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.server.project.StationConfig;
import dev.pollux.testkit.network.NullModem;
import dev.pollux.testkit.network.TcpProxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A serial line as the last link between two stations, on real ports. */
class SerialLinkTest {
    @TempDir
    Path directory = Path.of("set by JUnit");

    // Fire in the cable duct: both networks are gone. The line from cabinet to cabinet shows that the Master is well.
    @Test
    void aSerialLineKeepsThePartnerInSightWhenAllNetworksAreGone() throws Exception {
        try (Pair pair = new Pair(directory)) {
            Path one = directory.resolve("tty-castor");
            Path other = directory.resolve("tty-pollux");
            NullModem modem = pair.closing(new NullModem(one, other));
            TcpProxy toPollux = pair.closing(proxy(24_151, Pair.POLLUX));
            TcpProxy toCastor = pair.closing(proxy(24_153, Pair.CASTOR));
            StationConfig castor = pair.config("CASTOR", links(24_151, one));
            StationConfig pollux = pair.config("POLLUX", links(24_153, other));
            pair.trust(castor, pollux);
            pair.start(castor);
            pair.start(pollux);
            OpcUaClient atCastor = pair.connect(Pair.CASTOR);
            OpcUaClient atPollux = pair.connect(Pair.POLLUX);
            Pair.awaitState(atCastor, "MASTER");
            Pair.awaitState(atPollux, "STANDBY");
            Pair.awaitLinks(
                    atPollux,
                    links -> assertThat(links.get(1))
                            .isEqualTo("line (serial, " + other + "): own to partner up, partner to own up"));

            toPollux.cut();
            toCastor.cut();

            Pair.awaitLinks(atPollux, links -> {
                assertThat(links.get(0)).contains("own to partner down, partner to own down");
                assertThat(links.get(1)).contains("own to partner up, partner to own up");
            });
            assertThat(Pair.value(atPollux, "Pollux/Redundancy/State")).isEqualTo("STANDBY");
            assertThat(Pair.value(atPollux, "Pollux/Redundancy/PartnerAvailable"))
                    .isEqualTo("true");

            // Somebody welds nearby: frames are damaged, the next ones are whole again.
            byte[] noise = new byte[3_000];
            new SplittableRandom(1).nextBytes(noise);
            modem.disturb(noise);
            Pair.awaitLinks(atPollux, links -> assertThat(links.get(1)).endsWith("partner to own up"));
            Pair.awaitState(atPollux, "STANDBY");

            modem.unplug();

            Pair.awaitState(atPollux, "MASTER");
            Pair.awaitLinks(atPollux, links -> assertThat(links.get(1)).contains("partner to own down"));

            modem.plugIn();

            // Both have led; the one with the newer term goes on.
            Pair.awaitState(atCastor, "STANDBY");
            assertThat(Pair.value(atPollux, "Pollux/Redundancy/State")).isEqualTo("MASTER");
            pair.end();
            assertThat(pair.told("POLLUX")).contains("1012245 Serial link lost", "1012246 Serial link restored");
        }
    }

    private static TcpProxy proxy(int port, int target) {
        return new TcpProxy(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
    }

    private static String links(int port, Path tty) {
        return "[{name: main, kind: main, url: \"opc.tcp://127.0.0.1:" + port + "/pollux\"},"
                + " {name: line, kind: status, serial: {port: " + tty + "}}]";
    }
}
