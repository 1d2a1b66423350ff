package dev.pollux.server.history;

import static dev.pollux.server.history.HistoryClient.status;
import static dev.pollux.server.history.HistoryStation.at;
import static dev.pollux.server.space.TestClient.tag;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Page;
import dev.pollux.archive.PassingArchive;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.Value;
import dev.pollux.archive.WriteMode;
import dev.pollux.archive.aggregate.Aggregate;
import dev.pollux.archive.aggregate.AggregateConfig;
import dev.pollux.archive.aggregate.AggregateRequest;
import dev.pollux.archive.aggregate.Aggregation;
import dev.pollux.archive.aggregate.Intervals;
import dev.pollux.archive.longterm.LateMarks;
import dev.pollux.archive.longterm.LongTermConfig;
import dev.pollux.archive.longterm.LongTermWorker;
import dev.pollux.server.space.TestClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.AggregateConfiguration;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResult;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadAtTimeDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadProcessedDetails;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Aggregates and values at an instant, as they come through the wire. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProcessedHistoryTest {
    private static final NodeId LEVEL = tag("Level");
    private static final long MINUTE = 60 * Ticks.PER_SECOND;
    private static final AggregateConfiguration DEFAULTS = configuration(true, true, 0, 0);

    private final AtomicLong reads = new AtomicLong();
    private HistoryStation station;
    private TestClient observer;
    private HistoryClient history;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Archive archive = new PassingArchive(Archives.open(folder.resolve("archive"))) {
            @Override
            public Page read(Page.Request request) {
                reads.incrementAndGet();
                return super.read(request);
            }
        };
        station = new HistoryStation(27040, folder, archive, "CASTOR", limits -> limits.withValuesPerNode(50));
        List<ArchivedSample> samples = new ArrayList<>();
        for (int i = 0; i < 3_600; i++) {
            long time = at("5:00:00") + i * Ticks.PER_SECOND;
            samples.add(new ArchivedSample(time, time, i % 50 == 0 ? 0x80000000 : 0, Value.of(i % 100)));
        }
        station.store("Level", samples);
        observer = TestClient.anonymous(station.station.url);
        history = HistoryClient.of(observer);
    }

    @AfterAll
    void stop() throws Exception {
        observer.close();
        station.close();
    }

    private static AggregateConfiguration configuration(boolean defaults, boolean uncertainBad, int bad, int good) {
        return new AggregateConfiguration(defaults, uncertainBad, Unsigned.ubyte(bad), Unsigned.ubyte(good), false);
    }

    private static ReadProcessedDetails processed(
            long start, long end, double interval, AggregateConfiguration configuration, NodeId... aggregates) {
        return new ReadProcessedDetails(new DateTime(start), new DateTime(end), interval, aggregates, configuration);
    }

    private static NodeId node(Aggregate aggregate) {
        return new NodeId(0, aggregate.id());
    }

    // The wire adds and loses nothing: every aggregate, both directions, in pages of 50 intervals, per-request
    // settings.
    @Test
    void everyAggregateArrivesAsItIsComputed() throws Exception {
        for (Aggregate aggregate : Aggregate.values()) {
            for (boolean backward : new boolean[] {false, true}) {
                long start = backward ? at("5:40:00") + 3 : at("4:58:00");
                long end = backward ? at("4:58:00") : at("5:40:00") + 3;
                List<DataValue> read = history.all(
                        LEVEL, processed(start, end, 30_000, configuration(false, false, 60, 50), node(aggregate)));
                List<ArchivedSample> computed = new ArrayList<>();
                new Aggregation(
                                AggregateRequest.of(
                                        aggregate,
                                        new AggregateConfig(false, 60, 50, false),
                                        false,
                                        new Intervals(start, end, MINUTE / 2)),
                                new ArchiveSamples(
                                        station.archive,
                                        Series.of("Level"),
                                        Ticks.of(Objects.requireNonNull(station.now.get())),
                                        () -> {}))
                        .forEachRemaining(each -> computed.add(each.get(0)));

                UaHistory ua = new UaHistory(observer.ua.getStaticEncodingContext());
                assertThat(read).as("%s backward %s", aggregate, backward).hasSameSizeAs(computed);
                for (int i = 0; i < read.size(); i++) {
                    ArchivedSample sample = computed.get(i);
                    DataValue value = read.get(i);
                    assertThat(value.value()).isEqualTo(ua.variant(sample.value()));
                    assertThat((int) value.statusCode().value()).isEqualTo(sample.status());
                    assertThat(Queries.ticks(value.sourceTime())).isEqualTo(sample.time());
                }
            }
        }
    }

    // A trend asks for Minimum, Maximum and Average of one tag at once: its samples are read once for all of them, and
    // each comes to what it comes to alone, over all continuation points and with a fellow that is refused.
    @Test
    void aggregatesOfOneTagInOneRequestAreMeasuredInOnePass() throws Exception {
        List<Aggregate> asked = List.of(Aggregate.MINIMUM, Aggregate.INTERPOLATIVE, Aggregate.MAXIMUM, Aggregate.COUNT);
        for (boolean backward : new boolean[] {false, true}) {
            long start = backward ? at("5:40:00") : at("5:00:00");
            long end = backward ? at("5:00:00") : at("5:40:00");
            NodeId[] types = Stream.concat(asked.stream().map(each -> node(each)), Stream.of(new NodeId(0, 1)))
                    .toArray(NodeId[]::new);
            ReadProcessedDetails details = processed(start, end, 30_000, DEFAULTS, types);
            List<List<DataValue>> alone = new ArrayList<>();
            long before = reads.get();
            for (Aggregate each : asked) {
                alone.add(history.all(LEVEL, processed(start, end, 30_000, DEFAULTS, node(each))));
            }
            long readAlone = reads.get() - before;

            before = reads.get();
            List<List<DataValue>> together = together(details, types.length);

            assertThat(together.subList(0, asked.size())).isEqualTo(alone);
            assertThat(together.get(asked.size())).as("the unknown aggregate").isEmpty();
            assertThat(alone.get(0)).as("control").hasSize(80);
            assertThat(reads.get() - before)
                    .as("pages of the archive, of which %s were read one aggregate after the other", readAlone)
                    .isLessThanOrEqualTo(readAlone / 2);
        }
    }

    /** Reads all pages of nodes of which each stands for the same tag. */
    private List<List<DataValue>> together(ReadProcessedDetails details, int count) throws Exception {
        List<List<DataValue>> all = new ArrayList<>();
        ByteString[] points = new ByteString[count];
        Arrays.fill(points, ByteString.NULL_VALUE);
        for (int i = 0; i < count; i++) {
            all.add(new ArrayList<>());
        }
        int left = count;
        for (int page = 0; left > 0; page++) {
            assertThat(page).as("pages").isLessThan(1_000);
            int[] asked =
                    IntStream.range(0, count).filter(i -> points[i] != null).toArray();
            HistoryReadResult[] results = history.read(
                    page == 0
                            ? details
                            : processed(
                                    0,
                                    0,
                                    0,
                                    DEFAULTS,
                                    Arrays.stream(asked)
                                            .mapToObj(i -> details.getAggregateType()[i])
                                            .toArray(NodeId[]::new)),
                    TimestampsToReturn.Both,
                    false,
                    Arrays.stream(asked).mapToObj(i -> node(LEVEL, points[i])).toArray(HistoryReadValueId[]::new));
            for (int k = 0; k < asked.length; k++) {
                all.get(asked[k]).addAll(history.values(results[k]));
                ByteString point = results[k].getContinuationPoint();
                points[asked[k]] = point == null || point.length() == 0 ? null : point;
            }
            left = (int) Arrays.stream(points).filter(Objects::nonNull).count();
        }
        return all;
    }

    // Nobody sees where it is from, but for the time it takes: even when the values themselves are gone, as by
    // retention.
    @Test
    void whatALongTermArchiveHasIsReadFromIt() throws Exception {
        NodeId flow = tag("Intake.Flow");
        Series series = Series.of("Intake.Flow");
        List<ArchivedSample> samples = new ArrayList<>();
        for (int i = 0; i < 3_600; i++) {
            long time = at("5:00:00") + i * Ticks.PER_SECOND;
            samples.add(new ArchivedSample(time, time, 0, Value.of(i % 100)));
        }
        station.store("Intake.Flow", samples);
        List<LongTermConfig> configs = List.of(
                LongTermConfig.of("minutes", Duration.ofMinutes(1), List.of(Aggregate.MINIMUM2), Duration.ZERO));
        LongTermWorker worker = new LongTermWorker(
                station.archive, configs, List.of(new LongTermWorker.Tag("Intake.Flow", true)), new LateMarks(configs));
        boolean more = true;
        while (more) {
            more = worker.step(at("9:00:00"));
        }
        ReadProcessedDetails wanted =
                processed(at("5:00:00"), at("5:50:00"), 600_000, DEFAULTS, node(Aggregate.TIME_AVERAGE2));
        List<DataValue> read = history.all(flow, wanted);
        assertThat(read).hasSize(5).allMatch(value -> value.statusCode().isGood());
        assertThat(read).extracting(value -> value.value().value()).containsOnly(49.5);

        TimeRange all = new TimeRange(at("5:00:00"), at("6:00:00"));
        station.archive
                .append(Batch.deleting(List.of(new Batch.Deletion(series, all))), WriteMode.LIVE)
                .get(30, TimeUnit.SECONDS);

        assertThat(history.all(flow, HistoryClient.raw(all.from(), all.to(), 0, false)))
                .as("control: the values are gone")
                .isEmpty();
        assertThat(history.all(flow, wanted)).isEqualTo(read);
    }

    @Test
    void anAverageIsWhatOneExpects() throws Exception {
        List<DataValue> read =
                history.all(LEVEL, processed(at("5:00:00"), at("5:10:00"), 600_000, DEFAULTS, node(Aggregate.MAXIMUM)));

        assertThat(read).singleElement().satisfies(value -> {
            assertThat(value.value().value()).isEqualTo(99.0);
            assertThat(value.sourceTime()).isEqualTo(new DateTime(at("5:00:00")));
        });
    }

    @Test
    void requestsThatMakeNoSenseAreRefused() throws Exception {
        long from = at("5:00:00");
        long to = at("5:10:00");
        NodeId average = node(Aggregate.AVERAGE);

        assertThat(code(processed(from, from, 1_000, DEFAULTS, average))).isEqualTo(StatusCodes.Bad_InvalidArgument);
        assertThat(code(processed(0, to, 1_000, DEFAULTS, average))).isEqualTo(StatusCodes.Bad_InvalidArgument);
        assertThat(code(processed(from, to, -1, DEFAULTS, average))).isEqualTo(StatusCodes.Bad_InvalidArgument);
        assertThat(code(processed(from, to, Double.NaN, DEFAULTS, average))).isEqualTo(StatusCodes.Bad_InvalidArgument);
        assertThat(code(processed(from, to, 1_000, DEFAULTS, new NodeId(0, 1))))
                .isEqualTo(StatusCodes.Bad_AggregateNotSupported);
        assertThat(code(processed(from, to, 1_000, configuration(false, true, 80, 0), average)))
                .isEqualTo(StatusCodes.Bad_AggregateInvalidInputs);
        assertThatThrownBy(() -> history.read(LEVEL, processed(from, to, 1_000, DEFAULTS, average, average)))
                .hasMessageContaining("Bad_AggregateListMismatch");
        assertThat(code(processed(from, to, 1_000, DEFAULTS, average)))
                .as("control")
                .isZero();
    }

    private long code(ReadProcessedDetails details) throws Exception {
        return history.read(LEVEL, details).getStatusCode().value();
    }

    @Test
    void valuesAtInstantsComeInTheOrderAskedForAndInPages() throws Exception {
        DateTime[] times = new DateTime[120];
        for (int i = 0; i < times.length; i++) {
            times[i] = new DateTime(at("5:00:01") + (i * 37 % 3_000) * Ticks.PER_SECOND + (i % 2) * 5_000_000L);
        }
        List<DataValue> read = history.all(LEVEL, new ReadAtTimeDetails(times, true));

        assertThat(read.stream().map(DataValue::sourceTime)).containsExactly(times);
        assertThat(read.get(0).value().value()).isEqualTo(1.0);
        assertThat(read.get(1).value().value()).as("half way between 38 and 39").isEqualTo(38.5);
        assertThat(history.read(LEVEL, new ReadAtTimeDetails(new DateTime[0], true))
                        .getStatusCode())
                .isEqualTo(status(StatusCodes.Bad_NothingToDo));
    }

    // Each node has its own aggregate, and its own outcome.
    @Test
    void nodesOfOneRequestStandForThemselves() throws Exception {
        ReadProcessedDetails details = processed(
                at("5:00:00"),
                at("5:10:00"),
                600_000,
                DEFAULTS,
                node(Aggregate.COUNT),
                node(Aggregate.COUNT),
                node(Aggregate.COUNT),
                node(Aggregate.MINIMUM));

        HistoryReadResult[] results = history.read(
                details,
                TimestampsToReturn.Source,
                false,
                node(LEVEL, ByteString.NULL_VALUE),
                node(tag("Nothing"), ByteString.NULL_VALUE),
                node(tag("Name"), ByteString.NULL_VALUE),
                node(LEVEL, ByteString.NULL_VALUE));

        assertThat(Arrays.stream(results).map(each -> each.getStatusCode().value()))
                .containsExactly(0L, StatusCodes.Bad_NodeIdUnknown, StatusCodes.Bad_HistoryOperationUnsupported, 0L);
        assertThat(history.values(results[0]).get(0).value().value()).isEqualTo(588);
        assertThat(Queries.ticks(history.values(results[0]).get(0).serverTime()))
                .as("only the source time was asked for")
                .isZero();
        assertThat(history.values(results[3]).get(0).value().value()).isEqualTo(1.0);
    }

    private static HistoryReadValueId node(NodeId id, ByteString point) {
        return HistoryClient.node(id, point);
    }
}
