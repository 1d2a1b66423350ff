package dev.pollux.server;

import static dev.pollux.server.TestPair.awaitValue;
import static dev.pollux.server.TestPair.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.compare.ArchiveComparison;
import dev.pollux.archive.compare.KeptTag.Sameness;
import dev.pollux.archive.compare.Verdict;
import dev.pollux.archive.coverage.Coverage;
import dev.pollux.archive.coverage.Intervals;
import dev.pollux.archive.rocks.RocksArchive;
import dev.pollux.archive.rocks.RocksConfig;
import dev.pollux.archive.sync.ArchiveDesk;
import dev.pollux.archive.sync.RemoteArchive;
import dev.pollux.server.archiving.KeptTags;
import dev.pollux.server.space.TestClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One station fails, then the other, then both: in the end both have all that either has seen. */
class AlternatingFailuresTest {
    /** The last seconds of a comparison belong to live archiving. */
    private static final long SETTLE = 8 * Ticks.PER_SECOND;

    private static final int SOME = 100;

    @TempDir
    Path directory = Path.of("set by JUnit");

    private TestPair pair = unset();

    @SuppressWarnings("NullAway") // set before each test
    private static TestPair unset() {
        return null;
    }

    @BeforeEach
    void prepare() throws Exception {
        pair = new TestPair(
                directory, 22_240, yaml -> yaml.replace("swinging-door: 0.005, ", ""), Map.of("internal.csv", """
                name,area,description,type,device,address,access,low,high,archive
                Recipe.Amount,Plant,How much,double,internal,synchronize,read-write,,,switch
                """));
    }

    @AfterEach
    void closeEverything() throws Exception {
        pair.close();
    }

    @Test
    void bothArchivesEndEqual() throws Exception {
        Station castor = pair.start("CASTOR");
        Station pollux = pair.start("POLLUX");
        works("CASTOR", 1);
        works("POLLUX", 2);
        final long begin = Ticks.of(Instant.now());

        pair.close(castor);
        works("POLLUX", 3);
        castor = pair.start("CASTOR");
        works("CASTOR", 4);
        pair.close(pollux);
        works("CASTOR", 5);
        pair.close(castor);
        // Nobody is there. The one that was away longer comes first.
        pollux = pair.start("POLLUX");
        works("POLLUX", 6);
        castor = pair.start("CASTOR");
        works("CASTOR", 7);
        long end = Ticks.of(Instant.now());
        awaitEqual("CASTOR", end);
        awaitEqual("POLLUX", end);
        pair.close(castor);
        pair.close(pollux);

        try (RocksArchive one = archive("CASTOR");
                RocksArchive other = archive("POLLUX")) {
            TimeRange range = new TimeRange(begin, end);
            // Those where a first value between two instants of a cycle does not count as a point of a trend.
            Set<String> exact = KeptTags.of(pair.project()).stream()
                    .filter(tag -> tag.sameness() == Sameness.SAMPLED || tag.sameness() == Sameness.EXACT)
                    .map(tag -> tag.series().name())
                    .collect(Collectors.toSet());
            Verdict verdict =
                    new ArchiveComparison(remote(one), remote(other), 20).run(range, exact::contains, step -> {});

            assertThat(verdict.listed()).isEmpty();
            assertThat(verdict.unfilled())
                    .as("nothing but polls that a busy machine has missed just now")
                    .allMatch(gap -> gap.range().to() - gap.range().from() < 3 * Ticks.PER_SECOND);
            assertThat(verdict.samples()).as("control").isGreaterThan(300);
            Intervals seen = Coverage.of(one.coverage()).of("PLC2").intersect(range);
            assertThat(seen.gaps(range).ranges())
                    .as("control: the time in which both were away is the only gap that is longer than a poll or two")
                    .filteredOn(gap -> gap.to() - gap.from() > 3 * Ticks.PER_SECOND)
                    .hasSizeLessThanOrEqualTo(1);
        }
    }

    /** Devices are read and archived, and an internal tag is set. */
    private void works(String station, double amount) throws UaException {
        OpcUaClient client = pair.connect(station);
        long before = stored(client);
        await().atMost(TestPair.LIMIT).ignoreExceptions().until(() -> stored(client) >= before + SOME);
        TestClient writer = pair.add(TestClient.anonymous(pair.url(station)));
        assertThat(writer.write(TestClient.tag("Recipe.Amount"), amount)).isEqualTo(StatusCode.GOOD);
    }

    private static long stored(OpcUaClient client) throws UaException {
        return ((Number) value(client, "Pollux/Archive/StoredSamples")).longValue();
    }

    /** Nothing is missing, looked at late enough for all before {@code end} to be settled. */
    private void awaitEqual(String station, long end) throws UaException {
        OpcUaClient client = pair.connect(station);
        await().atMost(TestPair.LIMIT.multipliedBy(2)).until(() -> Ticks.of(Instant.now()) > end + SETTLE);
        awaitValue(client, "Pollux/Sync/Phase", "complete");
    }

    private RemoteArchive remote(RocksArchive archive) {
        return new RemoteArchive(new ArchiveDesk(archive, KeptTags.of(pair.project()))::answer);
    }

    private RocksArchive archive(String name) {
        return RocksArchive.open(
                RocksConfig.in(directory.resolve("data").resolve(name).resolve("archive")), Clock.systemUTC());
    }
}
