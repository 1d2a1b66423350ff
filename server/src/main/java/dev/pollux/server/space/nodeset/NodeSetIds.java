package dev.pollux.server.space.nodeset;

import dev.pollux.nodesets.Name;
import dev.pollux.nodesets.NodeKey;
import dev.pollux.nodesets.NodeSet;
import dev.pollux.nodesets.Text;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;

/** Translates the namespace indexes of a file into those of the server. */
final class NodeSetIds {
    private final List<UShort> indexes = new ArrayList<>();

    NodeSetIds(NodeSet set, NamespaceTable table) {
        for (String uri : set.namespaceUris()) {
            UShort index = table.getIndex(uri);
            if (index == null) {
                throw new NodeSetFault(set.file() + ": namespace " + uri + " must be loaded before");
            }
            indexes.add(index);
        }
    }

    NodeId id(NodeKey key) {
        UShort namespace = indexes.get(key.namespace());
        return switch (key.kind()) {
            case NUMERIC -> new NodeId(namespace, Unsigned.uint(Long.parseLong(key.identifier())));
            case STRING -> new NodeId(namespace, key.identifier());
            case GUID -> new NodeId(namespace, UUID.fromString(key.identifier()));
            case OPAQUE ->
                new NodeId(namespace, ByteString.of(Base64.getDecoder().decode(key.identifier())));
        };
    }

    QualifiedName name(Name name) {
        return new QualifiedName(indexes.get(name.namespace()), name.name());
    }

    static LocalizedText text(Text text) {
        return text.equals(Text.EMPTY)
                ? LocalizedText.NULL_VALUE
                : new LocalizedText(text.locale().isEmpty() ? null : text.locale(), text.text());
    }
}
