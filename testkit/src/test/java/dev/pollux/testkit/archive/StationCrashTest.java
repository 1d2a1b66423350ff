package dev.pollux.testkit.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Page;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.rocks.RocksArchive;
import dev.pollux.archive.rocks.RocksConfig;
import dev.pollux.plant.PlantSimulator;
import dev.pollux.testkit.process.JavaProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real station is killed at random moments while it archives. What its archive says it is complete for must be there,
 * value by value, as a client saw it; what follows must be a hole. More rounds: {@code -Dpollux.rounds=N}.
 */
class StationCrashTest {
    private static final int PLANT = 27_310;
    private static final int STATION = 27_311;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String COUNTER = "COUNTER";

    @TempDir
    Path directory = Path.of("set by JUnit");

    private AutoCloseable plant = () -> {};

    @BeforeEach
    void layOut() throws IOException {
        plant = PlantSimulator.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), PLANT), 1);
        Files.createDirectories(directory.resolve("project/tags"));
        Files.writeString(directory.resolve("project/project.yaml"), """
                project: {name: crash, namespace: "urn:crash"}
                areas: [{path: Plant}]
                devices: [{name: PLC2, protocol: modbus-tcp, host: 127.0.0.1, port: %d, unit: 2}]
                archive:
                  default: change
                  capture: [{name: change}]
                users: {anonymous: observer}
                """.formatted(PLANT));
        Files.writeString(directory.resolve("project/tags/plant.csv"), """
                name,area,type,device,address,poll
                COUNTER,Plant,uint32,PLC2,input:1001:UINT32,100ms
                STOP,Plant,boolean,PLC2,coil:1001,100ms
                """);
        Files.writeString(directory.resolve("castor.yaml"), """
                station: CASTOR
                endpoints: [{host: localhost, port: %d, bind: 127.0.0.1, security: [none]}]
                data: data
                """.formatted(STATION));
    }

    @AfterEach
    void endPlant() throws Exception {
        plant.close();
    }

    private JavaProcess station(int round) {
        return JavaProcess.start(
                "station" + round,
                directory,
                StationProcess.class.getName(),
                List.of(
                        directory.resolve("project").toString(),
                        directory.resolve("castor.yaml").toString()));
    }

    /** What a client reads until {@code duration} is over: value by source time in ticks. */
    private static Map<Long, Long> watch(Duration duration) throws UaException {
        OpcUaClient client = OpcUaClient.create("opc.tcp://localhost:" + STATION + "/pollux");
        client.connect();
        Map<Long, Long> seen = new TreeMap<>();
        long end = System.nanoTime() + duration.toNanos();
        try {
            while (System.nanoTime() - end < 0) {
                DataValue value = client.readValue(0, TimestampsToReturn.Both, new NodeId(3, COUNTER));
                if (value.statusCode().isGood()) {
                    seen.put(
                            Ticks.of(Objects.requireNonNull(value.sourceTime()).getJavaInstant()),
                            ((Number) Objects.requireNonNull(value.value().value())).longValue());
                }
            }
        } finally {
            client.disconnect();
        }
        return seen;
    }

    private record Contents(List<ArchivedSample> counter, List<ArchivedSample> stop, List<TimeRange> coverage) {}

    private Contents contents() {
        try (RocksArchive archive =
                RocksArchive.open(RocksConfig.in(directory.resolve("data/archive")), Clock.systemUTC())) {
            return new Contents(
                    all(archive, COUNTER),
                    all(archive, "STOP"),
                    archive.coverage().getOrDefault("PLC2", List.of()));
        }
    }

    private static List<ArchivedSample> all(Archive archive, String tag) {
        return archive.read(new Page.Request(Series.of(tag), TimeRange.ALL, false, 1_000_000))
                .samples();
    }

    private static long holes(List<ArchivedSample> samples) {
        return samples.stream()
                .filter(each -> each.status() == ArchivedSample.HOLE)
                .count();
    }

    @Test
    void nothingThatIsCoveredIsMissingAfterAKillAndTheNextStartMarksTheHole() throws Exception {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        int rounds = Integer.getInteger("pollux.rounds", 3);
        Map<Long, Long> seen = new TreeMap<>();
        List<Long> deaths = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            try (JavaProcess station = station(round)) {
                station.awaitOutput("(?m)^ready", LIMIT);
                await().atMost(LIMIT)
                        .ignoreExceptions()
                        .until(() -> !watch(Duration.ofMillis(100)).isEmpty());
                seen.putAll(watch(Duration.ofMillis(random.nextLong(1_000, 3_000))));
                station.kill();
            }
            Contents found = contents();
            deaths.add(check(found, seen, "seed " + seed + " round " + round));
            assertThat(holes(found.counter()))
                    .as("one for each start after a kill")
                    .isEqualTo(round - 1);
            assertThat(holes(found.stop())).isEqualTo(round - 1);
        }
        try (JavaProcess station = station(0)) {
            station.awaitOutput("(?m)^ready", LIMIT);
            await().atMost(LIMIT)
                    .ignoreExceptions()
                    .until(() -> !watch(Duration.ofMillis(100)).isEmpty());
            station.terminate();
            assertThat(station.awaitExit(LIMIT)).isEqualTo(143);
        }
        Contents found = contents();
        for (long death : deaths) {
            assertThat(found.counter())
                    .filteredOn(each -> each.status() == ArchivedSample.HOLE && each.time() >= death)
                    .as("the hole begins where the coverage ended")
                    .anySatisfy(each -> assertThat(each.time() - death).isLessThan(2 * Ticks.PER_SECOND));
        }
        assertThat(holes(found.counter())).as("a clean stop marks its own").isEqualTo(rounds + 1);
        assertThat(found.counter().get(found.counter().size() - 1).status()).isEqualTo(ArchivedSample.HOLE);
    }

    /** Checks what is there against what a client saw; returns where the coverage ends. */
    private static long check(Contents found, Map<Long, Long> seen, String as) {
        assertThat(found.coverage()).as(as).isNotEmpty();
        Map<Long, Long> archived = new TreeMap<>();
        found.counter().stream()
                .filter(ArchivedSample::good)
                .forEach(each -> archived.put(each.time(), (long) each.value().number()));
        Map<Long, Long> covered = new TreeMap<>(seen);
        covered.keySet().removeIf(time -> found.coverage().stream().noneMatch(range -> range.contains(time)));
        assertThat(covered)
                .as("control, %s: most of what was seen is covered", as)
                .hasSizeGreaterThan(seen.size() / 2);
        assertThat(archived).as(as).containsAllEntriesOf(covered);
        return found.coverage().get(found.coverage().size() - 1).to();
    }
}
