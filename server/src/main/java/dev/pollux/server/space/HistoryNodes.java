package dev.pollux.server.space;

import dev.pollux.archive.Archive;
import dev.pollux.archive.Archive.Side;
import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.aggregate.Aggregate;
import dev.pollux.archive.aggregate.AggregateConfig;
import dev.pollux.server.history.HistoricalConfig;
import dev.pollux.server.history.HistoricalConfig.Deviation;
import dev.pollux.server.history.HistorizedTags;
import dev.pollux.server.history.History;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.ExceptionDeviationFormat;
import org.jspecify.annotations.Nullable;

/** Presence, references and values of the nodes that tell of tags' history. Nothing is stored for a tag. */
final class HistoryNodes {
    private final UShort namespace;
    private final HistorizedTags historized;
    private final Optional<Archive> archive;

    HistoryNodes(UShort namespace, Optional<History> history) {
        this.namespace = namespace;
        historized = history.map(History::tags).orElse(HistorizedTags.NONE);
        archive = history.map(History::archive);
    }

    /** How a tag is archived. */
    Optional<HistoricalConfig> config(int tag) {
        return historized.of(tag);
    }

    /** Whether a tag has such a node. */
    boolean has(int tag, HistoryPart part) {
        Optional<HistoricalConfig> config = historized.of(tag);
        return config.isPresent()
                && switch (part) {
                    case MIN_TIME_INTERVAL -> config.get().minInterval().isPresent();
                    case MAX_TIME_INTERVAL -> config.get().maxInterval().isPresent();
                    case EXCEPTION_DEVIATION, EXCEPTION_DEVIATION_FORMAT ->
                        config.get().deviation().isPresent();
                    case MAX_TIME_STORED_VALUES -> config.get().retention().isPresent();
                    case ANNOTATIONS,
                            CONFIGURATION,
                            STEPPED,
                            START_OF_ARCHIVE,
                            START_OF_ONLINE_ARCHIVE,
                            SERVER_TIMESTAMP_SUPPORTED,
                            AGGREGATE_FUNCTIONS,
                            AGGREGATE_CONFIGURATION,
                            TREAT_UNCERTAIN_AS_BAD,
                            PERCENT_DATA_BAD,
                            PERCENT_DATA_GOOD,
                            USE_SLOPED_EXTRAPOLATION -> true;
                };
    }

    NodeId id(String tagName, HistoryPart part) {
        return new NodeId(namespace, tagName + "#" + part.path());
    }

    /** References from a tag, or from one of its parts, to the parts below. */
    List<Reference> below(int tag, String tagName, @Nullable HistoryPart parent) {
        if (historized.of(tag).isEmpty()) {
            return List.of();
        }
        NodeId source = parent == null ? new NodeId(namespace, tagName) : id(tagName, parent);
        List<Reference> references = new ArrayList<>();
        for (HistoryPart part : HistoryPart.values()) {
            if (part.parent().orElse(null) == parent && has(tag, part)) {
                references.add(TagNodes.reference(source, part.reference(), id(tagName, part), true));
            }
        }
        return references;
    }

    /** All references of a part. */
    List<Reference> references(int tag, String tagName, HistoryPart part) {
        NodeId id = id(tagName, part);
        List<Reference> references = new ArrayList<>(below(tag, tagName, part));
        references.add(TagNodes.reference(id, NodeIds.HasTypeDefinition, part.typeDefinition(), true));
        NodeId above = part.parent().map(parent -> id(tagName, parent)).orElseGet(() -> new NodeId(namespace, tagName));
        references.add(TagNodes.reference(id, part.reference(), above, false));
        if (part == HistoryPart.AGGREGATE_FUNCTIONS) {
            aggregates().forEach(each -> references.add(TagNodes.reference(id, NodeIds.Organizes, each, true)));
        }
        return references;
    }

    /** The nodes of all aggregates that are computed. */
    static List<NodeId> aggregates() {
        return Arrays.stream(Aggregate.values())
                .map(each -> new NodeId(0, each.id()))
                .toList();
    }

    /** The value of a property of a tag that has it. */
    DataValue value(int tag, String tagName, HistoryPart part, @Nullable DateTime serverTime) {
        HistoricalConfig config = historized.of(tag).orElse(null);
        if (config == null) {
            return new DataValue(StatusCodes.Bad_NodeIdUnknown);
        }
        AggregateConfig aggregates = AggregateConfig.DEFAULT;
        Object value = switch (part) {
            case STEPPED -> config.stepped();
            case MIN_TIME_INTERVAL -> millis(config.minInterval());
            case MAX_TIME_INTERVAL -> millis(config.maxInterval());
            case MAX_TIME_STORED_VALUES -> millis(config.retention());
            case EXCEPTION_DEVIATION ->
                config.deviation().map(Deviation::amount).orElse(null);
            case EXCEPTION_DEVIATION_FORMAT ->
                config.deviation().map(HistoryNodes::format).orElse(null);
            case SERVER_TIMESTAMP_SUPPORTED -> true;
            case TREAT_UNCERTAIN_AS_BAD -> aggregates.treatUncertainAsBad();
            case PERCENT_DATA_BAD -> Unsigned.ubyte(aggregates.percentDataBad());
            case PERCENT_DATA_GOOD -> Unsigned.ubyte(aggregates.percentDataGood());
            case USE_SLOPED_EXTRAPOLATION -> aggregates.useSlopedExtrapolation();
            // Remarks are read by HistoryRead; there is no current one.
            case ANNOTATIONS, START_OF_ARCHIVE, START_OF_ONLINE_ARCHIVE -> null;
            case CONFIGURATION, AGGREGATE_CONFIGURATION, AGGREGATE_FUNCTIONS -> null;
        };
        if (part.dataType().isEmpty()) {
            return new DataValue(StatusCodes.Bad_AttributeIdInvalid);
        }
        if (part == HistoryPart.START_OF_ARCHIVE || part == HistoryPart.START_OF_ONLINE_ARCHIVE) {
            return start(tagName, serverTime);
        }
        return value == null
                ? new DataValue(Variant.NULL_VALUE, new StatusCode(StatusCodes.Good_NoData), null, serverTime)
                : new DataValue(new Variant(value), StatusCode.GOOD, null, serverTime);
    }

    private static @Nullable Double millis(Optional<Duration> span) {
        return span.map(each -> each.toNanos() / 1e6).orElse(null);
    }

    private static ExceptionDeviationFormat format(Deviation deviation) {
        return switch (deviation.format()) {
            case ABSOLUTE_VALUE -> ExceptionDeviationFormat.AbsoluteValue;
            case PERCENT_OF_VALUE -> ExceptionDeviationFormat.PercentOfValue;
            case PERCENT_OF_RANGE -> ExceptionDeviationFormat.PercentOfRange;
            case PERCENT_OF_EU_RANGE -> ExceptionDeviationFormat.PercentOfEuRange;
            case UNKNOWN -> ExceptionDeviationFormat.Unknown;
        };
    }

    private DataValue start(String tagName, @Nullable DateTime serverTime) {
        try {
            return archive.flatMap(store -> store.bound(Series.of(tagName), Ticks.MIN, Side.AT_OR_AFTER, TimeRange.ALL))
                    .map(first ->
                            new DataValue(new Variant(new DateTime(first.time())), StatusCode.GOOD, null, serverTime))
                    .orElseGet(() -> new DataValue(
                            Variant.NULL_VALUE, new StatusCode(StatusCodes.Good_NoData), null, serverTime));
        } catch (ArchiveException e) {
            return new DataValue(StatusCodes.Bad_DataUnavailable);
        }
    }
}
