package dev.pollux.server.history;

import dev.pollux.archive.Ticks;
import dev.pollux.archive.aggregate.Aggregate;
import dev.pollux.archive.aggregate.AggregateConfig;
import dev.pollux.archive.aggregate.Intervals;
import dev.pollux.server.history.HistoricalNodes.Kind;
import dev.pollux.server.history.HistoryQuery.AnnotationsAt;
import dev.pollux.server.history.HistoryQuery.AtTime;
import dev.pollux.server.history.HistoryQuery.Bounds;
import dev.pollux.server.history.HistoryQuery.Entries;
import dev.pollux.server.history.HistoryQuery.Processed;
import dev.pollux.server.history.HistoryQuery.Raw;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.AggregateConfiguration;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadAnnotationDataDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadAtTimeDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadProcessedDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRawModifiedDetails;
import org.jspecify.annotations.Nullable;

/** What a client asks for, as a query. A request that makes no sense is refused with the standard's status code. */
final class Queries {
    private Queries() {}

    /**
     * The query for one node of a request.
     *
     * @param position of the node in the request
     * @param kind of the node
     */
    static HistoryQuery of(HistoryReadDetails details, int position, Kind kind) throws UaException {
        if (details instanceof ReadRawModifiedDetails raw) {
            return raw(raw, kind);
        }
        if (details instanceof ReadAnnotationDataDetails at) {
            return new AnnotationsAt(times(at.getReqTimes()), 0);
        }
        if (kind == Kind.VALUES && details instanceof ReadAtTimeDetails at) {
            return new AtTime(times(at.getReqTimes()), Boolean.TRUE.equals(at.getUseSimpleBounds()));
        }
        if (kind == Kind.VALUES && details instanceof ReadProcessedDetails processed) {
            return processed(processed, position);
        }
        throw new UaException(StatusCodes.Bad_HistoryOperationUnsupported);
    }

    /** How many instants are asked for of each node. */
    static int times(HistoryReadDetails details) {
        DateTime[] times = null;
        if (details instanceof ReadAtTimeDetails at) {
            times = at.getReqTimes();
        } else if (details instanceof ReadAnnotationDataDetails at) {
            times = at.getReqTimes();
        }
        return times == null ? 0 : times.length;
    }

    private static HistoryQuery raw(ReadRawModifiedDetails details, Kind kind) throws UaException {
        long start = ticks(details.getStartTime());
        long end = ticks(details.getEndTime());
        UInteger count = details.getNumValuesPerNode();
        TimeDomain domain = TimeDomain.of(start, end, count == null ? 0 : count.longValue())
                .orElseThrow(() -> new UaException(StatusCodes.Bad_HistoryOperationInvalid));
        boolean bounds = Boolean.TRUE.equals(details.getReturnBounds());
        boolean modified = Boolean.TRUE.equals(details.getIsReadModified());
        if (kind == Kind.ANNOTATIONS) {
            refuseIf(modified, StatusCodes.Bad_HistoryOperationUnsupported);
            refuseIf(bounds, StatusCodes.Bad_BoundNotSupported);
            return new Entries(HistoryQuery.Kind.ANNOTATIONS, domain.paged(), 0);
        }
        if (modified) {
            // OPC 10000-11 §6.5.3.3
            refuseIf(bounds, StatusCodes.Bad_InvalidArgument);
            return new Entries(HistoryQuery.Kind.MODIFICATIONS, domain.paged(), 0);
        }
        if (!bounds) {
            return new Raw(domain, Bounds.NONE);
        }
        long from = Math.min(start > 0 ? start : end, Ticks.MAX);
        long to = start > 0 && end > 0 ? Math.min(end, Ticks.MAX) : Bounds.NOWHERE;
        return new Raw(domain, new Bounds(true, true, from, to, from));
    }

    private static HistoryQuery processed(ReadProcessedDetails details, int position) throws UaException {
        NodeId[] types = details.getAggregateType();
        if (types == null || position >= types.length) {
            throw new UaException(StatusCodes.Bad_AggregateListMismatch);
        }
        Aggregate aggregate = aggregate(types[position]);
        long start = Math.min(ticks(details.getStartTime()), Ticks.MAX);
        long end = Math.min(ticks(details.getEndTime()), Ticks.MAX);
        // OPC 10000-11 §6.5.4.2: there is no way to read a sense into a domain without extent.
        refuseIf(start <= 0 || end <= 0 || start == end, StatusCodes.Bad_InvalidArgument);
        Double interval = details.getProcessingInterval();
        double ticks = interval == null ? 0 : interval * Ticks.PER_MILLISECOND;
        refuseIf(!(ticks >= 0) || (ticks > 0 && ticks < 1), StatusCodes.Bad_InvalidArgument);
        long length = ticks >= Math.abs(end - start) ? 0 : Math.round(ticks);
        return new Processed(aggregate, config(details.getAggregateConfiguration()), new Intervals(start, end, length));
    }

    private static Aggregate aggregate(@Nullable NodeId type) throws UaException {
        if (type != null
                && type.getNamespaceIndex().intValue() == 0
                && type.getIdentifier() instanceof UInteger number) {
            return Aggregate.of(number.longValue())
                    .orElseThrow(() -> new UaException(StatusCodes.Bad_AggregateNotSupported));
        }
        throw new UaException(StatusCodes.Bad_AggregateNotSupported);
    }

    private static AggregateConfig config(@Nullable AggregateConfiguration asked) throws UaException {
        if (asked == null || Boolean.TRUE.equals(asked.getUseServerCapabilitiesDefaults())) {
            return AggregateConfig.DEFAULT;
        }
        int bad = asked.getPercentDataBad() == null
                ? 0
                : asked.getPercentDataBad().intValue();
        int good = asked.getPercentDataGood() == null
                ? 0
                : asked.getPercentDataGood().intValue();
        // OPC 10000-13 §4.2.1.2
        refuseIf(!AggregateConfig.valid(bad, good), StatusCodes.Bad_AggregateInvalidInputs);
        return new AggregateConfig(
                Boolean.TRUE.equals(asked.getTreatUncertainAsBad()),
                bad,
                good,
                Boolean.TRUE.equals(asked.getUseSlopedExtrapolation()));
    }

    private static List<Long> times(DateTime @Nullable [] asked) throws UaException {
        refuseIf(asked == null || asked.length == 0, StatusCodes.Bad_NothingToDo);
        List<Long> times = new ArrayList<>();
        for (DateTime each : asked == null ? new DateTime[0] : asked) {
            long time = ticks(each);
            refuseIf(time <= 0 || time >= Ticks.MAX, StatusCodes.Bad_InvalidTimestamp);
            times.add(time);
        }
        return times;
    }

    /** A time stamp that was not given counts as the null time. */
    static long ticks(@Nullable DateTime time) {
        return time == null ? 0 : time.getUtcTime();
    }

    private static void refuseIf(boolean senseless, long status) throws UaException {
        if (senseless) {
            throw new UaException(status);
        }
    }
}
