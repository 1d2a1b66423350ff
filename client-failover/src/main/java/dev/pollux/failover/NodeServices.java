package dev.pollux.failover;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import dev.pollux.failover.FailoverClient.Repeat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseResultMask;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseResult;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.ViewDescription;

/** Read, Write, Call and Browse on the active member, with the namespaces looked up there. Safe for many threads. */
final class NodeServices {
    private static final int NODES_PER_CALL = 1000;
    private static final int REFERENCES_PER_CALL = 1000;
    private static final int REFERENCES_MAX = 100_000;

    private static final ViewDescription NO_VIEW = new ViewDescription(NodeId.NULL_VALUE, DateTime.NULL_VALUE, uint(0));

    private final Requests requests;

    NodeServices(Requests requests) {
        this.requests = requests;
    }

    CompletableFuture<List<DataValue>> read(List<ExpandedNodeId> nodes) {
        List<ExpandedNodeId> asked = List.copyOf(nodes);
        DataValue unknown = new DataValue(StatusCodes.Bad_NodeIdUnknown);
        return requests.send(
                Repeat.ONCE_MORE,
                "Read of " + asked.size() + " nodes",
                client -> each(
                        client,
                        asked,
                        unknown,
                        (known, indexes) -> client.readValuesAsync(0.0, TimestampsToReturn.Both, known)));
    }

    CompletableFuture<List<StatusCode>> write(List<NodeValue> values) {
        List<NodeValue> asked = List.copyOf(values);
        List<ExpandedNodeId> nodes = asked.stream().map(NodeValue::node).toList();
        StatusCode unknown = new StatusCode(StatusCodes.Bad_NodeIdUnknown);
        return requests.send(
                Repeat.NEVER,
                "Write to " + (asked.size() == 1 ? nodes.get(0).toParseableString() : asked.size() + " nodes"),
                client -> each(
                        client,
                        nodes,
                        unknown,
                        (known, indexes) -> client.writeValuesAsync(
                                known,
                                indexes.stream()
                                        .map(index -> asked.get(index).value())
                                        .toList())));
    }

    // Nodes that the member cannot know are answered here, the others are sent in bearable portions.
    private static <T> CompletableFuture<List<T>> each(
            OpcUaClient client,
            List<ExpandedNodeId> nodes,
            T unknown,
            BiFunction<List<NodeId>, List<Integer>, CompletableFuture<List<T>>> call) {
        List<T> results = new ArrayList<>(Collections.nCopies(nodes.size(), unknown));
        List<NodeId> known = new ArrayList<>();
        List<Integer> indexes = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            Optional<NodeId> local = nodes.get(i).toNodeId(client.getNamespaceTable());
            if (local.isPresent()) {
                known.add(local.get());
                indexes.add(i);
            }
        }
        CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
        for (int start = 0; start < known.size(); start += NODES_PER_CALL) {
            int end = Math.min(known.size(), start + NODES_PER_CALL);
            List<NodeId> portion = known.subList(start, end);
            List<Integer> places = indexes.subList(start, end);
            done = done.thenCompose(before -> call.apply(portion, places).thenAccept(answers -> {
                for (int i = 0; i < Math.min(answers.size(), places.size()); i++) {
                    results.set(places.get(i), answers.get(i));
                }
            }));
        }
        return done.thenApply(all -> results);
    }

    CompletableFuture<CallMethodResult> call(ExpandedNodeId object, ExpandedNodeId method, List<Variant> inputs) {
        return requests.send(Repeat.NEVER, "Call of " + method.toParseableString(), client -> {
            Optional<NodeId> localObject = object.toNodeId(client.getNamespaceTable());
            Optional<NodeId> localMethod = method.toNodeId(client.getNamespaceTable());
            if (localObject.isEmpty() || localMethod.isEmpty()) {
                return unknown(localObject.isEmpty() ? object : method);
            }
            CallMethodRequest request =
                    new CallMethodRequest(localObject.get(), localMethod.get(), inputs.toArray(Variant[]::new));
            return client.callAsync(List.of(request)).thenCompose(response -> {
                CallMethodResult[] results = response.getResults();
                return results == null || results.length == 0
                        ? CompletableFuture.failedFuture(
                                new UaException(StatusCodes.Bad_UnknownResponse, "Call was answered without a result"))
                        : CompletableFuture.completedFuture(results[0]);
            });
        });
    }

    private static <T> CompletableFuture<T> unknown(ExpandedNodeId node) {
        return CompletableFuture.failedFuture(new UaException(
                StatusCodes.Bad_NodeIdUnknown,
                "the namespace of " + node.toParseableString() + " is unknown to the member"));
    }

    CompletableFuture<List<ReferenceDescription>> browse(ExpandedNodeId node) {
        return requests.send(Repeat.ONCE_MORE, "Browse of " + node.toParseableString(), client -> {
            Optional<NodeId> local = node.toNodeId(client.getNamespaceTable());
            if (local.isEmpty()) {
                return unknown(node);
            }
            BrowseDescription start = new BrowseDescription(
                    local.get(),
                    BrowseDirection.Forward,
                    NodeIds.HierarchicalReferences,
                    true,
                    uint(0),
                    uint(BrowseResultMask.All.getValue()));
            List<ReferenceDescription> found = new ArrayList<>();
            return client.browseAsync(NO_VIEW, uint(REFERENCES_PER_CALL), List.of(start))
                    .thenCompose(response -> more(client, found, first(response.getResults())));
        });
    }

    private static BrowseResult first(BrowseResult[] results) {
        return results == null || results.length == 0
                ? new BrowseResult(new StatusCode(StatusCodes.Bad_UnknownResponse), ByteString.NULL_VALUE, null)
                : results[0];
    }

    private static CompletableFuture<List<ReferenceDescription>> more(
            OpcUaClient client, List<ReferenceDescription> found, BrowseResult result) {
        if (result.getStatusCode().isBad()) {
            return CompletableFuture.failedFuture(new UaException(result.getStatusCode(), "Browse was refused"));
        }
        if (result.getReferences() != null) {
            found.addAll(Arrays.asList(result.getReferences()));
        }
        ByteString next = result.getContinuationPoint();
        if (next == null || next.isNullOrEmpty()) {
            return CompletableFuture.completedFuture(found);
        }
        boolean enough = found.size() >= REFERENCES_MAX;
        return client.browseNextAsync(enough, List.of(next))
                .thenCompose(response -> enough
                        ? CompletableFuture.completedFuture(found)
                        : more(client, found, first(response.getResults())));
    }
}
