package dev.pollux.server.history;

import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.aggregate.Aggregate;
import dev.pollux.archive.aggregate.AggregateConfig;
import dev.pollux.archive.aggregate.Intervals;
import dev.pollux.server.history.HistoryQuery.AnnotationsAt;
import dev.pollux.server.history.HistoryQuery.AtTime;
import dev.pollux.server.history.HistoryQuery.Bounds;
import dev.pollux.server.history.HistoryQuery.Entries;
import dev.pollux.server.history.HistoryQuery.Kind;
import dev.pollux.server.history.HistoryQuery.Processed;
import dev.pollux.server.history.HistoryQuery.Raw;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Queries as numbers, and back. Each number is checked: what no query can be is a fault of the bytes. */
final class QueryBytes implements HistoryQuery.Reader {
    /** Bytes of any query without instants, with the frame of a continuation point. */
    static final int PLAIN_MAX = 128;

    private static final int RAW = 1;
    private static final int ENTRIES = 2;
    private static final int AT_TIME = 3;
    private static final int ANNOTATIONS_AT = 4;
    private static final int PROCESSED = 5;
    private static final int SKIP_MAX = 1_000_000;

    private final NumberBytes out;

    QueryBytes(NumberBytes out) {
        this.out = out;
    }

    /**
     * The next query.
     *
     * @throws IllegalArgumentException if there is none that could be
     */
    static HistoryQuery read(NumberBytes in) {
        return switch ((int) in.take(RAW, PROCESSED)) {
            case RAW -> new Raw(domain(in), bounds(in));
            case ENTRIES -> new Entries(in.takeFlag() ? Kind.ANNOTATIONS : Kind.MODIFICATIONS, domain(in), skip(in));
            case AT_TIME -> new AtTime(times(in), in.takeFlag());
            case ANNOTATIONS_AT -> new AnnotationsAt(times(in), skip(in));
            default -> processed(in);
        };
    }

    private static int skip(NumberBytes in) {
        return (int) in.take(0, SKIP_MAX);
    }

    @Override
    public Optional<HistoryQuery> raw(Raw query) {
        out.put(RAW);
        put(query.domain());
        Bounds bounds = query.bounds();
        out.put(bounds.start());
        out.put(bounds.end());
        if (bounds.start() || bounds.end()) {
            out.put(bounds.startTime());
            out.put(bounds.endTime());
            out.put(bounds.last());
        }
        return Optional.empty();
    }

    private static Bounds bounds(NumberBytes in) {
        boolean start = in.takeFlag();
        boolean end = in.takeFlag();
        if (!start && !end) {
            return Bounds.NONE;
        }
        return new Bounds(start, end, instant(in), in.take(Bounds.NOWHERE, Ticks.MAX), instant(in));
    }

    @Override
    public Optional<HistoryQuery> entries(Entries query) {
        out.put(ENTRIES);
        out.put(query.kind() == Kind.ANNOTATIONS);
        put(query.domain());
        out.put(query.skip());
        return Optional.empty();
    }

    @Override
    public Optional<HistoryQuery> atTime(AtTime query) {
        out.put(AT_TIME);
        put(query.times());
        out.put(query.simpleBounds());
        return Optional.empty();
    }

    @Override
    public Optional<HistoryQuery> annotationsAt(AnnotationsAt query) {
        out.put(ANNOTATIONS_AT);
        put(query.times());
        out.put(query.skip());
        return Optional.empty();
    }

    @Override
    public Optional<HistoryQuery> processed(Processed query) {
        out.put(PROCESSED);
        out.put(query.aggregate().id());
        AggregateConfig config = query.config();
        out.put(config.treatUncertainAsBad());
        out.put(config.percentDataBad());
        out.put(config.percentDataGood());
        out.put(config.useSlopedExtrapolation());
        out.put(query.intervals().start());
        out.put(query.intervals().end());
        out.put(query.intervals().length());
        return Optional.empty();
    }

    private static Processed processed(NumberBytes in) {
        Aggregate aggregate = Aggregate.of(in.take())
                .orElseThrow(() -> new IllegalArgumentException("an aggregate that is not known"));
        AggregateConfig config =
                new AggregateConfig(in.takeFlag(), (int) in.take(0, 100), (int) in.take(0, 100), in.takeFlag());
        return new Processed(aggregate, config, new Intervals(instant(in), instant(in), in.take(0, Long.MAX_VALUE)));
    }

    private void put(TimeDomain domain) {
        out.put(domain.range().from());
        out.put(domain.range().to() - domain.range().from());
        out.put(domain.reverse());
        out.put(domain.perCall() == TimeDomain.UNLIMITED ? 0 : domain.perCall());
        out.put(domain.left() == TimeDomain.UNLIMITED ? 0 : domain.left());
    }

    private static TimeDomain domain(NumberBytes in) {
        long from = instant(in);
        TimeRange range = new TimeRange(from, from + in.take(0, Ticks.MAX - from));
        return new TimeDomain(range, in.takeFlag(), count(in), count(in));
    }

    private static long count(NumberBytes in) {
        long count = in.take(0, Long.MAX_VALUE);
        return count == 0 ? TimeDomain.UNLIMITED : count;
    }

    /** As distances, which are short for instants that lie close together. */
    private void put(List<Long> times) {
        out.put(times.size());
        long last = 0;
        for (long time : times) {
            out.put(time - last);
            last = time;
        }
    }

    private static List<Long> times(NumberBytes in) {
        int count = (int) in.take(1, Continuation.BYTES_MAX);
        List<Long> times = new ArrayList<>(Math.min(count, 10_000));
        long last = 0;
        for (int i = 0; i < count; i++) {
            last += in.take();
            if (last < Ticks.MIN || last >= Ticks.MAX) {
                throw new IllegalArgumentException(last + " is no instant");
            }
            times.add(last);
        }
        return times;
    }

    private static long instant(NumberBytes in) {
        return in.take(Ticks.MIN, Ticks.MAX);
    }
}
