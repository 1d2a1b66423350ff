package dev.pollux.server.space;

import static dev.pollux.server.space.TestClient.tag;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pollux.server.tag.Access;
import dev.pollux.server.tag.Quality;
import dev.pollux.server.tag.Sample;
import dev.pollux.server.tag.Tag;
import dev.pollux.server.tag.TagType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.enumerated.DataChangeTrigger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.DeadbandType;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MonitoringMode;
import org.eclipse.milo.opcua.stack.core.types.structured.DataChangeFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.EUInformation;
import org.eclipse.milo.opcua.stack.core.types.structured.Range;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TagSpaceTest {
    private static final NodeId FLOW = tag("Intake.Flow");

    private TestStation station;
    private TestClient observer;
    private TestClient operator;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        station = new TestStation(23100, folder, options -> {});
        observer = TestClient.anonymous(station.url);
        operator = TestClient.user(station.url, "olga", "operate");
    }

    @AfterAll
    void stop() throws Exception {
        observer.close();
        operator.close();
        station.close();
    }

    @Test
    void areasAndTagsAreBrowsedInBothDirections() throws Exception {
        assertThat(observer.browseNames(NodeIds.ObjectsFolder)).contains("Waterworks", "Pollux", "Server");
        assertThat(observer.browseNames(tag("/"))).contains("Intake").doesNotContain("Pumps", "Name");
        assertThat(observer.browseNames(tag("/Intake"))).contains("Pumps", "Intake.Flow", "Level");
        assertThat(observer.browseNames(tag("/Intake/Pumps")))
                .contains("Intake.P1.On", "Intake.P1.Speed", "Intake.P1.Hours");
        assertThat(observer.browseNames(FLOW)).contains("AnalogUnitRangeType", "EURange", "EngineeringUnits");
        assertThat(observer.browse(FLOW, BrowseDirection.Inverse))
                .singleElement()
                .satisfies(up -> assertThat(up.getBrowseName().name()).isEqualTo("Intake"));
        assertThat(observer.browse(tag("/"), BrowseDirection.Inverse))
                .singleElement()
                .satisfies(up -> assertThat(up.getNodeId()).isEqualTo(NodeIds.ObjectsFolder.expanded()));
        assertThat(observer.browse(FLOW, BrowseDirection.Forward).get(0).getReferenceTypeId())
                .isEqualTo(NodeIds.HasTypeDefinition);
    }

    // Both stations must give the same indexes, or a client that moves over reads other nodes than before.
    @Test
    void namespacesHaveTheirFixedPlaces() throws Exception {
        assertThat((String[]) observer.value(NodeIds.Server_NamespaceArray))
                .containsExactly(
                        "http://opcfoundation.org/UA/",
                        "urn:pollux:Waterworks:CASTOR",
                        "http://pollux.dev/UA/",
                        TestStation.PROJECT_NAMESPACE);
    }

    @Test
    void attributesTellWhatTheProjectSays() throws Exception {
        assertThat(attribute(FLOW, AttributeId.BrowseName)).isEqualTo(new QualifiedName(3, "Intake.Flow"));
        assertThat(attribute(FLOW, AttributeId.Description)).isEqualTo(LocalizedText.english("about Intake.Flow"));
        assertThat(attribute(FLOW, AttributeId.DataType)).isEqualTo(NodeIds.Float);
        assertThat(attribute(FLOW, AttributeId.MinimumSamplingInterval)).isEqualTo(50.0);
        assertThat(attribute(FLOW, AttributeId.AccessLevel)).isEqualTo(Unsigned.ubyte(3));
        assertThat(attribute(FLOW, AttributeId.UserAccessLevel)).isEqualTo(Unsigned.ubyte(1));
        assertThat(operator.read(FLOW, AttributeId.UserAccessLevel).value().value())
                .isEqualTo(Unsigned.ubyte(3));
        assertThat(observer.read(FLOW, AttributeId.EventNotifier).statusCode())
                .isEqualTo(new StatusCode(StatusCodes.Bad_AttributeIdInvalid));
        assertThat(observer.read(tag("Nothing")).statusCode()).isEqualTo(new StatusCode(StatusCodes.Bad_NodeIdUnknown));
        assertThat(decoded(tag("Intake.Flow#EURange"))).isEqualTo(new Range(0.0, 100.0));
        assertThat(decoded(tag("Intake.Flow#EngineeringUnits"))).isInstanceOfSatisfying(EUInformation.class, unit -> {
            // MQH by UNECE Recommendation 20
            assertThat(unit.getUnitId()).isEqualTo(0x4D5148);
            assertThat(unit.getDisplayName().text()).isEqualTo("m³/h");
        });
    }

    @Test
    void readsGiveValueQualityAndSourceTimeOfTheTable() throws Exception {
        assertThat(observer.read(tag("Intake.P1.Hours")).statusCode())
                .isEqualTo(new StatusCode(StatusCodes.Bad_WaitingForInitialData));
        Instant grid = Instant.parse("2026-11-21T10:00:00.050Z");
        station.deliver("Intake.P1.Hours", new Sample(4_000_000_000L, Quality.UNCERTAIN_LAST_USABLE, grid));

        DataValue value = observer.read(tag("Intake.P1.Hours"));

        assertThat(value.value().value()).isEqualTo(Unsigned.uint(4_000_000_000L));
        assertThat(value.statusCode()).isEqualTo(new StatusCode(0x408F0000L));
        assertThat(value.sourceTime()).isEqualTo(new DateTime(grid));
        assertThat(value.serverTime()).isNotNull();
        station.deliver("Intake.P1.Hours", new Sample(null, Quality.BAD_WAITING_FOR_INITIAL_DATA, Instant.EPOCH));
    }

    @Test
    void aValueOfTheWrongTypeIsShownAsSuchAndHarmsNoOther() throws Exception {
        station.deliver("Intake.P1.Hours", -1L);
        assertThat(observer.read(tag("Intake.P1.Hours")).statusCode())
                .isEqualTo(new StatusCode(StatusCodes.Bad_TypeMismatch));
        station.deliver("Intake.P1.Hours", "text");
        assertThat(observer.read(tag("Intake.P1.Hours")).statusCode())
                .isEqualTo(new StatusCode(StatusCodes.Bad_TypeMismatch));
        station.deliver("Intake.P1.Hours", new Sample(null, Quality.BAD_WAITING_FOR_INITIAL_DATA, Instant.EPOCH));
    }

    // An operator must see what the device said, not what the server hopes.
    @Test
    void writesAnswerWithTheTrueOutcome() throws Exception {
        station.outcomes.put("Intake.Flow", CompletableFuture.completedFuture(Quality.GOOD));
        assertThat(operator.write(FLOW, 42.5f)).isEqualTo(StatusCode.GOOD);
        assertThat(station.written).contains("Intake.Flow=42.5");

        station.outcomes.put("Intake.Flow", CompletableFuture.completedFuture(Quality.BAD_NO_COMMUNICATION));
        assertThat(operator.write(FLOW, 1f)).isEqualTo(new StatusCode(StatusCodes.Bad_NoCommunication));

        station.outcomes.put(
                "Intake.Flow", CompletableFuture.failedFuture(new IllegalStateException("broken on purpose")));
        assertThat(operator.write(FLOW, 1f)).isEqualTo(new StatusCode(StatusCodes.Bad_UnexpectedError));
    }

    @Test
    void writesOfOneRequestRunAtTheSameTime() throws Exception {
        CompletableFuture<Quality> slow = new CompletableFuture<>();
        station.outcomes.put("Intake.P1.On", slow);
        station.outcomes.put("Intake.P1.Speed", slow);
        station.written.clear();

        CompletableFuture<List<StatusCode>> both = CompletableFuture.supplyAsync(() -> {
            try {
                return operator.write(
                        plain(tag("Intake.P1.On"), true), plain(tag("Intake.P1.Speed"), Unsigned.ushort(9)));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() -> station.written.containsAll(List.of("Intake.P1.On=true", "Intake.P1.Speed=9")));
        assertThat(both).isNotDone();
        // Other requests of the same session go on meanwhile.
        assertThat(operator.read(FLOW)).isNotNull();
        slow.complete(Quality.GOOD);

        assertThat(both.get(5, TimeUnit.SECONDS)).containsExactly(StatusCode.GOOD, StatusCode.GOOD);
    }

    @Test
    void wrongWritesAreRefusedBeforeTheyReachTheDevice() throws Exception {
        station.written.clear();
        assertThat(observer.write(FLOW, 1f)).isEqualTo(new StatusCode(StatusCodes.Bad_UserAccessDenied));
        assertThat(operator.write(FLOW, 1.0)).isEqualTo(new StatusCode(StatusCodes.Bad_TypeMismatch));
        assertThat(operator.write(FLOW, 100.1f)).isEqualTo(new StatusCode(StatusCodes.Bad_OutOfRange));
        assertThat(operator.write(FLOW, Float.NaN)).isEqualTo(new StatusCode(StatusCodes.Bad_OutOfRange));
        assertThat(operator.write(tag("Level"), 1.0)).isEqualTo(new StatusCode(StatusCodes.Bad_NotWritable));
        assertThat(operator.write(tag("Nothing"), 1.0)).isEqualTo(new StatusCode(StatusCodes.Bad_NodeIdUnknown));
        assertThat(operator.write(tag("Intake.Flow#EURange"), 1.0))
                .isEqualTo(new StatusCode(StatusCodes.Bad_NotWritable));
        assertThat(operator.write(
                        new WriteValue(FLOW, AttributeId.Value.uid(), null, new DataValue(new Variant(1f))),
                        new WriteValue(
                                tag("Name"), AttributeId.Value.uid(), "0:1", DataValue.valueOnly(new Variant("x"))),
                        new WriteValue(
                                FLOW,
                                AttributeId.Description.uid(),
                                null,
                                DataValue.valueOnly(new Variant(LocalizedText.english("x"))))))
                .containsExactly(
                        new StatusCode(StatusCodes.Bad_WriteNotSupported),
                        new StatusCode(StatusCodes.Bad_WriteNotSupported),
                        new StatusCode(StatusCodes.Bad_NotWritable));
        assertThat(station.written).isEmpty();
    }

    @Test
    void aNewItemGetsTheCurrentValueAndThenEverySampleInOrder() throws Exception {
        station.deliver("Intake.Flow", 1f);
        TestClient.Watch watch = observer.watch(FLOW);
        await().untilAsserted(() -> assertThat(watch.plain()).containsExactly(1f));

        for (int i = 2; i <= 20; i++) {
            station.deliver("Intake.Flow", (float) i);
        }

        await().untilAsserted(() -> assertThat(watch.plain()).hasSize(20));
        for (int i = 0; i < 20; i++) {
            assertThat(watch.plain().get(i)).isEqualTo((float) (i + 1));
        }
    }

    // The publishing interval is 20 ms; without push a change would wait for a sampling round of 100 ms.
    @Test
    void changesArriveWithinTheNextPublish() throws Exception {
        station.deliver("Level", 1.0);
        TestClient.Watch watch = observer.watch(tag("Level"));
        await().untilAsserted(() -> assertThat(watch.values).hasSize(1));
        List<Duration> latencies = new ArrayList<>();
        for (int i = 2; i < 12; i++) {
            double next = i;
            long sent = System.nanoTime();
            station.deliver("Level", next);
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> watch.plain().contains(next));
            latencies.add(Duration.ofNanos(System.nanoTime() - sent));
        }
        assertThat(latencies.stream().sorted().toList().get(5)).isLessThan(Duration.ofMillis(250));
    }

    // Hot clients sample on the Standby and only turn reporting on when the Master fails: nothing may be lost.
    @Test
    void samplingItemsQueueUntilTheyReport() throws Exception {
        TestClient.Watch watch = observer.watch(tag("Intake.P1.Speed"), item -> item.setQueueSize(Unsigned.uint(50)));
        await().untilAsserted(() -> assertThat(watch.values).hasSize(1));
        observer.subscription().setMonitoringMode(MonitoringMode.Sampling, List.of(watch.item));
        for (int i = 1; i <= 30; i++) {
            station.deliver("Intake.P1.Speed", i);
        }
        observer.read(FLOW);
        assertThat(watch.values).hasSize(1);

        observer.subscription().setMonitoringMode(MonitoringMode.Reporting, List.of(watch.item));

        await().untilAsserted(() -> assertThat(watch.values).hasSize(31));
        observer.subscription().setMonitoringMode(MonitoringMode.Disabled, List.of(watch.item));
        station.deliver("Intake.P1.Speed", 99);
        observer.subscription().setMonitoringMode(MonitoringMode.Reporting, List.of(watch.item));
        // Enabled again it starts with what is current, not with what it slept through.
        await().untilAsserted(() -> assertThat(watch.plain()).hasSize(32).endsWith(Unsigned.ushort(99)));
    }

    @Test
    void percentDeadBandIsOfTheRange() throws Exception {
        station.deliver("Intake.Flow", 50f);
        TestClient.Watch watch = observer.watch(
                FLOW,
                item -> item.setFilter(new DataChangeFilter(
                        DataChangeTrigger.StatusValue, Unsigned.uint(DeadbandType.Percent.getValue()), 10.0)));
        assertThat(watch.item.getCreateResult()).contains(StatusCode.GOOD);
        await().untilAsserted(() -> assertThat(watch.plain()).containsExactly(50f));

        station.deliver("Intake.Flow", 55f);
        station.deliver("Intake.Flow", 61f);

        await().untilAsserted(() -> assertThat(watch.plain()).containsExactly(50f, 61f));
        TestClient.Watch refused = observer.watch(
                tag("Intake.P1.Speed"),
                item -> item.setFilter(new DataChangeFilter(
                        DataChangeTrigger.StatusValue, Unsigned.uint(DeadbandType.Percent.getValue()), 10.0)));
        assertThat(refused.item.getCreateResult())
                .contains(new StatusCode(StatusCodes.Bad_MonitoredItemFilterUnsupported));
    }

    // A slow client must not drown in values, but what the plant settled on must reach it.
    @Test
    void slowItemsAreThinnedAndStillGetTheLastValue() throws Exception {
        station.deliver("Intake.P1.On", false);
        TestClient.Watch watch = observer.watch(tag("Intake.P1.On"), item -> item.setSamplingInterval(400.0));
        await().untilAsserted(() -> assertThat(watch.values).hasSize(1));
        for (int i = 0; i < 20; i++) {
            station.deliver("Intake.P1.On", i % 2 == 0);
        }
        station.deliver("Intake.P1.On", true);
        long delivered = System.nanoTime();

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(watch.plain()).endsWith(true));

        assertThat(watch.values).hasSize(2);
        assertThat(Duration.ofNanos(System.nanoTime() - delivered)).isGreaterThan(Duration.ofMillis(200));
    }

    @Test
    void deletedItemsAreForgotten() throws Exception {
        int level = station.table.indexOf("Name").orElseThrow();
        TestClient.Watch watch = observer.watch(tag("Name"));
        assertThat(station.server.tags().itemCount(level)).isEqualTo(1);

        observer.subscription().removeMonitoredItem(watch.item);
        observer.subscription().deleteMonitoredItems();

        assertThat(station.server.tags().itemCount(level)).isZero();
    }

    @Test
    void aHundredThousandTagsAreServedAtOnce(@TempDir Path folder) throws Exception {
        List<Tag> many = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            many.add(TestStation.tag("T" + i, "Intake", TagType.DOUBLE, Access.READ, Optional.empty(), "bar"));
        }
        try (TestStation big = new TestStation(23101, folder, options -> options.tags = many);
                TestClient client = TestClient.anonymous(big.url)) {
            long before = System.nanoTime();
            TagNodes nodes = new TagNodes(
                    Unsigned.ushort(3),
                    "Big",
                    List.of(new dev.pollux.server.project.Area("Intake", "")),
                    big.table,
                    new HistoryNodes(Unsigned.ushort(3), Optional.empty()));
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
            assertThat(nodes.tagOf(tag("T99999"))).isEqualTo(99_999);
            big.deliver("T99999", 7.0);
            assertThat(client.value(tag("T99999"))).isEqualTo(7.0);
        }
    }

    private @Nullable Object attribute(NodeId id, AttributeId attribute) throws Exception {
        return observer.read(id, attribute).value().value();
    }

    private Object decoded(NodeId id) throws Exception {
        return ((ExtensionObject) observer.value(id)).decode(observer.ua.getStaticEncodingContext());
    }

    private static WriteValue plain(NodeId id, Object value) {
        return new WriteValue(id, AttributeId.Value.uid(), null, DataValue.valueOnly(new Variant(value)));
    }
}
