package dev.pollux.server.history;

import dev.pollux.archive.aggregate.Aggregate;
import dev.pollux.archive.aggregate.AggregateConfig;
import dev.pollux.archive.aggregate.Intervals;
import java.util.List;
import java.util.Optional;

/** What is left to read of one node. A continuation point is nothing but this. */
sealed interface HistoryQuery {
    /** Hands itself to the reader's method for its kind. */
    Optional<HistoryQuery> readBy(Reader reader);

    /** Reads a part of what a query asks for; each method returns the query for the rest, empty if nothing is left. */
    interface Reader {
        Optional<HistoryQuery> raw(Raw query);

        Optional<HistoryQuery> entries(Entries query);

        Optional<HistoryQuery> atTime(AtTime query);

        Optional<HistoryQuery> annotationsAt(AnnotationsAt query);

        Optional<HistoryQuery> processed(Processed query);
    }

    /** Archived values. */
    record Raw(TimeDomain domain, Bounds bounds) implements HistoryQuery {
        @Override
        public Optional<HistoryQuery> readBy(Reader reader) {
            return reader.raw(this);
        }
    }

    /**
     * Bounding values (OPC 10000-11 §4.6).
     *
     * @param start the one at the start is wanted and not yet returned
     * @param end the one at the end is wanted and not yet returned
     * @param startTime instant of the start
     * @param endTime instant of the end; {@link #NOWHERE} if the request has none
     * @param last instant of what was returned last
     */
    record Bounds(boolean start, boolean end, long startTime, long endTime, long last) {
        static final long NOWHERE = -1;
        static final Bounds NONE = new Bounds(false, false, 0, NOWHERE, 0);
    }

    /** What entries of a series are asked for that are no values. */
    enum Kind {
        MODIFICATIONS,
        ANNOTATIONS
    }

    /**
     * Modifications or annotations of a range; several may stand at one instant.
     *
     * @param skip how many at the first instant of the rest have been returned already
     */
    record Entries(Kind kind, TimeDomain domain, int skip) implements HistoryQuery {
        @Override
        public Optional<HistoryQuery> readBy(Reader reader) {
            return reader.entries(this);
        }
    }

    /** Values at instants. */
    record AtTime(List<Long> times, boolean simpleBounds) implements HistoryQuery {
        public AtTime {
            times = List.copyOf(times);
        }

        @Override
        public Optional<HistoryQuery> readBy(Reader reader) {
            return reader.atTime(this);
        }
    }

    /**
     * Annotations at instants.
     *
     * @param skip how many at the first instant have been returned already
     */
    record AnnotationsAt(List<Long> times, int skip) implements HistoryQuery {
        public AnnotationsAt {
            times = List.copyOf(times);
        }

        @Override
        public Optional<HistoryQuery> readBy(Reader reader) {
            return reader.annotationsAt(this);
        }
    }

    /** An aggregate over intervals. */
    record Processed(Aggregate aggregate, AggregateConfig config, Intervals intervals) implements HistoryQuery {
        @Override
        public Optional<HistoryQuery> readBy(Reader reader) {
            return reader.processed(this);
        }
    }
}
