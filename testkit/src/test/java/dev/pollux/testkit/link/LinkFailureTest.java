package dev.pollux.testkit.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.server.project.StationConfig;
import dev.pollux.testkit.network.TcpProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links that fail one by one, between stations on real sockets: specification of the pair, section 1, principle 4. */
class LinkFailureTest {
    private static final int DEAD = 24_159;
    private static final String BOTH_UP = ": own to partner up, partner to own up";

    @TempDir
    Path directory = Path.of("set by JUnit");

    private static TcpProxy proxy(int port, int target) {
        return new TcpProxy(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
    }

    // One link down is reported and tolerated, whichever it is. A partner has failed only when all are down.
    @Test
    void oneLinkIsTolerableAllAreNot() throws Exception {
        try (Pair pair = new Pair(directory)) {
            TcpProxy mainToPollux = pair.closing(proxy(24_151, Pair.POLLUX));
            TcpProxy statusToPollux = pair.closing(proxy(24_152, Pair.POLLUX));
            TcpProxy mainToCastor = pair.closing(proxy(24_153, Pair.CASTOR));
            TcpProxy statusToCastor = pair.closing(proxy(24_154, Pair.CASTOR));
            startOverProxies(pair);
            OpcUaClient atCastor = pair.connect(Pair.CASTOR);
            OpcUaClient atPollux = pair.connect(Pair.POLLUX);
            Pair.awaitState(atCastor, "MASTER");
            Pair.awaitState(atPollux, "STANDBY");
            Pair.awaitLinks(
                    atCastor,
                    links -> assertThat(links)
                            .containsExactly(
                                    "main (main, opc.tcp://127.0.0.1:24151/pollux)" + BOTH_UP,
                                    "status (status, opc.tcp://127.0.0.1:24152/pollux)" + BOTH_UP));

            List<String> told = Pair.listen(atPollux);
            mainToPollux.swallow();
            mainToCastor.swallow();

            awaitDown(atPollux, 0, "no answer within");
            assertThat(Pair.links(atPollux).get(1)).endsWith("own to partner up, partner to own up");
            Pair.awaitState(atCastor, "MASTER");
            Pair.awaitState(atPollux, "STANDBY");
            Pair.awaitTold(told, "Main link interrupted");

            mainToPollux.mend();
            mainToCastor.mend();
            Pair.awaitLinks(atPollux, links -> assertThat(links.get(0)).endsWith("partner to own up"));
            Pair.awaitTold(told, "Main link ready");
            statusToPollux.cut();
            statusToCastor.cut();

            awaitDown(atPollux, 1, "answers, but no server listens there");
            assertThat(Pair.value(atPollux, "Pollux/Redundancy/State")).isEqualTo("STANDBY");
            Pair.awaitTold(told, "Status link failed");

            mainToPollux.cut();
            mainToCastor.cut();

            Pair.awaitState(atPollux, "MASTER");

            mainToPollux.mend();
            mainToCastor.mend();
            // Both have led; the one with the newer term goes on.
            Pair.awaitState(atCastor, "STANDBY");
            assertThat(Pair.value(atPollux, "Pollux/Redundancy/State")).isEqualTo("MASTER");
            pair.end();
            assertAllWasTold(pair.told("POLLUX"));
        }
    }

    private static void startOverProxies(Pair pair) throws IOException {
        // The first address of this link never answers: the second one is found and kept.
        StationConfig castor = pair.config("CASTOR", """
                [{name: main, kind: main,
                  urls: ["opc.tcp://127.0.0.1:%d/pollux", "opc.tcp://127.0.0.1:24151/pollux"]},
                 {name: status, kind: status, url: "opc.tcp://127.0.0.1:24152/pollux", bind: 127.0.0.1}]
                """.formatted(DEAD).replace("\n", " "));
        StationConfig pollux = pair.config("POLLUX", """
                [{name: main, kind: main, url: "opc.tcp://127.0.0.1:24153/pollux"},
                 {name: status, kind: status, url: "opc.tcp://127.0.0.1:24154/pollux"}]
                """.replace("\n", " "));
        pair.trust(castor, pollux);
        pair.start(castor);
        pair.start(pollux);
    }

    private static void assertAllWasTold(List<String> told) {
        assertThat(told)
                .contains(
                        "1012205 Connection to partner CASTOR failed on main",
                        "1012222 Main link interrupted",
                        "1012206 Connection to partner CASTOR restored on main",
                        "1012223 Main link ready",
                        "1012205 Connection to partner CASTOR failed on status",
                        "1012224 Status link failed",
                        "1012225 Status link ready",
                        "1012207 Partner CASTOR reachable but its server is not started",
                        "1012200 Partner station CASTOR failed",
                        "1012201 Partner station CASTOR is back");
    }

    private static void awaitDown(OpcUaClient client, int link, String why) {
        Pair.awaitLinks(
                client, links -> assertThat(links.get(link)).contains("own to partner down, partner to own down", why));
    }

    // A link that leads to the wrong place must say so: its operator sees a network that works and a partner that runs.
    @Test
    void aLinkThatLeadsAstrayTellsWhere() throws Exception {
        try (Pair pair = new Pair(directory)) {
            pair.closing(proxy(24_155, Pair.CASTOR));
            StationConfig castor =
                    pair.config("CASTOR", """
                    [{name: main, kind: main, url: "opc.tcp://127.0.0.1:%d/pollux"},
                     {name: mirror, kind: status, url: "opc.tcp://127.0.0.1:24155/pollux"},
                     {name: stranger, kind: status, url: "opc.tcp://127.0.0.1:%d/pollux"}]
                    """.formatted(DEAD, Pair.POLLUX).replace("\n", " "));
            StationConfig pollux = pair.config("POLLUX", """
                    [{name: main, kind: main, url: "opc.tcp://127.0.0.1:%d/pollux"}]
                    """.formatted(Pair.CASTOR));
            pair.start(castor);
            pair.start(pollux); // Nobody has made the two trust each other.
            OpcUaClient atCastor = pair.connect(Pair.CASTOR);

            Pair.awaitLinks(atCastor, links -> {
                assertThat(links.get(0)).contains("answers, but no server listens there");
                assertThat(links.get(1)).contains("is not the partner of this set: it is urn:");
                assertThat(links.get(2)).contains("certificate", "pollux trust --pair");
            });
            pair.end();
            assertThat(pair.told("CASTOR"))
                    .contains("1012227 Configuration error: partner POLLUX is not a server of this set");
        }
    }
}
