package dev.pollux.archive.longterm;

import dev.pollux.archive.Series;
import dev.pollux.archive.Value;
import java.time.Duration;

/** One tag in one long-term archive: how far it has been computed. Belongs to the worker's thread. */
final class LongTermTarget {
    /** {@link #done} before it has been looked up. */
    static final long UNKNOWN = -1;

    private static final String RUNS = "@runs-";
    private static final String WITH_RUNS = " runs1";

    final LongTermConfig config;
    final LongTermRules rules;
    final LongTermWorker.Tag tag;

    /** Every interval before this instant has been computed. */
    long done = UNKNOWN;

    /** Nothing can be due before this instant. */
    long look = Long.MIN_VALUE;

    LongTermTarget(LongTermConfig config, LongTermRules rules, LongTermWorker.Tag tag) {
        this.config = config;
        this.rules = rules;
        this.tag = tag;
    }

    Series series(String aggregate) {
        return Series.longTerm(config.name(), tag.name(), aggregate);
    }

    /** The buckets of runs: a series for each length, so that buckets of another length never stand among them. */
    Series runs() {
        return runs(config.name(), tag.name(), config.interval());
    }

    static Series runs(String archive, String tag, Duration interval) {
        return Series.longTerm(archive, tag, RUNS + interval);
    }

    /** What the results depend on beside the captured values. */
    Value kind() {
        return new Value(
                Value.STRING,
                config.interval() + " " + config.aggregates() + (tag.stepped() ? " stepped" : " sloped") + WITH_RUNS);
    }

    /** Whether runs over an interval were computed with results of this kind; they depend on nothing else. */
    static boolean hasRuns(Value kind, Duration interval) {
        return kind.content() instanceof String text && text.startsWith(interval + " ") && text.endsWith(WITH_RUNS);
    }
}
