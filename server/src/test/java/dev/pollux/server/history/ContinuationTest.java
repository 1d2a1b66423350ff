package dev.pollux.server.history;

import static dev.pollux.server.history.HistoryClient.node;
import static dev.pollux.server.history.HistoryClient.raw;
import static dev.pollux.server.history.HistoryClient.status;
import static dev.pollux.server.space.TestClient.tag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.Value;
import dev.pollux.server.space.TestClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.channel.EncodingLimits;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRawModifiedDetails;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Continuation points carry the query: any station goes on with them, and believes none of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContinuationTest {
    private static final NodeId LEVEL = tag("Level");
    private static final NodeId FLOW = tag("Intake.Flow");
    private static final long START = Ticks.of(HistoryStation.FIVE);
    private static final int COUNT = 1_000;

    @TempDir
    Path folder;

    private HistoryStation castor;
    private HistoryStation pollux;
    private TestClient client;
    private HistoryClient history;

    @BeforeAll
    void start(@TempDir Path stations) throws Exception {
        castor = station(27010, stations, "CASTOR");
        pollux = station(27011, stations, "POLLUX");
        client = TestClient.anonymous(castor.station.url);
        history = HistoryClient.of(client);
    }

    private static HistoryStation station(int port, Path folder, String name) throws Exception {
        Archive archive = Archives.open(folder.resolve("archive-" + name));
        HistoryStation station =
                new HistoryStation(port, folder, archive, name, limits -> limits.withValuesPerNode(300));
        List<ArchivedSample> samples = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            long time = START + i * Ticks.PER_SECOND;
            samples.add(new ArchivedSample(time, time + i, i % 7 == 0 ? 0x40000000 : 0, Value.of(i)));
        }
        station.store("Level", samples);
        return station;
    }

    @AfterAll
    void stop() throws Exception {
        client.close();
        castor.close();
        pollux.close();
    }

    // Whatever is asked for, in whatever portions: the portions joined are the whole, nothing twice, nothing missing.
    @Test
    void pagesJoinedAreTheWhole() throws Exception {
        long seed = Long.getLong("pollux.seed", 4711);
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < Integer.getInteger("pollux.rounds", 40); round++) {
            long a = START + random.nextInt(-20, COUNT + 20) * Ticks.PER_SECOND + random.nextInt(3) - 1;
            long b = START + random.nextInt(-20, COUNT + 20) * Ticks.PER_SECOND + random.nextInt(3) - 1;
            boolean bounds = random.nextBoolean();
            List<DataValue> whole = history.all(LEVEL, raw(a, b, 0, bounds));
            List<DataValue> pages = history.all(LEVEL, raw(a, b, random.nextInt(1, 400), bounds));
            assertThat(pages)
                    .as("seed %d round %d: %d..%d bounds %s", seed, round, a, b, bounds)
                    .isEqualTo(whole);
            assertThat(whole.stream().filter(value -> value.value().isNotNull()).distinct())
                    .hasSameSizeAs(whole.stream()
                            .filter(value -> value.value().isNotNull())
                            .toList());
        }
    }

    // What a client says in its Hello bounds the response: as many values as go into it, and the rest by continuation.
    @Test
    void aClientThatTakesLittleGetsSmallPagesAndAllOfThem() throws Exception {
        int bytes = 8_196;
        EncodingLimits little = new EncodingLimits(bytes, 2, bytes, 64);
        assertThat(little.getMaxMessageSize()).isEqualTo(bytes);
        var details = raw(START, START + COUNT * Ticks.PER_SECOND, 0, false);
        List<DataValue> whole = history.all(LEVEL, details);
        assertThat(whole).hasSize(COUNT);
        try (TestClient small = TestClient.anonymous(castor.station.url, little)) {
            HistoryClient reader = HistoryClient.of(small);

            assertThat(reader.values(reader.read(LEVEL, details)))
                    .as("a page, by the station's own limit 300 values")
                    .hasSizeBetween(20, 280);
            assertThat(reader.all(LEVEL, details)).isEqualTo(whole);
        }
    }

    // Without an end the number is the whole wish; the station's own limit only cuts it into portions.
    @Test
    void aNumberWithoutAnEndIsReachedOverSeveralPagesAndNotExceeded() throws Exception {
        HistoryReadDetails details = raw(START, 0, 700, false);

        assertThat(history.values(history.read(LEVEL, details))).hasSize(300);
        List<DataValue> all = history.all(LEVEL, details);

        assertThat(all).hasSize(700);
        assertThat(all.get(699).value().value()).isEqualTo(699.0);
        assertThat(history.all(LEVEL, raw(0, START + 800 * Ticks.PER_SECOND, 700, false)))
                .hasSize(700)
                .element(699)
                .satisfies(last -> assertThat(last.value().value()).isEqualTo(101.0));
    }

    // The one thing a client must be able to rely on after a failover: the read goes on where it was.
    @Test
    void thePartnerGoesOnWhereTheFirstStationWas() throws Exception {
        ReadRawModifiedDetails details = raw(START, START + COUNT * Ticks.PER_SECOND, 0, true);
        List<DataValue> whole = history.all(LEVEL, details);
        HistoryReadResult first = history.read(LEVEL, details);

        List<DataValue> joined = new ArrayList<>(history.values(first));
        try (TestClient other = TestClient.anonymous(pollux.station.url)) {
            HistoryClient there = HistoryClient.of(other);
            ByteString point = first.getContinuationPoint();
            while (point.length() > 0) {
                // What comes beside a continuation point does not count (OPC 10000-11 §6.3).
                HistoryReadResult next = there.goOn(LEVEL, raw(1, 2, 5, false), point);
                joined.addAll(there.values(next));
                point = next.getContinuationPoint();
            }
        }

        assertThat(joined).isEqualTo(whole).hasSize(COUNT + 1);
    }

    @Test
    void aStationGoesOnAfterItsRestart() throws Exception {
        HistoryReadDetails details = raw(START + 500 * Ticks.PER_SECOND, 0, 400, false);
        ByteString point;
        try (HistoryStation before = station(27012, folder, "CASTOR");
                TestClient reader = TestClient.anonymous(before.station.url)) {
            HistoryReadResult first = HistoryClient.of(reader).read(LEVEL, details);
            assertThat(HistoryClient.of(reader).values(first)).hasSize(300);
            point = first.getContinuationPoint();
        }
        try (HistoryStation after = station(27012, folder, "CASTOR");
                TestClient reader = TestClient.anonymous(after.station.url)) {
            HistoryReadResult rest = HistoryClient.of(reader).goOn(LEVEL, details, point);

            assertThat(HistoryClient.of(reader).values(rest))
                    .hasSize(100)
                    .first()
                    .satisfies(value -> assertThat(value.value().value()).isEqualTo(800.0));
            assertThat(rest.getContinuationPoint().length()).isZero();
        }
    }

    // A release reads nothing and is always granted: there is nothing to free.
    @Test
    void aReleaseIsAnsweredWithoutValues() throws Exception {
        HistoryReadDetails details = raw(START, START + COUNT * Ticks.PER_SECOND, 10, false);
        ByteString point = history.read(LEVEL, details).getContinuationPoint();
        assertThat(point.length()).isPositive();

        HistoryReadResult[] released =
                history.read(details, TimestampsToReturn.Both, true, node(LEVEL, point), node(FLOW, point));

        assertThat(released[0].getStatusCode().isGood()).isTrue();
        assertThat(history.values(released[0])).isEmpty();
        assertThat(released[0].getContinuationPoint().length()).isZero();
        assertThat(released[1].getStatusCode()).isEqualTo(status(StatusCodes.Bad_ContinuationPointInvalid));
    }

    // Continuation points come from outside. Any bytes are answered with the one code, and the server goes on.
    @Test
    void whatIsNoContinuationPointIsRefused() throws Exception {
        HistoryReadDetails details = raw(START, START + COUNT * Ticks.PER_SECOND, 10, true);
        byte[] real = history.read(LEVEL, details).getContinuationPoint().bytesOrEmpty();
        SplittableRandom random = new SplittableRandom(42);
        List<byte[]> hostile = new ArrayList<>();
        for (int i = 1; i < real.length; i++) {
            hostile.add(Arrays.copyOf(real, i));
            byte[] changed = real.clone();
            changed[i] ^= (byte) (1 << random.nextInt(8));
            hostile.add(changed);
        }
        for (int length : new int[] {1, 8, 9, 64, 1_000, Continuation.BYTES_MAX + 1}) {
            byte[] noise = new byte[length];
            random.nextBytes(noise);
            hostile.add(noise);
        }
        for (byte[] bytes : hostile) {
            assertThat(history.goOn(LEVEL, details, ByteString.of(bytes)).getStatusCode())
                    .isEqualTo(status(StatusCodes.Bad_ContinuationPointInvalid));
        }
        assertThat(history.goOn(FLOW, details, ByteString.of(real)).getStatusCode())
                .as("of another node")
                .isEqualTo(status(StatusCodes.Bad_ContinuationPointInvalid));
        assertThat(history.goOn(LEVEL, details, ByteString.of(real))
                        .getStatusCode()
                        .isGood())
                .as("control: unchanged it is good, as often as one likes")
                .isTrue();
    }

    // Somebody who can compute a CRC forges numbers, not only bytes. They are refused one by one.
    @Test
    void forgedNumbersAreRefusedOrAnswered() {
        String name = LEVEL.toParseableString();
        SplittableRandom random = new SplittableRandom(7);
        int understood = 0;
        for (int round = 0; round < 200_000; round++) {
            NumberBytes bytes = new NumberBytes();
            bytes.put(Continuation.VERSION);
            bytes.put(random.nextInt(4));
            bytes.put(random.nextInt(1, 6));
            for (int i = random.nextInt(9); i > 0; i--) {
                bytes.put(random.nextInt(3) == 0 ? random.nextLong() : random.nextInt(3));
            }
            if (Continuation.decode(Continuation.seal(bytes, name), name).isPresent()) {
                understood++;
            }
        }
        assertThat(understood).as("control: some of them make sense").isPositive();
    }
}
