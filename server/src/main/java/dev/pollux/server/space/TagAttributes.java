package dev.pollux.server.space;

import dev.pollux.server.history.HistoricalConfig;
import dev.pollux.server.history.History;
import dev.pollux.server.project.UsersConfig.Role;
import dev.pollux.server.security.Roles;
import dev.pollux.server.tag.Access;
import dev.pollux.server.tag.Tag;
import dev.pollux.server.tag.TagTable;
import java.util.Optional;
import org.eclipse.milo.opcua.sdk.core.NumericRange;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.Range;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.jspecify.annotations.Nullable;

/** Answers reads of all attributes of tags, their properties, and areas. */
final class TagAttributes {
    private static final int CURRENT_READ = 1;
    private static final int CURRENT_WRITE = 2;
    private static final int HISTORY_READ = 4;
    private static final int HISTORY_WRITE = 8;
    private static final UInteger NO_WRITE_MASK = Unsigned.uint(0);

    private final UShort namespace;
    private final TagNodes nodes;
    private final TagTable table;
    private final HistoryNodes history;

    TagAttributes(UShort namespace, TagNodes nodes, TagTable table, HistoryNodes history) {
        this.history = history;
        this.namespace = namespace;
        this.nodes = nodes;
        this.table = table;
    }

    DataValue read(@Nullable Session session, ReadValueId what, TimestampsToReturn timestamps, DateTime now) {
        TagNodes.Place place = nodes.find(what.getNodeId());
        if (place == null) {
            return new DataValue(StatusCodes.Bad_NodeIdUnknown);
        }
        if (AttributeId.Value.uid().equals(what.getAttributeId())) {
            return value(session, place, what, timestamps, now);
        }
        Optional<AttributeId> attribute = AttributeId.from(what.getAttributeId());
        Object answer = attribute.isEmpty() ? null : attribute(session, place, what.getNodeId(), attribute.get());
        return answer == null
                ? new DataValue(StatusCodes.Bad_AttributeIdInvalid)
                : new DataValue(new Variant(answer), StatusCode.GOOD, null, serverTime(timestamps) ? now : null);
    }

    private DataValue value(
            @Nullable Session session,
            TagNodes.Place place,
            ReadValueId what,
            TimestampsToReturn timestamps,
            DateTime now) {
        if (session != null && !Roles.atLeast(session, Role.OBSERVER)) {
            return new DataValue(StatusCodes.Bad_UserAccessDenied);
        }
        QualifiedName encoding = what.getDataEncoding();
        if (encoding != null && encoding.isNotNull() && place.kind() == TagNodes.Kind.TAG) {
            return new DataValue(StatusCodes.Bad_DataEncodingInvalid);
        }
        DateTime server = serverTime(timestamps) ? now : null;
        DataValue value = switch (place.kind()) {
            case AREA -> new DataValue(StatusCodes.Bad_AttributeIdInvalid);
            case RANGE -> new DataValue(new Variant(range(place.index())), StatusCode.GOOD, null, server);
            case UNITS ->
                new DataValue(
                        new Variant(EngineeringUnits.of(nodes.tag(place.index()).unit())),
                        StatusCode.GOOD,
                        null,
                        server);
            case TAG -> current(place.index(), timestamps, server);
            case HISTORY ->
                history.value(place.index(), nodes.tag(place.index()).name(), place.historyPart(), server);
        };
        String part = what.getIndexRange();
        return part == null || part.isEmpty() || value.value().isNull() ? value : part(value, part);
    }

    private DataValue current(int tag, TimestampsToReturn timestamps, @Nullable DateTime server) {
        DataValue value = UaValues.dataValue(nodes.tag(tag).type(), table.sample(tag), DateTime.MIN_VALUE);
        boolean source = timestamps == TimestampsToReturn.Source || timestamps == TimestampsToReturn.Both;
        return new DataValue(value.value(), value.statusCode(), source ? value.sourceTime() : null, server);
    }

    private static DataValue part(DataValue value, String indexRange) {
        try {
            Object part = NumericRange.readFromValueAtRange(value.value(), NumericRange.parse(indexRange));
            return value.copy().setValue(Variant.of(part)).build();
        } catch (UaException e) {
            return new DataValue(e.getStatusCode());
        }
    }

    private static boolean serverTime(TimestampsToReturn timestamps) {
        return timestamps == TimestampsToReturn.Server || timestamps == TimestampsToReturn.Both;
    }

