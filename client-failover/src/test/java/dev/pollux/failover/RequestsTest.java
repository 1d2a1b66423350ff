package dev.pollux.failover;

import static dev.pollux.failover.Plant.SOON;
import static dev.pollux.failover.Plant.active;
import static dev.pollux.failover.Plant.connected;
import static dev.pollux.failover.Plant.node;
import static dev.pollux.failover.Plant.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Read, Write, Call and Browse, and what becomes of them when the member dies under them. */
class RequestsTest {
    private static final int A = 22090;
    private static final int B = 22091;
    private static final ExpandedNodeId SLOW = node("SlowSetpoint");
    private static final ExpandedNodeId SETPOINT = node("Setpoint");

    private TestServer castor;
    private TestServer pollux;
    private FailoverClient client;

    @BeforeEach
    void startAll() throws Exception {
        castor = TestServer.start(TestServer.Plan.of("CASTOR", A, "POLLUX", B)).level(255);
        pollux = TestServer.start(TestServer.Plan.of("POLLUX", B, "CASTOR", A)).level(210);
        client = FailoverClient.open(settings(A)
                .withTiming(FailoverTiming.defaults().withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(2))));
        client.awaitActive(SOON);
        await().atMost(SOON).until(() -> connected(client, "POLLUX"));
        assertThat(active(client, "CASTOR")).isTrue();
    }

    @AfterEach
    void stopAll() {
        client.close();
        castor.close();
        pollux.close();
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(10, TimeUnit.SECONDS);
    }

    @Test
    void readUnderWayIsRepeatedOnTheSurvivor() throws Exception {
        castor.holdSlow();
        CompletableFuture<List<DataValue>> read = client.read(List.of(SLOW));
        await().atMost(SOON).until(() -> castor.slowRequests() == 1);

        castor.close();

        assertThat(get(read))
                .singleElement()
                .satisfies(value -> assertThat(value.statusCode().isGood()).isTrue());
        assertThat(pollux.slowRequests()).isEqualTo(1);
    }

    // Opening a valve twice is worse than asking the operator.
    @Test
    void writeUnderWayIsNotRepeatedAndSaysThatItMayHaveBeenExecuted() throws Exception {
        castor.holdSlow();
        CompletableFuture<List<StatusCode>> write = client.write(List.of(NodeValue.of(SLOW, 42.0)));
        await().atMost(SOON).until(() -> castor.slowRequests() == 1);

        castor.close();

        assertThatThrownBy(() -> get(write))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("SlowSetpoint")
                .hasMessageContaining("may have been executed")
                .hasMessageContaining(TestServer.uri("CASTOR"));
        await().atMost(SOON).until(() -> active(client, "POLLUX"));
        assertThat(pollux.slowRequests()).as("writes that reached the survivor").isZero();
    }

    @Test
    void valuesAreWrittenAndReadBackInOrder() throws Exception {
        assertThat(get(client.write(List.of(NodeValue.of(SETPOINT, 12.5))))).allMatch(StatusCode::isGood);

        ExpandedNodeId unknown = ExpandedNodeId.of("urn:nowhere", "x");
        List<DataValue> values = get(client.read(List.of(unknown, SETPOINT)));

        assertThat(values.get(0).statusCode().value()).isEqualTo(StatusCodes.Bad_NodeIdUnknown);
        assertThat(values.get(1).value().value()).isEqualTo(12.5);
    }

    @Test
    void methodsAreCalledAndTheirStatusIsGiven() throws Exception {
        CallMethodResult result = get(client.call(
                NodeIds.Server.expanded(),
                NodeIds.Server_GetMonitoredItems.expanded(),
                List.of(Variant.of(UInteger.valueOf(4711)))));

        assertThat(result.getStatusCode().value()).isEqualTo(StatusCodes.Bad_SubscriptionIdInvalid);
    }

    @Test
    void foldersAreBrowsed() throws Exception {
        List<ReferenceDescription> found = get(client.browse(node("Counters")));

        assertThat(found)
                .extracting(reference -> reference.getBrowseName().name())
                .contains("Counter0", "Setpoint");
    }

    @Test
    void aRequestCanGoToABackup() throws Exception {
        pollux.holdSlow(); // control: the request really arrives there
        CompletableFuture<DataValue> answer = client.requestFrom(
                "POLLUX",
                milo -> milo.readValuesAsync(
                                0.0,
                                TimestampsToReturn.Both,
                                List.of(SLOW.toNodeId(milo.getNamespaceTable()).orElseThrow()))
                        .thenApply(values -> values.get(0)));
        await().atMost(SOON).until(() -> pollux.slowRequests() == 1);
        assertThat(answer).isNotDone();

        assertThatThrownBy(() -> get(client.requestFrom("HELEN", milo -> CompletableFuture.completedFuture(1))))
                .hasRootCauseInstanceOf(NoMemberException.class)
                .hasMessageContaining("HELEN");
    }

    @Test
    void requestsWithoutAnyMemberFailAndNameTheReasons() {
        castor.close();
        pollux.close();
        await().atMost(SOON).until(() -> client.active().isEmpty());

        assertThatThrownBy(() -> get(client.read(List.of(SETPOINT))))
                .cause()
                .isInstanceOf(NoMemberException.class)
                .hasMessageContaining("within 2000 ms")
                .hasMessageContaining("Plant CASTOR");
    }
}
