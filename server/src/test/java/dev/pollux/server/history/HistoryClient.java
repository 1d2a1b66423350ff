package dev.pollux.server.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.server.space.TestClient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryData;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryModifiedData;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResult;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryUpdateDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryUpdateResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRawModifiedDetails;

/** What a client does with history. */
record HistoryClient(OpcUaClient ua) {
    static HistoryClient of(TestClient client) {
        return new HistoryClient(client.ua);
    }

    static ReadRawModifiedDetails raw(long start, long end, long count, boolean bounds) {
        return new ReadRawModifiedDetails(false, new DateTime(start), new DateTime(end), Unsigned.uint(count), bounds);
    }

    static ReadRawModifiedDetails modified(long start, long end, long count) {
        return new ReadRawModifiedDetails(true, new DateTime(start), new DateTime(end), Unsigned.uint(count), false);
    }

    static HistoryReadValueId node(NodeId id, ByteString point) {
        return new HistoryReadValueId(id, null, QualifiedName.NULL_VALUE, point);
    }

    HistoryReadResult[] read(
            HistoryReadDetails details, TimestampsToReturn timestamps, boolean release, HistoryReadValueId... nodes)
            throws UaException {
        return Objects.requireNonNull(
                ua.historyRead(details, timestamps, release, List.of(nodes)).getResults());
    }

    HistoryReadResult read(NodeId id, HistoryReadDetails details) throws UaException {
        return read(details, TimestampsToReturn.Both, false, node(id, ByteString.NULL_VALUE))[0];
    }

    HistoryReadResult goOn(NodeId id, HistoryReadDetails details, ByteString point) throws UaException {
        return read(details, TimestampsToReturn.Both, false, node(id, point))[0];
    }

    List<DataValue> values(HistoryReadResult result) {
        ExtensionObject encoded = result.getHistoryData();
        if (encoded == null || encoded.isNull()) {
            return List.of();
        }
        Object data = encoded.decode(ua.getStaticEncodingContext());
        DataValue[] values = data instanceof HistoryData plain
                ? plain.getDataValues()
                : ((HistoryModifiedData) data).getDataValues();
        return values == null ? List.of() : Arrays.asList(values);
    }

    HistoryModifiedData changes(HistoryReadResult result) {
        return (HistoryModifiedData) result.getHistoryData().decode(ua.getStaticEncodingContext());
    }

    /** Everything, page by page. */
    List<DataValue> all(NodeId id, HistoryReadDetails details) throws UaException {
        List<DataValue> all = new ArrayList<>();
        ByteString point = ByteString.NULL_VALUE;
        int pages = 0;
        do {
            HistoryReadResult result = goOn(id, details, point);
            assertThat(result.getStatusCode().isGood())
                    .as("%s", result.getStatusCode())
                    .isTrue();
            all.addAll(values(result));
            point = result.getContinuationPoint();
            assertThat(++pages).isLessThan(100_000);
        } while (point != null && point.length() > 0);
        return all;
    }

    HistoryUpdateResult update(HistoryUpdateDetails details) throws UaException {
        return Objects.requireNonNull(ua.historyUpdate(List.of(details)).getResults())[0];
    }

    static StatusCode status(long code) {
        return new StatusCode(code);
    }
}
