package dev.pollux.server.history;

import static dev.pollux.server.history.HistoryClient.raw;
import static dev.pollux.server.history.HistoryClient.status;
import static dev.pollux.server.history.HistoryStation.at;
import static dev.pollux.server.space.TestClient.tag;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollux.archive.Ticks;
import dev.pollux.server.space.TestClient;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.enumerated.PerformUpdateType;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.Annotation;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResult;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryUpdateResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadAnnotationDataDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.UpdateStructureDataDetails;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Annotations, and the status codes of requests that cannot be answered. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RemarkTest {
    private static final NodeId REMARKS = tag("Level#Annotations");
    private static final DateTime MADE = new DateTime(at("9:00:00"));

    private HistoryStation station;
    private TestClient observer;
    private TestClient operator;
    private TestClient supervisor;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        station =
                new HistoryStation(27050, folder, Archives.open(folder.resolve("archive")), "CASTOR", limits -> limits);
        station.storeExample();
        observer = TestClient.anonymous(station.station.url);
        operator = TestClient.user(station.station.url, "olga", "operate");
        supervisor = TestClient.user(station.station.url, "sven", "supervise");
    }

    @AfterAll
    void stop() throws Exception {
        observer.close();
        operator.close();
        supervisor.close();
        station.close();
    }

    private static StatusCode write(TestClient who, PerformUpdateType type, String clock, String text, String user)
            throws Exception {
        ExtensionObject remark =
                ExtensionObject.encode(who.ua.getStaticEncodingContext(), new Annotation(text, user, MADE));
        DataValue value = new DataValue(new Variant(remark), StatusCode.GOOD, new DateTime(at(clock)), null);
        HistoryUpdateResult result =
                HistoryClient.of(who).update(new UpdateStructureDataDetails(REMARKS, type, new DataValue[] {value}));
        return result.getStatusCode().isGood()
                ? Objects.requireNonNull(result.getOperationResults())[0]
                : result.getStatusCode();
    }

    private List<String> texts(List<DataValue> values) {
        return values.stream()
                .map(value -> value.value().isNull()
                        ? "-"
                        : ((Annotation) ((ExtensionObject) Objects.requireNonNull(
                                                value.value().value()))
                                        .decode(observer.ua.getStaticEncodingContext()))
                                .getMessage())
                .toList();
    }

    @Test
    void remarksAreWrittenReadChangedAndRemoved() throws Exception {
        assertThat(write(operator, PerformUpdateType.Insert, "5:02:00", "pump changed", ""))
                .isEqualTo(status(StatusCodes.Good_EntryInserted));
        assertThat(write(operator, PerformUpdateType.Insert, "5:02:00", "again", "olga"))
                .isEqualTo(status(StatusCodes.Bad_EntryExists));
        assertThat(write(supervisor, PerformUpdateType.Update, "5:02:00", "seen", ""))
                .isEqualTo(status(StatusCodes.Good_EntryInserted));
        assertThat(write(operator, PerformUpdateType.Replace, "5:02:00", "pump 1 changed", "olga"))
                .isEqualTo(status(StatusCodes.Good_EntryReplaced));

        HistoryClient history = HistoryClient.of(observer);
        List<DataValue> all = history.all(REMARKS, raw(at("5:00:00"), at("6:00:00"), 1, false));
        assertThat(texts(all)).containsExactlyInAnyOrder("pump 1 changed", "seen");
        DateTime[] times = {new DateTime(at("5:03:00")), new DateTime(at("5:02:00"))};
        List<DataValue> there = history.all(tag("Level"), new ReadAnnotationDataDetails(times));
        assertThat(texts(there)).hasSize(3).startsWith("-").contains("pump 1 changed", "seen");

        assertThat(write(operator, PerformUpdateType.Remove, "5:02:00", "", "olga"))
                .isEqualTo(StatusCode.GOOD);
        assertThat(write(operator, PerformUpdateType.Remove, "5:02:00", "", "olga"))
                .isEqualTo(status(StatusCodes.Bad_NoEntryExists));
        assertThat(texts(history.all(REMARKS, raw(at("5:00:00"), at("6:00:00"), 0, false))))
                .containsExactly("seen");
    }

    // A remark bears the name of who made it. Nobody speaks for another, but a supervisor may.
    @Test
    void nobodyRemarksInTheNameOfAnother() throws Exception {
        assertThat(write(observer, PerformUpdateType.Insert, "5:05:00", "I was here", ""))
                .isEqualTo(status(StatusCodes.Bad_UserAccessDenied));
        assertThat(write(operator, PerformUpdateType.Insert, "5:05:00", "all is well", "sven"))
                .isEqualTo(status(StatusCodes.Bad_UserAccessDenied));
        assertThat(write(supervisor, PerformUpdateType.Insert, "5:05:00", "told by olga", "olga"))
                .isEqualTo(status(StatusCodes.Good_EntryInserted));
    }

    @Test
    void whatCannotBeAnsweredIsRefusedWithItsCode() throws Exception {
        HistoryClient history = HistoryClient.of(observer);
        NodeId level = tag("Level");
        long from = at("5:00:00");

        assertThat(code(level, raw(from, 0, 0, false))).isEqualTo(StatusCodes.Bad_HistoryOperationInvalid);
        assertThat(code(level, raw(0, 0, 5, false))).isEqualTo(StatusCodes.Bad_HistoryOperationInvalid);
        assertThat(code(tag("Nothing"), raw(from, 0, 5, false))).isEqualTo(StatusCodes.Bad_NodeIdUnknown);
        assertThat(code(tag("Name"), raw(from, 0, 5, false))).isEqualTo(StatusCodes.Bad_HistoryOperationUnsupported);
        assertThat(code(new NodeId(0, 2258), raw(from, 0, 5, false)))
                .as("Server_ServerStatus_CurrentTime has no history")
                .isEqualTo(StatusCodes.Bad_HistoryOperationUnsupported);
        assertThat(code(REMARKS, raw(from, 0, 5, true))).isEqualTo(StatusCodes.Bad_BoundNotSupported);
        assertThatThrownBy(() -> history.read(
                        raw(from, 0, 5, false),
                        TimestampsToReturn.Neither,
                        false,
                        HistoryClient.node(level, ByteString.NULL_VALUE)))
                .hasMessageContaining("Bad_TimestampsToReturnInvalid");
        assertThatThrownBy(() -> history.read(raw(from, 0, 5, false), TimestampsToReturn.Both, false))
                .hasMessageContaining("Bad_NothingToDo");
        HistoryReadValueId[] many = new HistoryReadValueId[HistoryLimits.DEFAULT.nodesPerRead() + 1];
        Arrays.fill(many, HistoryClient.node(level, ByteString.NULL_VALUE));
        assertThatThrownBy(() -> history.read(raw(from, 0, 5, false), TimestampsToReturn.Both, false, many))
                .hasMessageContaining("Bad_TooManyOperations");
        assertThat(code(level, raw(from, Ticks.MAX + 5, 5, false)))
                .as("control")
                .isZero();
    }

    private long code(NodeId id, org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadDetails details)
            throws Exception {
        return HistoryClient.of(observer).read(id, details).getStatusCode().value();
    }

    @Test
    void partsAndEncodingsThatAreNotThereAreRefused() throws Exception {
        HistoryClient history = HistoryClient.of(observer);
        NodeId level = tag("Level");
        HistoryReadResult[] results = history.read(
                raw(at("5:00:00"), 0, 2, false),
                TimestampsToReturn.Both,
                false,
                new HistoryReadValueId(level, "a:b", QualifiedName.NULL_VALUE, ByteString.NULL_VALUE),
                new HistoryReadValueId(level, null, new QualifiedName(0, "Default XML"), ByteString.NULL_VALUE),
                new HistoryReadValueId(level, "3:4", QualifiedName.NULL_VALUE, ByteString.NULL_VALUE));

        assertThat(results[0].getStatusCode()).isEqualTo(status(StatusCodes.Bad_IndexRangeInvalid));
        assertThat(results[1].getStatusCode()).isEqualTo(status(StatusCodes.Bad_DataEncodingInvalid));
        assertThat(results[2].getStatusCode().isGood()).isTrue();
        assertThat(history.values(results[2])).allSatisfy(value -> {
            assertThat(value.value().isNull()).isTrue();
            assertThat(value.statusCode().isBad()).as("a number has no parts").isTrue();
        });
    }
}
