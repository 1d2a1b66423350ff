package dev.pollux.server.history;

import static dev.pollux.server.history.HistoryClient.modified;
import static dev.pollux.server.history.HistoryClient.raw;
import static dev.pollux.server.history.HistoryClient.status;
import static dev.pollux.server.space.TestClient.tag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.Value;
import dev.pollux.server.space.TestClient;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.enumerated.PerformUpdateType;
import org.eclipse.milo.opcua.stack.core.types.structured.DeleteAtTimeDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.DeleteRawModifiedDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryModifiedData;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResult;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryUpdateDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryUpdateResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ModificationInfo;
import org.eclipse.milo.opcua.stack.core.types.structured.UpdateDataDetails;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HistoryUpdateTest {
    private static final NodeId LEVEL = tag("Level");
    private static final AtomicLong NEXT_HOUR = new AtomicLong();

    private HistoryStation station;
    private TestClient observer;
    private TestClient operator;
    private TestClient supervisor;
    private HistoryClient history;
    private HistoryClient reader;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        station =
                new HistoryStation(27020, folder, Archives.open(folder.resolve("archive")), "CASTOR", limits -> limits);
        observer = TestClient.anonymous(station.station.url);
        operator = TestClient.user(station.station.url, "olga", "operate");
        supervisor = TestClient.user(station.station.url, "sven", "supervise");
        history = HistoryClient.of(supervisor);
        reader = HistoryClient.of(observer);
    }

    @AfterAll
    void stop() throws Exception {
        observer.close();
        operator.close();
        supervisor.close();
        station.close();
    }

    /** Begin of an hour of its own for each test, with values 0, 1, 2 a second apart. */
    private long hour() throws Exception {
        long begin = Ticks.of(HistoryStation.FIVE) + NEXT_HOUR.incrementAndGet() * Ticks.PER_HOUR;
        station.store(
                "Level",
                IntStream.range(0, 3)
                        .mapToObj(i -> {
                            long time = begin + i * Ticks.PER_SECOND;
                            return new ArchivedSample(time, time, 0, Value.of(i));
                        })
                        .toList());
        return begin;
    }

    private static DataValue value(long time, Object content) {
        return new DataValue(new Variant(content), StatusCode.GOOD, new DateTime(time), null);
    }

    private static UpdateDataDetails details(PerformUpdateType type, DataValue... values) {
        return new UpdateDataDetails(LEVEL, type, values);
    }

    private static List<StatusCode> codes(HistoryUpdateResult result) {
        assertThat(result.getStatusCode().isGood()).as("%s", result).isTrue();
        return Arrays.asList(Objects.requireNonNull(result.getOperationResults()));
    }

    private List<Object> contents(long begin) throws Exception {
        return reader.all(LEVEL, raw(begin, begin + Ticks.PER_HOUR, 0, false)).stream()
                .map(each -> each.value().value())
                .toList();
    }

    private List<String> changes(long begin) throws Exception {
        HistoryReadResult read = reader.read(LEVEL, modified(begin, begin + Ticks.PER_HOUR, 0));
        if (read.getStatusCode().equals(status(StatusCodes.Good_NoData))) {
            return List.of();
        }
        HistoryModifiedData data = reader.changes(read);
        ModificationInfo[] infos = Objects.requireNonNull(data.getModificationInfos());
        DataValue[] values = Objects.requireNonNull(data.getDataValues());
        assertThat(infos).hasSameSizeAs(values);
        return IntStream.range(0, infos.length)
                .mapToObj(i ->
                        infos[i].getUpdateType() + " " + values[i].value().value() + " by " + infos[i].getUserName())
                .toList();
    }

    @Test
    void insertAddsWhatIsNotThere() throws Exception {
        long begin = hour();

        List<StatusCode> codes = codes(history.update(
                details(PerformUpdateType.Insert, value(begin + 5, 10.0), value(begin, 11.0), value(begin + 5, 12.0))));

        assertThat(codes)
                .containsExactly(
                        status(StatusCodes.Good_EntryInserted),
                        status(StatusCodes.Bad_EntryExists),
                        status(StatusCodes.Bad_EntryExists));
        assertThat(contents(begin)).containsExactly(0.0, 10.0, 1.0, 2.0);
        // OPC 10000-11 §6.5.3.3: for an insertion the record shows the new value.
        assertThat(changes(begin)).containsExactly("Insert 10.0 by sven");
    }

    @Test
    void replaceChangesWhatIsThere() throws Exception {
        long begin = hour();

        List<StatusCode> codes =
                codes(history.update(details(PerformUpdateType.Replace, value(begin, 10.0), value(begin + 5, 11.0))));

        assertThat(codes)
                .containsExactly(status(StatusCodes.Good_EntryReplaced), status(StatusCodes.Bad_NoEntryExists));
        assertThat(contents(begin)).containsExactly(10.0, 1.0, 2.0);
        assertThat(changes(begin)).containsExactly("Replace 0.0 by sven");
    }

    // A file that is brought in twice must not look like somebody's change of everything.
    @Test
    void whatIsThereAlreadyIsNoChange() throws Exception {
        long begin = hour();
        DataValue same = new DataValue(new Variant(0.0), StatusCode.GOOD, new DateTime(begin), new DateTime(begin));
        DataValue other = new DataValue(new Variant(9.0), StatusCode.GOOD, new DateTime(begin), new DateTime(begin));

        assertThat(codes(history.update(details(PerformUpdateType.Update, same))))
                .containsExactly(status(StatusCodes.Good_EntryReplaced));
        assertThat(changes(begin)).isEmpty();

        assertThat(codes(history.update(details(PerformUpdateType.Update, other))))
                .containsExactly(status(StatusCodes.Good_EntryReplaced));
        assertThat(changes(begin)).as("control").hasSize(1);
    }

    @Test
    void updateDoesEither() throws Exception {
        long begin = hour();

        List<StatusCode> codes =
                codes(history.update(details(PerformUpdateType.Update, value(begin, 10.0), value(begin + 5, 11.0))));

        assertThat(codes)
                .containsExactly(status(StatusCodes.Good_EntryReplaced), status(StatusCodes.Good_EntryInserted));
        assertThat(contents(begin)).containsExactly(10.0, 11.0, 1.0, 2.0);
        assertThat(changes(begin)).containsExactly("Update 0.0 by sven", "Insert 11.0 by sven");
    }

    @Test
    void deletedValuesAreGoneButKeptAsEvidence() throws Exception {
        long begin = hour();

        HistoryUpdateResult range = history.update(new DeleteRawModifiedDetails(
                LEVEL, false, new DateTime(begin), new DateTime(begin + Ticks.PER_SECOND)));
        List<StatusCode> single = codes(history.update(new DeleteAtTimeDetails(LEVEL, new DateTime[] {
            new DateTime(begin + 2 * Ticks.PER_SECOND), new DateTime(begin + 7)
        })));

        assertThat(range.getStatusCode().isGood()).isTrue();
        assertThat(single).containsExactly(StatusCode.GOOD, status(StatusCodes.Bad_NoEntryExists));
        assertThat(contents(begin)).containsExactly(1.0);
        assertThat(changes(begin)).containsExactly("Delete 0.0 by sven", "Delete 2.0 by sven");
        assertThat(history.update(new DeleteRawModifiedDetails(
                                LEVEL, false, new DateTime(begin), new DateTime(begin + Ticks.PER_SECOND)))
                        .getStatusCode())
                .isEqualTo(status(StatusCodes.Bad_NoData));
        assertThat(history.update(new DeleteRawModifiedDetails(
                                LEVEL, true, new DateTime(begin), new DateTime(begin + Ticks.PER_SECOND)))
                        .getStatusCode())
                .as("evidence cannot be deleted")
                .isEqualTo(status(StatusCodes.Bad_HistoryOperationUnsupported));
    }

    // The whole life of one value, in both directions and in portions of one.
    @Test
    void modificationsOfOneInstantAreReadInPortionsAndBackwards() throws Exception {
        long begin = hour();
        for (int i = 1; i <= 4; i++) {
            int value = i;
            station.now.updateAndGet(now -> now.plusSeconds(1));
            codes(history.update(
                    details(PerformUpdateType.Update, value(begin, 10.0 * value), value(begin + 9, 100.0 * value))));
        }
        List<Object> forward = Stream.of(0.0, 10.0, 20.0, 30.0, 100.0, 100.0, 200.0, 300.0)
                .map(Object.class::cast)
                .toList();

        for (int portion : new int[] {0, 1, 3}) {
            assertThat(reader.all(LEVEL, modified(begin, begin + Ticks.PER_HOUR, portion)).stream()
                            .map(each -> each.value().value()))
                    .as("in portions of %d", portion)
                    .isEqualTo(forward);
            List<Object> backward = reader.all(LEVEL, modified(begin + Ticks.PER_HOUR, begin - 1, portion)).stream()
                    .map(each -> each.value().value())
                    .toList();
            assertThat(backward).hasSameElementsAs(forward).hasSameSizeAs(forward);
            assertThat(backward.get(0)).isEqualTo(300.0);
            assertThat(backward.get(7)).isEqualTo(0.0);
        }
    }

    @Test
    void valuesThatCannotBeAreRefusedOneByOne() throws Exception {
        long begin = hour();

        List<StatusCode> codes = codes(history.update(details(
                PerformUpdateType.Update,
                value(begin, "text"),
                value(0, 1.0),
                value(Ticks.MAX + 1, 1.0),
                new DataValue(Variant.NULL_VALUE, StatusCode.GOOD, new DateTime(begin), null),
                new DataValue(
                        Variant.NULL_VALUE,
                        new StatusCode(StatusCodes.Bad_SensorFailure),
                        new DateTime(begin + 3),
                        null))));

        assertThat(codes)
                .containsExactly(
                        status(StatusCodes.Bad_TypeMismatch),
                        status(StatusCodes.Bad_InvalidTimestamp),
                        status(StatusCodes.Bad_OutOfRange),
                        status(StatusCodes.Bad_TypeMismatch),
                        status(StatusCodes.Good_EntryInserted));
        assertThat(contents(begin)).containsExactly(0.0, null, 1.0, 2.0);
        assertThat(history.update(details(PerformUpdateType.Remove, value(begin, 1.0)))
                        .getStatusCode())
                .isEqualTo(status(StatusCodes.Bad_InvalidArgument));
    }

    // Who may operate the plant may not rewrite its past.
    @Test
    void onlySupervisorsChangeThePast() throws Exception {
        long begin = hour();
        List<HistoryUpdateDetails> attempts = List.of(
                details(PerformUpdateType.Update, value(begin, 10.0)),
                new DeleteRawModifiedDetails(LEVEL, false, new DateTime(begin), new DateTime(begin + 1)),
                new DeleteAtTimeDetails(LEVEL, new DateTime[] {new DateTime(begin)}));
        for (TestClient who : List.of(observer, operator)) {
            for (HistoryUpdateDetails attempt : attempts) {
                assertThat(HistoryClient.of(who).update(attempt).getStatusCode())
                        .isEqualTo(status(StatusCodes.Bad_UserAccessDenied));
            }
        }
        assertThat(contents(begin)).containsExactly(0.0, 1.0, 2.0);
        assertThat(changes(begin)).isEmpty();
        assertThat(codes(history.update(attempts.get(0))))
                .as("control")
                .containsExactly(status(StatusCodes.Good_EntryReplaced));
    }

    @Test
    void nodesWithoutHistoryAreRefused() throws Exception {
        DataValue value = value(Ticks.of(HistoryStation.FIVE), "x");

        assertThat(history.update(new UpdateDataDetails(tag("Name"), PerformUpdateType.Update, new DataValue[] {value}))
                        .getStatusCode())
                .isEqualTo(status(StatusCodes.Bad_HistoryOperationUnsupported));
        assertThat(history.update(new UpdateDataDetails(
                                tag("Nothing"), PerformUpdateType.Update, new DataValue[] {value}))
                        .getStatusCode())
                .isEqualTo(status(StatusCodes.Bad_NodeIdUnknown));
    }
}
