package dev.pollux.server.history;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.Page;
import dev.pollux.archive.Ticks;
import dev.pollux.server.history.HistoricalNodes.HistoricalNode;
import dev.pollux.server.history.HistoricalNodes.Kind;
import dev.pollux.server.history.HistoryQuery.Processed;
import dev.pollux.server.project.UsersConfig.Role;
import dev.pollux.server.security.Roles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.eclipse.milo.opcua.sdk.core.NumericRange;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DiagnosticInfo;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResult;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadProcessedDetails;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers HistoryRead (OPC 10000-4 §5.11.3, OPC 10000-11 §6.5): each node on its own, all within one response. */
final class HistoryReads {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryReads.class);
    /** Bytes of a response besides its results. */
    private static final int RESPONSE_BYTES = 512;
    /** Bytes of a result besides its values and its continuation point. */
    private static final int RESULT_BYTES = 192;
    /** Bit of returnDiagnostics, OPC 10000-4 §7.32. */
    private static final int OPERATION_ADDITIONAL_INFO = 0x80;

    private static final int RESPONSE_BYTES_MAX = 15 * 1024 * 1024;
    /** Nobody waits longer for a result that cannot be had in parts. */
    private static final Duration WORK_MAX = Duration.ofSeconds(30);

    private final History history;
    private final HistoricalNodes nodes;
    private final EncodingContext context;
    private final UaHistory ua;
    private final LongSupplier nanos;

    /**
     * Over an archive.
     *
     * @param nanos a clock that never steps
     */
    HistoryReads(History history, HistoricalNodes nodes, EncodingContext context, LongSupplier nanos) {
        this.history = history;
        this.nodes = nodes;
        this.context = context;
        this.nanos = nanos;
        ua = new UaHistory(context);
    }

    /** Thrown out of a calculation that takes too long. */
    private static final class TooLong extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** What all nodes of one request share. */
    private record Call(
            Session session,
            Archive archive,
            @Nullable HistoryReadDetails details,
            TimestampsToReturn timestamps,
            int bytes,
            ProcessedTogether together,
            long begin,
            long workMax) {}

    /** What is left for the nodes to come. */
    private static final class Share {
        private int bytes;
        private int values;
        private int nodes;
        private boolean progress;
        private final Page.Origin[] origins;

        Share(int bytes, int values, int nodes) {
            this.bytes = bytes;
            this.values = values;
            this.nodes = nodes;
            origins = new Page.Origin[nodes];
            Arrays.fill(origins, Page.Origin.OWN);
        }
    }

    /**
     * Results, one for each node in order.
     *
     * @param remarks where values are from, for those who ask for diagnostics; empty if there is nothing to say
     */
    record Results(List<HistoryReadResult> results, List<DiagnosticInfo> remarks) {}

    /** Reads all nodes of a request. */
    Results read(Session session, HistoryReadRequest request, int messageBytes) throws UaException {
        List<HistoryReadValueId> asked =
                request.getNodesToRead() == null ? List.of() : List.of(request.getNodesToRead());
        if (asked.isEmpty()) {
            throw new UaException(StatusCodes.Bad_NothingToDo);
        }
        if (asked.size() > history.limits().nodesPerRead()) {
            throw new UaException(StatusCodes.Bad_TooManyOperations);
        }
        if (Boolean.TRUE.equals(request.getReleaseContinuationPoints())) {
            return new Results(asked.stream().map(this::released).toList(), List.of());
        }
        Call call = call(session, request, asked, messageBytes);
        Share share = new Share(call.bytes(), history.limits().valuesPerResponse(), asked.size());
        List<HistoryReadResult> results = new ArrayList<>(asked.size());
        for (int i = 0; i < asked.size(); i++) {
            expect(call, asked.get(i), i);
        }
        for (int i = 0; i < asked.size(); i++) {
            results.add(guarded(call, asked.get(i), i, share));
            share.nodes--;
        }
        return new Results(results, remarks(request, share.origins));
    }

    /** The additional info of each operation, if the client asked for it and something is to be said. */
    private static List<DiagnosticInfo> remarks(HistoryReadRequest request, Page.Origin[] origins) {
        var mask = request.getRequestHeader().getReturnDiagnostics();
        boolean wanted = mask != null && (mask.intValue() & OPERATION_ADDITIONAL_INFO) != 0;
        if (!wanted || Arrays.stream(origins).allMatch(origin -> origin == Page.Origin.OWN)) {
            return List.of();
        }
        return Arrays.stream(origins)
                .map(origin -> new DiagnosticInfo(-1, -1, -1, -1, text(origin), null, null))
                .toList();
    }

    private static @Nullable String text(Page.Origin origin) {
        return switch (origin) {
            case OWN -> null;
            case PARTNER -> "some values are the partner's: the own archive has a gap that is not filled yet";
            case INCOMPLETE -> "the own archive has a gap, and the partner could not be asked";
        };
    }

    /** There is nothing to free; only what never was a continuation point is worth a complaint. */
    private HistoryReadResult released(HistoryReadValueId node) {
        ByteString point = node.getContinuationPoint();
        boolean invalid = point != null
                && point.length() > 0
                && Continuation.decode(point.bytesOrEmpty(), name(node)).isEmpty();
        return result(invalid ? StatusCodes.Bad_ContinuationPointInvalid : 0);
    }

    private Call call(Session session, HistoryReadRequest request, List<HistoryReadValueId> asked, int messageBytes)
            throws UaException {
        boolean first = asked.stream().anyMatch(node -> !continues(node));
        HistoryReadDetails details = first ? details(request.getHistoryReadDetails()) : null;
        TimestampsToReturn timestamps = request.getTimestampsToReturn();
        // What a continuation point carries counts, not what comes beside it (OPC 10000-11 §6.3).
        if (first && (timestamps == null || timestamps == TimestampsToReturn.Neither)) {
            throw new UaException(StatusCodes.Bad_TimestampsToReturnInvalid);
        }
        if (details instanceof ReadProcessedDetails processed
                && (processed.getAggregateType() == null || processed.getAggregateType().length != asked.size())) {
            throw new UaException(StatusCodes.Bad_AggregateListMismatch);
        }
        long times = details == null ? 0 : (long) Queries.times(details) * asked.size();
        if (times > history.limits().timesPerRead()) {
            throw new UaException(StatusCodes.Bad_TooManyOperations);
        }
        int bytes = Math.min(messageBytes, RESPONSE_BYTES_MAX) - RESPONSE_BYTES - asked.size() * RESULT_BYTES;
        if (bytes < asked.size() * 2 * QueryBytes.PLAIN_MAX) {
            throw new UaException(
                    StatusCodes.Bad_ResponseTooLarge,
                    asked.size() + " nodes in a message of " + messageBytes + " bytes: ask for fewer, or take more");
        }
        var hint = request.getRequestHeader().getTimeoutHint();
        long workMax = hint == null || hint.longValue() == 0
                ? WORK_MAX.toNanos()
                : Math.min(WORK_MAX.toNanos(), hint.longValue() * 1_000_000);
        return new Call(
                session,
                history.archive().once(),
                details,
                timestamps == null ? TimestampsToReturn.Both : timestamps,
                bytes,
                new ProcessedTogether(),
                nanos.getAsLong(),
                workMax);
    }

    /** What is wrong with a node is told when its turn comes. */
    private void expect(Call call, HistoryReadValueId node, int position) {
        HistoricalNode found = node.getNodeId() == null ? HistoricalNode.none(false) : nodes.find(node.getNodeId());
        if (found.kind() != Kind.VALUES) {
            return;
        }
        try {
            if (asked(call, node, position, found.kind()).query() instanceof Processed processed) {
                call.together().expect(found.series(), processed);
            }
        } catch (UaException e) {
            LOG.debug("history of {}: {}", name(node), e.getMessage());
        }
    }

    private static boolean continues(HistoryReadValueId node) {
        ByteString point = node.getContinuationPoint();
        return point != null && point.length() > 0;
    }

    private HistoryReadDetails details(@Nullable ExtensionObject encoded) throws UaException {
        Object decoded = encoded == null || encoded.isNull() ? null : decode(encoded);
        if (decoded instanceof HistoryReadDetails details) {
            return details;
        }
        throw new UaException(StatusCodes.Bad_HistoryOperationInvalid);
    }

    private Object decode(ExtensionObject encoded) throws UaException {
        try {
            return encoded.decode(context);
        } catch (RuntimeException e) {
            throw new UaException(StatusCodes.Bad_HistoryOperationInvalid, e);
        }
    }

    private HistoryReadResult guarded(Call call, HistoryReadValueId node, int position, Share share) {
        try {
            return one(call, node, position, share);
        } catch (UaException e) {
            return result(e.getStatusCode().value());
        } catch (TooLong e) {
            return result(StatusCodes.Bad_Timeout);
        } catch (ArchiveException e) {
            LOG.warn("history of {} cannot be read: {}", name(node), e.getMessage());
            return result(StatusCodes.Bad_DataUnavailable);
        } catch (RuntimeException e) {
            LOG.error("history of {}: read failed unexpectedly", name(node), e);
            return result(StatusCodes.Bad_InternalError);
        }
    }

    private HistoryReadResult one(Call call, HistoryReadValueId node, int position, Share share) throws UaException {
        HistoricalNode found = node.getNodeId() == null ? HistoricalNode.none(false) : nodes.find(node.getNodeId());
        if (found.kind() == Kind.UNKNOWN) {
            throw new UaException(StatusCodes.Bad_NodeIdUnknown);
        }
        if (!Roles.atLeast(call.session(), Role.OBSERVER)) {
            throw new UaException(StatusCodes.Bad_UserAccessDenied);
        }
        HistoricalConfig config = (found.kind() == Kind.NONE ? Optional.<HistoricalConfig>empty() : of(found))
                .orElseThrow(() -> new UaException(StatusCodes.Bad_HistoryOperationUnsupported));
        refuseEncoding(node.getDataEncoding(), found.kind());
        NumericRange part = part(node.getIndexRange());
        Continuation asked = asked(call, node, position, found.kind());
        Answer.Room room = room(call, asked.query(), share);
        Answer answer = new Answer(room, asked.timestamps(), part, ua);
        boolean postponed = share.progress
                && nanos.getAsLong() - room.deadline() > 0
                && !(asked.query() instanceof Processed processed
                        && call.together().begun(found.series(), processed));
        NodeReading reading = new NodeReading(source(call, found, config), answer, ua, () -> check(call));
        Optional<HistoryQuery> rest =
                postponed ? Optional.of(asked.query()) : asked.query().readBy(reading);
        share.origins[position] = reading.origin();
        return result(node, asked, answer, rest, share, position);
    }

    private HistoryReadResult result(
            HistoryReadValueId node,
            Continuation asked,
            Answer answer,
            Optional<HistoryQuery> rest,
            Share share,
            int position) {
        ByteString point = rest.map(query -> new Continuation(asked.timestamps(), query).encode(name(node)))
                .map(ByteString::of)
                .orElse(ByteString.NULL_VALUE);
        boolean modified = asked.query() instanceof HistoryQuery.Entries entries
                && entries.kind() == HistoryQuery.Kind.MODIFICATIONS;
        ExtensionObject data = modified ? answer.modifiedData() : answer.data();
        share.values -= answer.count();
        share.bytes -= answer.bytes() + point.length();
        share.progress |= answer.count() > 0 || rest.isEmpty();
        return new HistoryReadResult(
                new StatusCode(status(answer.count() == 0 && rest.isEmpty(), share.origins[position])), point, data);
    }

    private static long status(boolean nothing, Page.Origin origin) {
        if (origin == Page.Origin.INCOMPLETE) {
            return StatusCodes.Good_ResultsMayBeIncomplete;
        }
        return nothing ? StatusCodes.Good_NoData : StatusCodes.Good;
    }

    private Optional<HistoricalConfig> of(HistoricalNode node) {
        return history.tags().of(node.tag());
    }

    /** While a tag is collected, its last value holds until now: had it changed, there would be another. */
    private NodeReading.Source source(Call call, HistoricalNode node, HistoricalConfig config) {
        long now = Ticks.of(history.clock().instant());
        long knownUntil = config.collecting() ? now : Ticks.MIN;
        return new NodeReading.Source(
                call.archive(), node.series(), config.stepped(), knownUntil, config.longTerm(), call.together(), now);
    }

    private void check(Call call) {
        if (nanos.getAsLong() - call.begin() > call.workMax()) {
            throw new TooLong();
        }
    }

    /** Values that are not structures have no other encoding (OPC 10000-4 §7.29). */
    private static void refuseEncoding(@Nullable QualifiedName encoding, Kind kind) throws UaException {
        if (encoding == null || encoding.isNull()) {
            return;
        }
        boolean binary = "Default Binary".equals(encoding.name())
                && encoding.namespaceIndex().intValue() == 0;
        if (kind == Kind.VALUES) {
            throw new UaException(StatusCodes.Bad_DataEncodingInvalid);
        }
        if (!binary) {
            throw new UaException(StatusCodes.Bad_DataEncodingUnsupported);
        }
    }

    private static @Nullable NumericRange part(@Nullable String indexRange) throws UaException {
        return indexRange == null || indexRange.isEmpty() ? null : NumericRange.parse(indexRange);
    }

    private Continuation asked(Call call, HistoryReadValueId node, int position, Kind kind) throws UaException {
        if (continues(node)) {
            return Continuation.decode(node.getContinuationPoint().bytesOrEmpty(), name(node))
                    .filter(point -> allowed(point.query(), kind))
                    .orElseThrow(() -> new UaException(StatusCodes.Bad_ContinuationPointInvalid));
        }
        HistoryReadDetails details = call.details();
        if (details == null) {
            throw new UaException(StatusCodes.Bad_HistoryOperationInvalid);
        }
        return new Continuation(call.timestamps(), Queries.of(details, position, kind));
    }

    /** Whether a node of this kind could have been asked for that: continuation points may be forged. */
    private boolean allowed(HistoryQuery query, Kind kind) {
        int times = 0;
        if (query instanceof HistoryQuery.AtTime at) {
            times = at.times().size();
        } else if (query instanceof HistoryQuery.AnnotationsAt at) {
            times = at.times().size();
        }
        boolean remarks = query instanceof HistoryQuery.AnnotationsAt;
        if (query instanceof HistoryQuery.Entries entries) {
            remarks = entries.kind() == HistoryQuery.Kind.ANNOTATIONS;
        }
        return times <= history.limits().timesPerRead() && (kind == Kind.VALUES || remarks);
    }

    private Answer.Room room(Call call, HistoryQuery query, Share share) throws UaException {
        int bytes = share.bytes / share.nodes - Continuation.room(query);
        if (bytes < QueryBytes.PLAIN_MAX) {
            throw new UaException(StatusCodes.Bad_ResponseTooLarge);
        }
        int values = Math.min(history.limits().valuesPerNode(), Math.max(1, share.values / share.nodes));
        long deadline = call.begin() + Math.min(history.limits().slice().toNanos(), call.workMax() / 2);
        return new Answer.Room(bytes, values, deadline, nanos);
    }

    private static String name(HistoryReadValueId node) {
        return node.getNodeId() == null ? "" : node.getNodeId().toParseableString();
    }

    private static HistoryReadResult result(long status) {
        return new HistoryReadResult(new StatusCode(status), ByteString.NULL_VALUE, null);
    }
}
