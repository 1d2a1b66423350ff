package dev.pollux.server.event;

import java.util.Optional;
import java.util.function.BiPredicate;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.sdk.server.events.OperatorContext;
import org.eclipse.milo.opcua.sdk.server.events.ValidationException;
import org.eclipse.milo.opcua.sdk.server.events.operators.Operator;
import org.eclipse.milo.opcua.sdk.server.events.operators.Operators;
import org.eclipse.milo.opcua.sdk.server.model.objects.BaseEventTypeNode;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.FilterOperator;
import org.eclipse.milo.opcua.stack.core.types.structured.ContentFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.ContentFilterElement;
import org.eclipse.milo.opcua.stack.core.types.structured.ElementOperand;
import org.eclipse.milo.opcua.stack.core.types.structured.FilterOperand;
import org.eclipse.milo.opcua.stack.core.types.structured.LiteralOperand;
import org.eclipse.milo.opcua.stack.core.types.structured.SimpleAttributeOperand;
import org.jspecify.annotations.Nullable;

/**
 * A where clause (OPC 10000-4 §7.7.1) on the fields of an event. Conversions and comparisons are those of the stack;
 * only types and fields are found without nodes.
 */
final class WhereClause {
    private static final int ELEMENTS_MAX = 100;
    private static final int OPERANDS_MAX = 1_000;

    private final OpcUaServer server;
    private final BiPredicate<NodeId, NodeId> isOf;
    private final ContentFilterElement[] elements;
    private final FilterOperand[][] operands;

    /**
     * Of a filter.
     *
     * @param isOf whether the first type is the second or a subtype of it
     * @throws UaException Bad_EventFilterInvalid, or Bad_FilterOperatorUnsupported for InView and RelatedTo
     */
    WhereClause(OpcUaServer server, BiPredicate<NodeId, NodeId> isOf, @Nullable ContentFilter filter)
            throws UaException {
        this.server = server;
        this.isOf = isOf;
        ContentFilterElement[] asked = filter == null ? null : filter.getElements();
        elements = asked == null ? new ContentFilterElement[0] : asked;
        if (elements.length > ELEMENTS_MAX) {
            throw new UaException(StatusCodes.Bad_EventFilterInvalid);
        }
        operands = new FilterOperand[elements.length][];
        for (int i = 0; i < elements.length; i++) {
            operands[i] = operands(i);
            check(i);
        }
    }

    private FilterOperand[] operands(int element) throws UaException {
        ExtensionObject[] encoded = elements[element].getFilterOperands();
        if (encoded == null || encoded.length == 0 || encoded.length > OPERANDS_MAX) {
            throw new UaException(StatusCodes.Bad_EventFilterInvalid);
        }
        FilterOperand[] decoded = new FilterOperand[encoded.length];
        for (int i = 0; i < encoded.length; i++) {
            decoded[i] = operand(encoded[i], element);
        }
        return decoded;
    }

    private FilterOperand operand(ExtensionObject encoded, int element) throws UaException {
        Object decoded;
        try {
            decoded = encoded.decode(server.getStaticEncodingContext());
        } catch (RuntimeException e) {
            throw new UaException(StatusCodes.Bad_EventFilterInvalid, e);
        }
        if (decoded instanceof LiteralOperand || decoded instanceof SimpleAttributeOperand) {
            return (FilterOperand) decoded;
        }
        // Only to what comes later: so there are no cycles (OPC 10000-4 §7.7.4.2).
        if (decoded instanceof ElementOperand reference
                && reference.getIndex() != null
                && reference.getIndex().longValue() > element
                && reference.getIndex().longValue() < elements.length) {
            return reference;
        }
        throw new UaException(StatusCodes.Bad_EventFilterInvalid);
    }

    private void check(int element) throws UaException {
        FilterOperator kind = elements[element].getFilterOperator();
        if (kind == null) {
            throw new UaException(StatusCodes.Bad_EventFilterInvalid);
        }
        try {
            operator(kind).validate(new Evaluation(null), operands[element]);
        } catch (ValidationException e) {
            throw new UaException(e.getStatusCode().value(), e);
        }
    }

    private static Operator<?> operator(FilterOperator kind) {
        return switch (kind) {
            case Equals -> Operators.EQUALS;
            case IsNull -> Operators.IS_NULL;
            case GreaterThan -> Operators.GREATER_THAN;
            case LessThan -> Operators.LESS_THAN;
            case GreaterThanOrEqual -> Operators.GREATER_THAN_OR_EQUAL;
            case LessThanOrEqual -> Operators.LESS_THAN_OR_EQUAL;
            case Like -> Operators.LIKE;
            case Not -> Operators.NOT;
            case Between -> Operators.BETWEEN;
            case InList -> Operators.IN_LIST;
            case And -> Operators.AND;
            case Or -> Operators.OR;
            case Cast -> Operators.CAST;
            case BitwiseAnd -> Operators.BITWISE_AND;
            case BitwiseOr -> Operators.BITWISE_OR;
            case OfType -> Operators.OF_TYPE;
            case InView, RelatedTo -> Operators.UNSUPPORTED;
        };
    }

    /** Whether an event is wanted. What cannot be decided is not. */
    boolean matches(Event event) {
        if (elements.length == 0) {
            return true;
        }
        try {
            return Boolean.TRUE.equals(new Evaluation(event).element(0));
        } catch (UaException e) {
            return false;
        }
    }

    /** For one event; each element is computed once, however often others refer to it. */
    private final class Evaluation implements OperatorContext {
        private final @Nullable Event event;
        private final boolean[] known = new boolean[elements.length];
        private final @Nullable Object[] results = new Object[elements.length];

        Evaluation(@Nullable Event event) {
            this.event = event;
        }

        @SuppressWarnings("NullAway") // The stack's operators only hand the node on to resolve() below.
        @Nullable
        Object element(int index) throws UaException {
            if (!known[index]) {
                FilterOperator kind = elements[index].getFilterOperator();
                results[index] = kind == FilterOperator.OfType
                        ? ofType(operands[index][0])
                        : operator(kind).apply(this, null, operands[index]);
                known[index] = true;
            }
            return results[index];
        }

        private boolean ofType(FilterOperand operand) throws UaException {
            return event != null && value(operand) instanceof NodeId type && isOf.test(event.type(), type);
        }

        private @Nullable Object value(FilterOperand operand) throws UaException {
            if (operand instanceof LiteralOperand literal) {
                return literal.getValue() == null ? null : literal.getValue().value();
            }
            if (operand instanceof ElementOperand reference) {
                return element(reference.getIndex().intValue());
            }
            if (operand instanceof SimpleAttributeOperand attribute && event != null) {
                return EventField.of(attribute).of(event, isOf);
            }
            throw new UaException(StatusCodes.Bad_FilterOperandInvalid);
        }

        @Override
        public @Nullable Object resolve(FilterOperand operand, @Nullable BaseEventTypeNode none) throws UaException {
            return value(operand);
        }

        @Override
        public OpcUaServer getServer() {
            return server;
        }

        @Override
        public Optional<Session> getSession() {
            return Optional.empty();
        }

        @Override
        public ContentFilterElement[] getElements() {
            return elements;
        }
    }
}
