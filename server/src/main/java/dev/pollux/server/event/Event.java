package dev.pollux.server.event;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.jspecify.annotations.Nullable;

/** Something that clients are told of. Immutable, and safe for use by any threads. */
public interface Event {
    /** Its event type. */
    NodeId type();

    /**
     * The value of a field, as the stack would encode it.
     *
     * @param path as {@link #path} gives it
     * @return null if the event has no such field
     */
    @Nullable
    Object field(String path);

    /** A browse path as text: {@code 0:EventId}, {@code 2:Station}; elements are separated by a slash. */
    static String path(QualifiedName... browsePath) {
        return Arrays.stream(browsePath)
                .map(name -> name.namespaceIndex() + ":" + name.name())
                .collect(Collectors.joining("/"));
    }
}
