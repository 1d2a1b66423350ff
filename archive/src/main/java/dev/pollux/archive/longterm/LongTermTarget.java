package dev.pollux.archive.longterm;

import dev.pollux.archive.Series;
import dev.pollux.archive.Value;

/** One tag in one long-term archive: how far it has been computed. Belongs to the worker's thread. */
final class LongTermTarget {
    /** {@link #done} before it has been looked up. */
    static final long UNKNOWN = -1;

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

    /** What the results depend on beside the captured values. */
    Value kind() {
        return new Value(
                Value.STRING, config.interval() + " " + config.aggregates() + (tag.stepped() ? " stepped" : " sloped"));
    }
}