    /** Value of an attribute other than Value, null if the node does not have it. */
    private @Nullable Object attribute(
            @Nullable Session session, TagNodes.Place place, NodeId id, AttributeId attribute) {
        boolean object = place.kind() == TagNodes.Kind.AREA
                || (place.kind() == TagNodes.Kind.HISTORY
                        && place.historyPart().dataType().isEmpty());
        return switch (attribute) {
            case NodeId -> id;
            case NodeClass -> object ? NodeClass.Object : NodeClass.Variable;
            case BrowseName -> browseName(place);
            case DisplayName -> LocalizedText.english(name(place));
            case Description -> description(place);
            case WriteMask, UserWriteMask -> NO_WRITE_MASK;
            case EventNotifier -> object ? Unsigned.ubyte(0) : null;
            default -> object ? null : variableAttribute(session, place, attribute);
        };
    }

    private @Nullable Object variableAttribute(@Nullable Session session, TagNodes.Place place, AttributeId attribute) {
        boolean tag = place.kind() == TagNodes.Kind.TAG;
        return switch (attribute) {
            case DataType -> dataType(place);
            case ValueRank -> -1;
            case AccessLevel -> Unsigned.ubyte(accessLevel(place));
            case UserAccessLevel -> Unsigned.ubyte(accessLevel(place) & allowed(session, place));
            case AccessLevelEx -> Unsigned.uint(accessLevel(place));
            case MinimumSamplingInterval ->
                tag ? (double) nodes.tag(place.index()).source().pollInterval().toMillis() : 0.0;
            case Historizing ->
                tag
                        && history.config(place.index())
                                .map(HistoricalConfig::collecting)
                                .orElse(false);
            default -> null;
        };
    }

    private NodeId dataType(TagNodes.Place place) {
        return switch (place.kind()) {
            case RANGE -> NodeIds.Range;
            case UNITS -> NodeIds.EUInformation;
            case HISTORY -> place.historyPart().dataType().orElse(NodeIds.BaseDataType);
            case TAG, AREA -> new NodeId(0, nodes.tag(place.index()).type().builtInId());
        };
    }

    private int accessLevel(TagNodes.Place place) {
        boolean tag = place.kind() == TagNodes.Kind.TAG;
        int write = tag && nodes.tag(place.index()).access() == Access.READ_WRITE ? CURRENT_WRITE : 0;
        boolean archived = tag
                ? history.config(place.index()).isPresent()
                : place.kind() == TagNodes.Kind.HISTORY && place.historyPart() == HistoryPart.ANNOTATIONS;
        return CURRENT_READ | write | (archived ? HISTORY_READ | HISTORY_WRITE : 0);
    }

    /** What the role of a session lets it do with such a node, if the node has it. */
    private static int allowed(@Nullable Session session, TagNodes.Place place) {
        if (session == null) {
            return ~0;
        }
        boolean tag = place.kind() == TagNodes.Kind.TAG;
        int rights = tag ? 0 : CURRENT_READ;
        if (Roles.atLeast(session, Role.OBSERVER)) {
            rights |= CURRENT_READ | HISTORY_READ;
        }
        if (Roles.atLeast(session, Role.OPERATOR)) {
            rights |= CURRENT_WRITE;
        }
        return Roles.atLeast(session, tag ? History.CHANGES_VALUES : History.REMARKS) ? rights | HISTORY_WRITE : rights;
    }

    private QualifiedName browseName(TagNodes.Place place) {
        // EURange, EngineeringUnits and what tells of history are names of the OPC UA namespace (OPC 10000-8 §5.3.2).
        boolean standard = place.kind() != TagNodes.Kind.TAG && place.kind() != TagNodes.Kind.AREA;
        return standard ? new QualifiedName(0, name(place)) : new QualifiedName(namespace, name(place));
    }

    private String name(TagNodes.Place place) {
        return switch (place.kind()) {
            case TAG -> nodes.tag(place.index()).name();
            case RANGE -> TagNodes.RANGE;
            case UNITS -> TagNodes.UNITS;
            case HISTORY -> place.historyPart().browseName();
            case AREA -> {
                String path = nodes.areaAt(place.index()).path();
                yield place.index() == TagNodes.ROOT
                        ? nodes.areaAt(TagNodes.ROOT).description()
                        : path.substring(path.lastIndexOf('/') + 1);
            }
        };
    }

    private LocalizedText description(TagNodes.Place place) {
        return switch (place.kind()) {
            case TAG -> LocalizedText.english(nodes.tag(place.index()).description());
            case RANGE, UNITS, HISTORY -> LocalizedText.NULL_VALUE;
            case AREA ->
                place.index() == TagNodes.ROOT
                        ? LocalizedText.NULL_VALUE
                        : LocalizedText.english(nodes.areaAt(place.index()).description());
        };
    }

    /** As a decoded Range, which is what the stack's percent dead band wants to read; clients get it encoded. */
    private Range range(int tag) {
        Tag owner = nodes.tag(tag);
        return owner.range()
                .map(range -> new Range(range.low(), range.high()))
                .orElseThrow(() -> new IllegalStateException("tag " + owner.name() + " has no range"));
    }
}
