package dev.pollux.systemtest;

import static dev.pollux.systemtest.WirePair.other;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pollux.plant.ModbusMap;
import dev.pollux.plant.Point;
import dev.pollux.testkit.process.JavaProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an operator's screen goes through when a station dies, hangs or hands over: a client on 200 tags at 100 ms, ten
 * rounds each. The judge of "nothing is missing" is a plain session to the survivor that has been there all along.
 */
class FailoverRoundsTest {
    private static final int ROUNDS = Integer.getInteger("pollux.rounds", 10);
    private static final String COUNTER = "Plant.Counter";
    private static final List<String> TAGS = Stream.concat(
                    Stream.of(COUNTER),
                    ModbusMap.waterWorks().points().stream().map(Point::name).filter(name -> !name.equals(COUNTER)))
            .limit(200)
            .toList();

    @TempDir
    Path directory = Path.of("set by JUnit");

    private @Nullable WirePair startedPair;
    private @Nullable StreamRecorder startedClient;

    @BeforeEach
    void startPairAndClient() throws InterruptedException {
        startedPair = WirePair.start(directory, 28_000);
        startedClient = new StreamRecorder(List.of(startedPair.url(WirePair.CASTOR)), TAGS);
    }

    private WirePair pair() {
        return Objects.requireNonNull(startedPair);
    }

    private StreamRecorder client() {
        return Objects.requireNonNull(startedClient);
    }

    @AfterEach
    void stopEverything() {
        if (startedClient != null) {
            startedClient.close();
        }
        if (startedPair != null) {
            startedPair.close();
        }
    }

    /** The Master, once the client gets its values from it, has the other one as backup, and the judge is at work. */
    private String settledMaster(StationProbe judge, String survivor) {
        String master = other(survivor);
        judge.record(TAGS);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(client().active()).contains(master);
            assertThat(client().connected()).isEqualTo(2);
            assertThat(judge.age(COUNTER)).isLessThan(Duration.ofMillis(500));
        });
        // The backup's items must be there for a while: that is what a client in operation has.
        Instant since = Instant.now();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> judge.sampled(COUNTER, since, Instant.now()).size() >= 10);
        return master;
    }

    private long awaitFirstNewValue(Instant failedAt) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> client().firstArrivalOfSampleAfter(failedAt).isPresent());
        return client().firstArrivalOfSampleAfter(failedAt).orElseThrow();
    }

    /** How many samples of the survivor, from the last one received before the failure on, the client has not got. */
    private long missing(StationProbe judge, Instant failedAt, Instant until) {
        long missing = 0;
        for (String tag : TAGS) {
            Instant last = client().lastUntil(tag, failedAt);
            missing += judge.sampled(tag, last, until).stream()
                    .filter(sample -> !client().has(tag, sample))
                    .count();
        }
        return missing;
    }

    private long samples(StationProbe judge, Instant failedAt, Instant until) {
        return TAGS.stream()
                .mapToLong(tag -> judge.sampled(tag, failedAt, until).size())
                .sum();
    }

    /** Lets the streams run on, so that the comparison ends well after the failure. */
    private Instant afterwards(StationProbe judge) {
        Instant until = Instant.now().plusMillis(700);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> !judge.sampled(COUNTER, until, Instant.now()).isEmpty()
                        && client().lastUntil(COUNTER, Instant.now()).isAfter(until));
        return until;
    }

    /**
     * What happens to the Master in each round.
     *
     * @param title of the table
     * @param strike the failure
     * @param mend lets the station, by name, come back
     * @param pauseMaxMillis longest pause that a client may see
     */
    private record Blow(String title, Consumer<JavaProcess> strike, Consumer<String> mend, long pauseMaxMillis) {}

    private void rounds(Blow blow) {
        Rounds table = new Rounds(blow.title(), "first new value ms", "samples compared", "missing");
        String survivor = other(pair().master(WirePair.CASTOR));
        for (int round = 1; round <= ROUNDS; round++) {
            StationProbe judge = pair().probe(survivor);
            String master = settledMaster(judge, survivor);

            Instant struckAt = Instant.now();
            long struck = System.nanoTime();
            blow.strike().accept(pair().process(master));
            long pause = (awaitFirstNewValue(struckAt) - struck) / 1_000_000;
            Instant until = afterwards(judge);
            long compared = samples(judge, struckAt, until);
            long missing = missing(judge, struckAt, until);
            table.add(pause, compared, missing);
            assertThat(compared).as("control: there was something to lose").isGreaterThan(100);
            assertThat(pause).as("ms to the first new value, round %d", round).isLessThan(blow.pauseMaxMillis());
            assertThat(missing).as("samples missing, round %d", round).isZero();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> judge.value("@RM_MASTER").equals("true"));

            blow.mend().accept(master);
            pair().awaitMasterAndStandby();
            assertThat(pair().master(master))
                    .as("a returning station is Standby")
                    .isEqualTo(survivor);
            judge.close();
            survivor = master;
        }
        assertThat(client().deliveredTwice()).isEmpty();
        table.print();
    }

    @Test
    void killedMasterCostsHalfASecondAndNoValue() {
        rounds(new Blow(
                "kill -9 of the Master, 200 tags at 100 ms",
                JavaProcess::kill,
                station -> pair().startStation(station),
                500));
    }

    @Test
    void frozenMasterCostsTwoSecondsAndNoValue() {
        rounds(new Blow(
                "SIGSTOP of the Master, 200 tags at 100 ms",
                JavaProcess::suspend,
                station -> pair().process(station).resume(),
                2_000));
    }

    @Test
    void switchoverByCommandLosesNothingAndThereIsAlwaysAMaster() {
        Rounds table = new Rounds(
                "pollux switchover, 200 tags at 100 ms", "both Master for ms", "samples compared", "missing");
        for (int round = 0; round < ROUNDS; round++) {
            String before = pair().master(WirePair.CASTOR);
            String after = other(before);
            String active = client().active().orElseThrow();
            StationProbe judge = pair().probe(active);
            judge.record(TAGS);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> judge.age(COUNTER).toMillis() < 500);

            Instant asked = Instant.now();
            pair().run(
                            "switchover",
                            "--timeout",
                            "20s",
                            "--to",
                            after,
                            "--url",
                            pair().url(before),
                            "--url",
                            pair().url(after));
            Instant until = afterwards(judge);

            assertThat(pair().master(before)).isEqualTo(after);
            assertThat(pair().master(after)).isEqualTo(after);
            long overlap = Duration.between(
                            SampleTime.of(pair().probe(after).dataValue("@RM_MASTER")),
                            SampleTime.of(pair().probe(before).dataValue("@RM_MASTER")))
                    .toMillis();
            long missing = missing(judge, asked, until);
            table.add(overlap, samples(judge, asked, until), missing);
            assertThat(overlap)
                    .as("ms in which both were Master; negative: neither")
                    .isBetween(0L, 300L);
            assertThat(missing).as("samples missing, round %d", round + 1).isZero();
            assertThat(client().active()).as("a healthy member is not left").contains(active);
            judge.close();
        }
        assertThat(client().deliveredTwice()).isEmpty();
        table.print();
    }
}
