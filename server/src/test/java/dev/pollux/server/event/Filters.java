package dev.pollux.server.event;

import java.util.Arrays;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.encoding.DefaultEncodingContext;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.FilterOperator;
import org.eclipse.milo.opcua.stack.core.types.structured.ContentFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.ContentFilterElement;
import org.eclipse.milo.opcua.stack.core.types.structured.ElementOperand;
import org.eclipse.milo.opcua.stack.core.types.structured.EventFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.FilterOperand;
import org.eclipse.milo.opcua.stack.core.types.structured.LiteralOperand;
import org.eclipse.milo.opcua.stack.core.types.structured.SimpleAttributeOperand;

/** Event filters as clients make them. */
public final class Filters {
    public static final NodeId SYSTEM_MESSAGE = new NodeId(2, "SystemMessageType");

    private Filters() {}

    /** A field of a type: {@code Severity}, or {@code 2:Station}. */
    public static SimpleAttributeOperand field(NodeId type, String path) {
        QualifiedName[] names = Arrays.stream(path.split("/", -1))
                .map(each ->
                        each.startsWith("2:") ? new QualifiedName(2, each.substring(2)) : new QualifiedName(0, each))
                .toArray(QualifiedName[]::new);
        return new SimpleAttributeOperand(type, names, AttributeId.Value.uid(), null);
    }

    public static SimpleAttributeOperand field(String path) {
        return field(path.startsWith("2:") ? SYSTEM_MESSAGE : NodeIds.BaseEventType, path);
    }

    public static LiteralOperand literal(Object value) {
        return new LiteralOperand(new Variant(value));
    }

    public static ElementOperand element(int index) {
        return new ElementOperand(Unsigned.uint(index));
    }

    public static ContentFilterElement where(FilterOperator operator, FilterOperand... operands) {
        ExtensionObject[] encoded = Arrays.stream(operands)
                .map(each -> ExtensionObject.encode(DefaultEncodingContext.INSTANCE, each))
                .toArray(ExtensionObject[]::new);
        return new ContentFilterElement(operator, encoded);
    }

    public static EventFilter filter(List<SimpleAttributeOperand> select, ContentFilterElement... where) {
        return new EventFilter(
                select.toArray(SimpleAttributeOperand[]::new), new ContentFilter(where.length == 0 ? null : where));
    }
}
