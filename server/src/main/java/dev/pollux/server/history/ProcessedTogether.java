package dev.pollux.server.history;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Series;
import dev.pollux.archive.aggregate.Aggregate;
import dev.pollux.archive.aggregate.AggregateConfig;
import dev.pollux.archive.aggregate.Aggregation;
import dev.pollux.archive.aggregate.Intervals;
import dev.pollux.server.history.HistoryQuery.Processed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The aggregates of one request. Those of one tag over the same intervals, as Minimum, Maximum and Average for a trend,
 * are measured in one pass over its samples: the first node of them that is answered measures for the others.
 */
final class ProcessedTogether {
    private final Map<Shape, List<Aggregate>> asked = new HashMap<>();
    private final Map<Shape, Rows> rows = new HashMap<>();

    /** What has to be the same to be measured together. */
    private record Shape(Series series, AggregateConfig config, Intervals intervals) {
        static Shape of(Series series, Processed query) {
            return new Shape(series, query.config(), query.intervals());
        }
    }

    /** Tells beforehand what will be read. */
    void expect(Series series, Processed query) {
        List<Aggregate> aggregates = asked.computeIfAbsent(Shape.of(series, query), shape -> new ArrayList<>());
        if (!aggregates.contains(query.aggregate())) {
            aggregates.add(query.aggregate());
        }
    }

    /** Whether another node of the request has begun to measure what this one asks for. */
    boolean begun(Series series, Processed query) {
        return rows.containsKey(Shape.of(series, query));
    }

    /**
     * The results of one node.
     *
     * @param begin begins to measure some aggregates, where nobody has
     */
    Rows rows(Series series, Processed query, Function<List<Aggregate>, Aggregation> begin, ArchiveSamples samples) {
        Shape shape = Shape.of(series, query);
        return rows.computeIfAbsent(shape, unused -> {
            List<Aggregate> aggregates = asked.getOrDefault(shape, List.of(query.aggregate()));
            return new Rows(aggregates, begin.apply(aggregates), samples);
        });
    }

    /** Results interval by interval, measured when one is asked for first. */
    static final class Rows {
        private final List<Aggregate> aggregates;
        private final Aggregation measuring;
        private final ArchiveSamples samples;
        private final List<List<ArchivedSample>> measured = new ArrayList<>();
        private @Nullable RuntimeException failure;

        private Rows(List<Aggregate> aggregates, Aggregation measuring, ArchiveSamples samples) {
            this.aggregates = aggregates;
            this.measuring = measuring;
            this.samples = samples;
        }

        /** Whether the result of an interval is there already. */
        boolean measured(int index) {
            return index < measured.size();
        }

        /** The result of an interval; those before it have to be asked for before. */
        ArchivedSample get(Aggregate aggregate, int index) {
            if (!measured(index)) {
                measured.add(next());
            }
            return measured.get(index).get(aggregates.indexOf(aggregate));
        }

        /** Who comes after a failure must not go on with the interval behind the one that failed. */
        private List<ArchivedSample> next() {
            if (failure != null) {
                throw failure;
            }
            try {
                return measuring.next();
            } catch (RuntimeException e) {
                failure = e;
                throw e;
            }
        }

        /** The samples that are measured; they know where they are from. */
        ArchiveSamples samples() {
            return samples;
        }
    }
}
