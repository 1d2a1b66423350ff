package dev.pollux.server.event;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.BiPredicate;
import org.eclipse.milo.opcua.sdk.core.NumericRange;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.SimpleAttributeOperand;
import org.jspecify.annotations.Nullable;

/**
 * A field of events as a filter names it (OPC 10000-4 §7.7.4.5). What an event does not have is null, never an error:
 * clients ask for fields of types that this server may not know.
 *
 * @param type only events of this type and its subtypes have it
 * @param path as text; null if it can never be in any event
 * @param range of an array or text; null for all of it
 */
record EventField(
        NodeId type, @Nullable String path, @Nullable NumericRange range) {
    static EventField of(SimpleAttributeOperand operand) {
        NodeId type = operand.getTypeDefinitionId();
        QualifiedName[] path = operand.getBrowsePath();
        boolean usable = operand.getAttributeId() != null
                && AttributeId.Value.uid().equals(operand.getAttributeId())
                && path != null
                && path.length > 0
                && Arrays.stream(path).allMatch(Objects::nonNull);
        NumericRange range = null;
        String indexRange = operand.getIndexRange();
        if (indexRange != null && !indexRange.isEmpty()) {
            try {
                range = NumericRange.parse(indexRange);
            } catch (UaException e) {
                usable = false;
            }
        }
        return new EventField(
                type == null || type.isNull() ? NodeIds.BaseEventType : type, usable ? Event.path(path) : null, range);
    }

    /** What is wrong with an operand, as far as a server can know: fields of unknown types are none. */
    static StatusCode check(SimpleAttributeOperand operand) {
        QualifiedName[] path = operand.getBrowsePath();
        if (operand.getAttributeId() == null
                || AttributeId.from(operand.getAttributeId()).isEmpty()) {
            return new StatusCode(StatusCodes.Bad_AttributeIdInvalid);
        }
        boolean named = path == null || Arrays.stream(path).allMatch(Objects::nonNull);
        return named ? StatusCode.GOOD : new StatusCode(StatusCodes.Bad_BrowseNameInvalid);
    }

    /**
     * The value in an event.
     *
     * @param isOf whether the first type is the second or a subtype of it
     */
    @Nullable
    Object of(Event event, BiPredicate<NodeId, NodeId> isOf) {
        if (path == null || !isOf.test(event.type(), type)) {
            return null;
        }
        Object value = event.field(path);
        if (value == null || range == null) {
            return value;
        }
        try {
            return NumericRange.readFromValueAtRange(Variant.of(value), range);
        } catch (UaException e) {
            return null;
        }
    }
}
