package dev.pollux.systemtest;

import static dev.pollux.systemtest.NetworkPair.POLLUX;
import static dev.pollux.systemtest.NetworkPair.other;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pollux.testkit.network.PairGround;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Scenarios of one pair on hosts and networks of its own, told one after another; each begins from a checked state, so
 * each may also be run alone. S1 is CASTOR, S2 is POLLUX.
 *
 * <p>Who looks on: a session to each station that no cable can cut; an operator at the command line who prefers S2
 * ({@code pollux watch}) and one who reads the messages ({@code pollux messages}), both on a host of the plant's
 * network.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class PairStory {
    static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration GAP = Duration.ofMillis(1_200);
    private static final String STATIONS = "health: {limits: {archive: 3s}, restart: {enabled: true, delay: 1s}}\n";
    private static final int POLL_NANOS = 100_000_000;
    static final String COUNTER = "Plant.Counter";
    static final String MASTER = "1";
    static final String STANDBY = "2";
    static final String FAULT = "3";

    @TempDir
    static Path directory = Path.of("set by JUnit");

    private final int windows;
    private final Map<String, StationProbe> probes = new HashMap<>();
    private @Nullable NetworkPair startedPair;
    private @Nullable Screen startedClient;
    private @Nullable Screen startedMessages;
    /** When everything ran. */
    Instant started = Instant.now();
    /** End of the last gap that was filled. */
    Instant filledUntil = started;
    /** When the present scenario began. */
    Instant begin = started;

    /** @param windows first of four ports of this machine for what cannot be cut */
    PairStory(int windows) {
        this.windows = windows;
    }

    private static String project(String example) {
        return example.replace("default-master: CASTOR", "default-master: " + POLLUX)
                // Time enough that a slow machine changes no role, and little to wait for.
                .replace("startup-wait: 3s", "startup-wait: 60s")
                .replace("fail-after: 1s", "fail-after: 2s")
                .replace("stability: 5s", "stability: 2s")
                // Each change counts. A line that goes on is complete only when it ends; every gap is to end at once.
                .replace("default: process", "default: counter")
                .replace("swinging-door: 0.005, max-interval: 1m", "max-interval: 1m")
                .replace("  capture:\n", "  capture:\n    - {name: counter, mode: on-change}\n");
    }

    @BeforeAll
    void startEverything() {
        NetworkPair pair = NetworkPair.start(directory, windows, PairStory::project, STATIONS);
        startedPair = pair;
        NetworkPair.BOTH.forEach(station -> probes.put(station, pair.probe(station)));
        startedClient =
                new Screen(pair.command("watch", "watch", "--prefer", POLLUX, "--interval", "1s", "--json", COUNTER));
        startedMessages = new Screen(pair.command("messages", "messages", "--follow", "--last", "1"));
        started = Instant.now();
        client().await("\"event\":\"begin\"", LIMIT);
        messages().await("10122", LIMIT);
    }

    @AfterAll
    void endEverything() {
        probes.values().forEach(StationProbe::close);
        if (startedPair != null) {
            startedPair.close();
        }
    }

    final NetworkPair pair() {
        return Objects.requireNonNull(startedPair);
    }

    final StationProbe at(String station) {
        return Objects.requireNonNull(probes.get(station));
    }

    final Screen client() {
        return Objects.requireNonNull(startedClient);
    }

    final Screen messages() {
        return Objects.requireNonNull(startedMessages);
    }

    static void eventually(ThrowingRunnable assertion) {
        await().atMost(LIMIT).ignoreExceptions().untilAsserted(assertion);
    }

    /** The three tags by which clients and scripts know who leads. */
    final void awaitTags(String station, String state, String master) {
        eventually(() -> {
            assertThat(at(station).value("@RedundantServerState")).as(station).isEqualTo(state);
            assertThat(at(station).value("@RM_MASTER")).as(station).isEqualTo(String.valueOf(state.equals(MASTER)));
            assertThat(at(station).value("@RM_MASTER_NAME")).as(station).isEqualTo(master);
        });
    }

    /** A message that a station keeps, whoever has raised it. */
    final void awaitMessage(String keptBy, String raisedBy, String text) {
        eventually(() -> assertThat(at(keptBy).messages(begin))
                .as("kept by %s", keptBy)
                .anyMatch(each -> each.startsWith(raisedBy + " ") && each.contains(text)));
    }

    final void assertSilentAbout(String keptBy, String... numbers) {
        for (String number : numbers) {
            assertThat(at(keptBy).messages(begin)).noneMatch(each -> each.contains(" " + number + " "));
        }
    }

    final void awaitMove(String from, String to) {
        client().await(
                        "\"event\":\"failover\",\"station\":\"[^\"]*%s\",.*\"from\":\"[^\"]*%s\"".formatted(to, from),
                        LIMIT);
        client().clear();
        client().await("\"event\":\"value\"", LIMIT);
    }

    final Instant time(String station, String node) {
        return at(station).instant("Pollux/Redundancy/" + node);
    }

    /** Both run, know each other on both links, lack nothing, and S2's client is where it wants to be. */
    final void settle(String master) {
        mend();
        eventually(() -> {
            for (String station : NetworkPair.BOTH) {
                assertThat(at(station).value("Pollux/Redundancy/PartnerAvailable"))
                        .isEqualTo("true");
                assertThat(at(station).value("Pollux/Network/PlantNetworkReachable"))
                        .isEqualTo("true");
                assertThat(at(station).value("Pollux/Sync/NeedsSync")).isEqualTo("false");
                assertThat(at(station).value("@RedundantServerState")).isIn(MASTER, STANDBY);
                assertThat(at(station).serviceLevel()).isGreaterThanOrEqualTo(229);
            }
        });
        if (at(other(master)).value("@RM_MASTER").equals("true")) {
            at(master).write("@RM_MASTER", true);
        }
        awaitTags(master, MASTER, master);
        awaitTags(other(master), STANDBY, master);
        eventually(() -> assertThat(lastStation()).isEqualTo(POLLUX));
        begin = Instant.now();
        client().clear();
        messages().clear();
    }

    /** A scenario that failed half way must not fail the next one. */
    private void mend() {
        pair().ground().clients().heal();
        for (String station : NetworkPair.BOTH) {
            pair().host(station).heal();
            pair().host(station).adapter(PairGround.PLANT).plugIn();
            if (pair().process(station).alive()) {
                pair().process(station).resume();
            } else {
                pair().startStation(station);
            }
        }
    }

    final String lastStation() {
        String all = pair().process("watch").output();
        int at = Math.max(all.lastIndexOf("\"event\":\"failover\""), all.lastIndexOf("\"event\":\"begin\""));
        return all.substring(at).replaceFirst("(?s).*?\"station\":\"[^\"]*?(\\w+)\".*", "$1");
    }

    /** Lets a gap become long enough to have something in it. */
    static Instant gapSince(Instant from) {
        await().atMost(LIMIT).until(() -> Instant.now().isAfter(from.plus(GAP)));
        return Instant.now();
    }

    /** The values that a station has copied for a time in which it had none of its own. */
    final void awaitFilled(String station, Instant from, Instant until) {
        filledUntil = until;
        eventually(() -> {
            assertThat(at(station).value("Pollux/Sync/NeedsSync")).isEqualTo("false");
            assertThat(at(station).instant("Pollux/Sync/LastEnd"))
                    .as("control: something was copied")
                    .isAfter(until);
            assertThat(at(station).gaps()).noneMatch(gap -> overlaps(gap, from, until));
            List<String> copied = polled(station, from, until);
            assertThat(copied).as("control: there was something to copy").hasSizeGreaterThan(5);
            assertThat(copied).isEqualTo(polled(other(station), from, until));
        });
    }

    /** Without the values at other instants than those of the polling grid: edges of this and of other gaps. */
    final List<String> polled(String station, Instant from, Instant until) {
        return at(station).history(COUNTER, from, until).stream()
                .filter(line ->
                        Instant.parse(line.substring(0, line.indexOf(' '))).get(ChronoField.NANO_OF_SECOND) % POLL_NANOS
                                == 0)
                .toList();
    }

    /** Whether a gap, as the station tells it, has anything of a span. */
    private static boolean overlaps(String gap, Instant from, Instant until) {
        int between = gap.indexOf(" to ");
        Instant begin = Instant.parse(gap.substring(gap.indexOf(' ') + 1, between));
        Instant end = Instant.parse(gap.substring(between + " to ".length()));
        return begin.isBefore(until) && end.isAfter(from);
    }

    /** Whether the TCP of a host has sent anything again, by what its kernel counts. */
    static boolean retransmitted(String snmp) {
        List<String[]> tcp = snmp.lines()
                .filter(line -> line.startsWith("Tcp: "))
                .map(line -> line.split(" ", -1))
                .toList();
        int at = List.of(tcp.get(0)).indexOf("RetransSegs");
        return Long.parseLong(tcp.get(1)[at]) > 0;
    }
}
