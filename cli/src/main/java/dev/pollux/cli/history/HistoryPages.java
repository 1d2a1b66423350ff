package dev.pollux.cli.history;

import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.ExitCode;
import dev.pollux.cli.pair.ValueText;
import dev.pollux.failover.FailoverClient;
import dev.pollux.failover.FailoverClient.Repeat;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.UaServiceFaultException;
import org.eclipse.milo.opcua.stack.core.encoding.DefaultEncodingContext;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryData;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryModifiedData;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResult;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.ModificationInfo;

/**
 * History of one node after another, page by page, from the station that clients use now. When it dies half way, the
 * page is asked for again at its partner: a continuation point of Pollux carries the query and is valid there.
 */
public final class HistoryPages {
    private static final int ATTEMPTS_MAX = 4;
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final FailoverClient client;
    private final Duration timeout;

    /**
     * Uses a client that has found its station.
     *
     * @param timeout limit of the client for each request
     */
    public HistoryPages(FailoverClient client, Duration timeout) {
        this.client = client;
        this.timeout = timeout;
    }

    /** Takes values as they come. */
    @FunctionalInterface
    public interface Sink {
        /** Returns whether more is wanted. */
        boolean accept(DataValue value, Optional<ModificationInfo> change);
    }

    /**
     * Reads to the end, or until the sink has enough.
     *
     * @return Good, Good_NoData, or why the node has no history to be read; what was delivered before stands
     * @throws CommandFailure with {@link ExitCode#UNREACHABLE} if no station answers
     */
    public StatusCode read(ExpandedNodeId node, HistoryReadDetails details, Sink sink) {
        ByteString point = ByteString.NULL_VALUE;
        while (true) {
            HistoryReadResult page = page(node, details, point, false);
            boolean more = page.getStatusCode().isGood() && deliver(page, sink);
            point = page.getContinuationPoint() == null ? ByteString.NULL_VALUE : page.getContinuationPoint();
            boolean last = point.isNullOrEmpty();
            if (!page.getStatusCode().isGood() || last || !more) {
                if (!last) {
                    page(node, details, point, true);
                }
                return page.getStatusCode();
            }
        }
    }

    private HistoryReadResult page(ExpandedNodeId node, HistoryReadDetails details, ByteString point, boolean release) {
        HistoryReadResponse response = await(member -> {
            Optional<NodeId> local = node.toNodeId(member.getNamespaceTable());
            if (local.isEmpty()) {
                return CompletableFuture.failedFuture(new UaException(StatusCodes.Bad_NodeIdUnknown));
            }
            HistoryReadValueId what = new HistoryReadValueId(local.get(), null, QualifiedName.NULL_VALUE, point);
            return member.historyReadAsync(details, TimestampsToReturn.Both, release, List.of(what));
        });
        HistoryReadResult[] results = response.getResults();
        if (results == null || results.length != 1) {
            throw new CommandFailure(ExitCode.FAILED, "the station answered HistoryRead without a result");
        }
        return results[0];
    }

    private HistoryReadResponse await(
            java.util.function.Function<OpcUaClient, CompletableFuture<HistoryReadResponse>> request) {
        for (int attempt = 1; ; attempt++) {
            try {
                return client.request(Repeat.ONCE_MORE, "HistoryRead", request)
                        .get(timeout.multipliedBy(3).plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                throw new CommandFailure(ExitCode.UNREACHABLE, "no answer to HistoryRead within the limits", e);
            } catch (ExecutionException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                if (attempt >= ATTEMPTS_MAX || cause instanceof UaServiceFaultException || unknown(cause)) {
                    int code = cause instanceof UaServiceFaultException || unknown(cause)
                            ? ExitCode.FAILED
                            : ExitCode.UNREACHABLE;
                    throw new CommandFailure(code, "HistoryRead: " + ValueText.reason(cause), cause);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CommandFailure(ExitCode.UNREACHABLE, "interrupted while reading history", e);
            }
        }
    }

    private static boolean unknown(Throwable failure) {
        return failure instanceof UaException ua && ua.getStatusCode().value() == StatusCodes.Bad_NodeIdUnknown;
    }

    private boolean deliver(HistoryReadResult page, Sink sink) {
        ExtensionObject content = page.getHistoryData();
        if (content == null || content.isNull()) {
            return true;
        }
        Object decoded = content.decode(DefaultEncodingContext.INSTANCE);
        ModificationInfo[] changes =
                decoded instanceof HistoryModifiedData modified ? modified.getModificationInfos() : null;
        DataValue[] values = decoded instanceof HistoryData data ? data.getDataValues() : null;
        for (int i = 0; values != null && i < values.length; i++) {
            Optional<ModificationInfo> change =
                    changes != null && i < changes.length ? Optional.ofNullable(changes[i]) : Optional.empty();
            if (!sink.accept(values[i], change)) {
                return false;
            }
        }
        return true;
    }
}
