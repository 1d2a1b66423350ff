package dev.pollux.server.history;

import static dev.pollux.server.space.TestClient.tag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.archive.aggregate.Aggregate;
import dev.pollux.server.space.TestClient;
import java.nio.file.Path;
import java.util.Objects;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What clients see of history in the address space. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HistoryNodesTest {
    private static final String CONFIGURATION = "Level#HA Configuration";

    private HistoryStation station;
    private TestClient observer;
    private TestClient operator;
    private TestClient supervisor;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        station = new HistoryStation(27030, folder);
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

    @Test
    void attributesSayWhatTheUserMayDo() throws Exception {
        assertThat(attribute(observer, "Level", AttributeId.Historizing)).isEqualTo(true);
        assertThat(attribute(observer, "Level", AttributeId.AccessLevel)).isEqualTo(bits(1 + 4 + 8));
        assertThat(attribute(observer, "Level", AttributeId.UserAccessLevel)).isEqualTo(bits(1 + 4));
        assertThat(attribute(operator, "Intake.Flow", AttributeId.UserAccessLevel))
                .isEqualTo(bits(1 + 2 + 4));
        assertThat(attribute(supervisor, "Level", AttributeId.UserAccessLevel)).isEqualTo(bits(1 + 4 + 8));
        assertThat(attribute(observer, "Level#Annotations", AttributeId.UserAccessLevel))
                .isEqualTo(bits(1 + 4));
        assertThat(attribute(operator, "Level#Annotations", AttributeId.UserAccessLevel))
                .isEqualTo(bits(1 + 4 + 8));
        assertThat(attribute(observer, "Name", AttributeId.Historizing)).isEqualTo(false);
        assertThat(attribute(supervisor, "Name", AttributeId.UserAccessLevel)).isEqualTo(bits(1 + 2));
    }

    @Test
    void theConfigurationOfATagIsBrowsedAndRead() throws Exception {
        assertThat(observer.browseNames(tag("Level"))).contains("HA Configuration", "Annotations");
        assertThat(observer.browseNames(tag("Name"))).doesNotContain("HA Configuration", "Annotations");
        assertThat(observer.browseNames(tag(CONFIGURATION)))
                .contains(
                        "Stepped",
                        "MinTimeInterval",
                        "MaxTimeInterval",
                        "ExceptionDeviation",
                        "ExceptionDeviationFormat",
                        "StartOfArchive",
                        "AggregateConfiguration",
                        "AggregateFunctions",
                        "HistoricalDataConfigurationType");
        assertThat(observer.browse(tag(CONFIGURATION), BrowseDirection.Inverse))
                .singleElement()
                .satisfies(up -> {
                    assertThat(up.getReferenceTypeId()).isEqualTo(NodeIds.HasHistoricalConfiguration);
                    assertThat(up.getNodeId()).isEqualTo(tag("Level").expanded());
                });
        assertThat(value("/Stepped")).isEqualTo(false);
        assertThat(value("/MinTimeInterval")).isEqualTo(500.0);
        assertThat(value("/MaxTimeInterval")).isEqualTo(600_000.0);
        assertThat(value("/ExceptionDeviation")).isEqualTo(0.5);
        assertThat(value("/ExceptionDeviationFormat")).as("percent of EURange").isEqualTo(3);
        assertThat(value("/StartOfArchive")).isEqualTo(new DateTime(HistoryStation.FIVE));
        assertThat(value("/AggregateConfiguration/TreatUncertainAsBad")).isEqualTo(true);
        assertThat(value("/AggregateConfiguration/PercentDataGood")).isEqualTo(bits(100));
        assertThat(observer.value(tag("Intake.Flow#HA Configuration/Stepped"))).isEqualTo(true);
        assertThat(observer.read(tag("Intake.Flow#HA Configuration/MinTimeInterval"))
                        .statusCode()
                        .value())
                .as("what is not configured is not there")
                .isEqualTo(StatusCodes.Bad_NodeIdUnknown);
        assertThat(observer.browseNames(tag(CONFIGURATION + "/AggregateFunctions")))
                .contains("Interpolative", "Average", "DurationInStateNonZero");
    }

    @Test
    void theServerSaysWhatItCan() throws Exception {
        assertThat(observer.value(NodeIds.HistoryServerCapabilities_AccessHistoryDataCapability))
                .isEqualTo(true);
        assertThat(observer.value(NodeIds.HistoryServerCapabilities_AccessHistoryEventsCapability))
                .isEqualTo(false);
        assertThat(observer.value(NodeIds.HistoryServerCapabilities_InsertAnnotationCapability))
                .isEqualTo(true);
        assertThat(observer.value(NodeIds.HistoryServerCapabilities_MaxReturnDataValues))
                .isEqualTo(Unsigned.uint(HistoryLimits.DEFAULT.valuesPerNode()));
        assertThat(observer.value(NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerHistoryReadData))
                .isEqualTo(Unsigned.uint(HistoryLimits.DEFAULT.nodesPerRead()));
        for (NodeId folder : new NodeId[] {
            NodeIds.HistoryServerCapabilities_AggregateFunctions, NodeIds.Server_ServerCapabilities_AggregateFunctions
        }) {
            assertThat(observer.browseNames(folder)).hasSizeGreaterThanOrEqualTo(Aggregate.values().length);
        }
    }

    private Object value(String part) throws Exception {
        return observer.value(tag(CONFIGURATION + part));
    }

    private static UByte bits(int bits) {
        return Unsigned.ubyte(bits);
    }

    private static Object attribute(TestClient client, String name, AttributeId attribute) throws Exception {
        return Objects.requireNonNull(client.read(tag(name), attribute).value().value());
    }
}
