package dev.pollux.server.space;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.jspecify.annotations.Nullable;

/** The nodes below a tag that tell of its history (OPC 10000-11 §5.2.2, OPC 10000-13 §4.2.1). */
enum HistoryPart {
    ANNOTATIONS(null, "Annotations", Types.ANNOTATION),
    CONFIGURATION(null, "HA Configuration", Types.NONE),
    STEPPED(CONFIGURATION, "Stepped", Types.BOOLEAN),
    MIN_TIME_INTERVAL(CONFIGURATION, "MinTimeInterval", Types.DURATION),
    MAX_TIME_INTERVAL(CONFIGURATION, "MaxTimeInterval", Types.DURATION),
    EXCEPTION_DEVIATION(CONFIGURATION, "ExceptionDeviation", Types.DOUBLE),
    EXCEPTION_DEVIATION_FORMAT(CONFIGURATION, "ExceptionDeviationFormat", Types.EXCEPTION_DEVIATION_FORMAT),
    START_OF_ARCHIVE(CONFIGURATION, "StartOfArchive", Types.UTC_TIME),
    START_OF_ONLINE_ARCHIVE(CONFIGURATION, "StartOfOnlineArchive", Types.UTC_TIME),
    SERVER_TIMESTAMP_SUPPORTED(CONFIGURATION, "ServerTimestampSupported", Types.BOOLEAN),
    MAX_TIME_STORED_VALUES(CONFIGURATION, "MaxTimeStoredValues", Types.DURATION),
    AGGREGATE_FUNCTIONS(CONFIGURATION, "AggregateFunctions", Types.NONE),
    AGGREGATE_CONFIGURATION(CONFIGURATION, "AggregateConfiguration", Types.NONE),
    TREAT_UNCERTAIN_AS_BAD(AGGREGATE_CONFIGURATION, "TreatUncertainAsBad", Types.BOOLEAN),
    PERCENT_DATA_BAD(AGGREGATE_CONFIGURATION, "PercentDataBad", Types.BYTE),
    PERCENT_DATA_GOOD(AGGREGATE_CONFIGURATION, "PercentDataGood", Types.BYTE),
    USE_SLOPED_EXTRAPOLATION(AGGREGATE_CONFIGURATION, "UseSlopedExtrapolation", Types.BOOLEAN);

    private static final Map<String, HistoryPart> BY_PATH =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(HistoryPart::path, Function.identity()));

    private final @Nullable HistoryPart parent;
    private final String browseName;
    private final int dataType;

    HistoryPart(@Nullable HistoryPart parent, String browseName, int dataType) {
        this.parent = parent;
        this.browseName = browseName;
        this.dataType = dataType;
    }

    /** Where it hangs; empty if at the tag itself. */
    Optional<HistoryPart> parent() {
        return Optional.ofNullable(parent);
    }

    /** In namespace 0. */
    String browseName() {
        return browseName;
    }

    /** Of a property; empty for an object. */
    Optional<NodeId> dataType() {
        return dataType == Types.NONE ? Optional.empty() : Optional.of(new NodeId(0, dataType));
    }

    /** What follows the tag's name and a {@code #} in the identifier. */
    String path() {
        return parent == null ? browseName : parent.path() + "/" + browseName;
    }

    /** The part with this path. */
    static Optional<HistoryPart> of(String path) {
        return Optional.ofNullable(BY_PATH.get(path));
    }

    NodeId typeDefinition() {
        return switch (this) {
            case CONFIGURATION -> NodeIds.HistoricalDataConfigurationType;
            case AGGREGATE_CONFIGURATION -> NodeIds.AggregateConfigurationType;
            case AGGREGATE_FUNCTIONS -> NodeIds.FolderType;
            case ANNOTATIONS,
                    STEPPED,
                    MIN_TIME_INTERVAL,
                    MAX_TIME_INTERVAL,
                    EXCEPTION_DEVIATION,
                    EXCEPTION_DEVIATION_FORMAT,
                    START_OF_ARCHIVE,
                    START_OF_ONLINE_ARCHIVE,
                    SERVER_TIMESTAMP_SUPPORTED,
                    MAX_TIME_STORED_VALUES,
                    TREAT_UNCERTAIN_AS_BAD,
                    PERCENT_DATA_BAD,
                    PERCENT_DATA_GOOD,
                    USE_SLOPED_EXTRAPOLATION -> NodeIds.PropertyType;
        };
    }

    /** Type of the reference from the parent, or from the tag. */
    NodeId reference() {
        if (this == CONFIGURATION) {
            return NodeIds.HasHistoricalConfiguration;
        }
        return dataType == Types.NONE ? NodeIds.HasComponent : NodeIds.HasProperty;
    }

    /** Numbers of data types in namespace 0. */
    private static final class Types {
        static final int NONE = 0;
        static final int BOOLEAN = 1;
        static final int BYTE = 3;
        static final int DOUBLE = 11;
        static final int DURATION = 290;
        static final int UTC_TIME = 294;
        static final int EXCEPTION_DEVIATION_FORMAT = 890;
        static final int ANNOTATION = 894;

        private Types() {}
    }
}
