package dev.pollux.server.history;

import dev.pollux.archive.Series;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/** Which node has which history. */
@FunctionalInterface
public interface HistoricalNodes {
    /** What a NodeId stands for. */
    HistoricalNode find(NodeId id);

    /** What can be asked of a node. */
    enum Kind {
        /** There is no such node. */
        UNKNOWN,
        /** A node without history. */
        NONE,
        /** Values of a tag. */
        VALUES,
        /** The remarks on a tag: its property Annotations. */
        ANNOTATIONS
    }

    /**
     * A node.
     *
     * @param tag index of the tag; -1 if it is none
     * @param series where its values are; any if it has none
     */
    record HistoricalNode(Kind kind, int tag, Series series) {
        private static final Series NO_SERIES = new Series(Series.VALUES, "-");

        /** Without history. */
        public static HistoricalNode none(boolean known) {
            return new HistoricalNode(known ? Kind.NONE : Kind.UNKNOWN, -1, NO_SERIES);
        }
    }
}
