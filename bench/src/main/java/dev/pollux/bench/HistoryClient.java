package dev.pollux.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.AggregateConfiguration;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryData;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResult;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadProcessedDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRawModifiedDetails;

/** One OPC UA connection without encryption that reads history and decodes each value: the same for every server. */
final class HistoryClient implements AutoCloseable {
    private static final int PAGE = 10_000;

    private final OpcUaClient client;

    HistoryClient(String url) throws UaException {
        client = OpcUaClient.create(
                url,
                endpoints -> endpoints.stream()
                        .filter(each -> each.getSecurityMode() == MessageSecurityMode.None)
                        .findFirst(),
                transport -> {},
                config -> config.setRequestTimeout(Unsigned.uint(120_000)));
        client.connect();
    }

    /** Reads ranges at the same time over the one connection, each page by page; returns how many values came. */
    long readRaw(NodeId node, Instant begin, long seconds, int parallel)
            throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(parallel);
        try {
            List<Future<Long>> all = new ArrayList<>();
            for (int part = 0; part < parallel; part++) {
                Instant from = begin.plusSeconds(seconds * part / parallel);
                // Both ends belong to the range of a raw read (OPC 10000-11 §6.5.3.2), so it ends before the next.
                Instant to = begin.plusSeconds(seconds * (part + 1) / parallel).minusMillis(1);
                all.add(threads.submit(() -> pages(node, from, to)));
            }
            long count = 0;
            for (Future<Long> each : all) {
                count += each.get();
            }
            return count;
        } finally {
            threads.shutdownNow();
        }
    }

    private long pages(NodeId node, Instant from, Instant to) throws UaException {
        HistoryReadDetails raw =
                new ReadRawModifiedDetails(false, new DateTime(from), new DateTime(to), Unsigned.uint(PAGE), false);
        long count = 0;
        ByteString rest = ByteString.NULL_VALUE;
        do {
            HistoryReadResult page = read(raw, node, rest);
            count += values(page).length;
            rest = page.getContinuationPoint();
        } while (rest != null && rest.length() > 0);
        return count;
    }

    /** Reduces a range to one value for each interval and aggregate, all asked for at once; each aggregate's values. */
    List<List<DataValue>> reduce(NodeId node, Instant from, Instant to, int intervals, List<NodeId> aggregates)
            throws UaException {
        double interval = (double) Duration.between(from, to).toMillis() / intervals;
        List<List<DataValue>> all = aggregates.stream()
                .map(each -> (List<DataValue>) new ArrayList<DataValue>())
                .toList();
        List<Part> left = new ArrayList<>();
        for (int i = 0; i < aggregates.size(); i++) {
            left.add(new Part(aggregates.get(i), all.get(i), ByteString.NULL_VALUE));
        }
        while (!left.isEmpty()) {
            HistoryReadDetails processed = new ReadProcessedDetails(
                    new DateTime(from),
                    new DateTime(to),
                    interval,
                    left.stream().map(Part::aggregate).toArray(NodeId[]::new),
                    new AggregateConfiguration(true, false, Unsigned.ubyte(100), Unsigned.ubyte(100), false));
            List<HistoryReadResult> pages =
                    read(processed, node, left.stream().map(Part::rest).toList());
            List<Part> further = new ArrayList<>();
            for (int i = 0; i < pages.size(); i++) {
                Part part = left.get(i);
                part.values().addAll(List.of(values(pages.get(i))));
                ByteString rest = pages.get(i).getContinuationPoint();
                if (rest != null && rest.length() > 0) {
                    further.add(new Part(part.aggregate(), part.values(), rest));
                }
            }
            left = further;
        }
        return all;
    }

    /** What is left to read of one aggregate. */
    private record Part(NodeId aggregate, List<DataValue> values, ByteString rest) {}

    private HistoryReadResult read(HistoryReadDetails details, NodeId node, ByteString rest) throws UaException {
        return read(details, node, List.of(rest)).get(0);
    }

    private List<HistoryReadResult> read(HistoryReadDetails details, NodeId node, List<ByteString> rests)
            throws UaException {
        List<HistoryReadValueId> what = rests.stream()
                .map(rest -> new HistoryReadValueId(node, null, QualifiedName.NULL_VALUE, rest))
                .toList();
        List<HistoryReadResult> results =
                List.of(Optional.ofNullable(client.historyRead(details, TimestampsToReturn.Both, false, what)
                                .getResults())
                        .orElseThrow());
        for (HistoryReadResult each : results) {
            if (each.getStatusCode().isBad()) {
                throw new UaException(each.getStatusCode(), "history of " + node.toParseableString());
            }
        }
        return results;
    }

    private DataValue[] values(HistoryReadResult result) {
        ExtensionObject data = Optional.ofNullable(result.getHistoryData()).orElseThrow();
        HistoryData decoded = (HistoryData) data.decode(client.getStaticEncodingContext());
        return Optional.ofNullable(decoded.getDataValues()).orElse(new DataValue[0]);
    }

    @Override
    public void close() {
        try {
            client.disconnect();
        } catch (UaException e) {
            throw new IllegalStateException(e);
        }
    }
}
