package dev.pollux.cli.history;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ubyte;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import dev.pollux.archive.Ticks;
import dev.pollux.archive.aggregate.Aggregate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.structured.AggregateConfiguration;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadAtTimeDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadProcessedDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRawModifiedDetails;

/** What to ask a history server for (OPC 10000-11 §6.5). Pure. */
public final class HistoryQuery {
    /** Values that are asked for at once: some hundred kilobytes, so that no station works long for one page. */
    public static final int PAGE = 10_000;

    private HistoryQuery() {}

    /** Values as they were archived, {@code from} inclusive, {@code to} exclusive; backwards if it is the earlier. */
    public static HistoryReadDetails raw(Instant from, Instant to, long limit, boolean bounds) {
        return new ReadRawModifiedDetails(false, time(from), time(to), uint(Math.min(limit, PAGE)), bounds);
    }

    /** What was overwritten or deleted. */
    public static HistoryReadDetails modified(Instant from, Instant to, long limit) {
        return new ReadRawModifiedDetails(true, time(from), time(to), uint(Math.min(limit, PAGE)), false);
    }

    /** The values at these instants. */
    public static HistoryReadDetails at(List<Instant> times) {
        return new ReadAtTimeDetails(times.stream().map(HistoryQuery::time).toArray(DateTime[]::new), true);
    }

    /** One value for each interval, with the server's own settings for aggregates. */
    public static HistoryReadDetails processed(Instant from, Instant to, Aggregate aggregate, Duration interval) {
        return new ReadProcessedDetails(
                time(from),
                time(to),
                interval.toNanos() / 1e6,
                new NodeId[] {new NodeId(0, aggregate.id())},
                new AggregateConfiguration(true, false, ubyte(100), ubyte(100), false));
    }

    private static DateTime time(Instant instant) {
        return new DateTime(Ticks.of(instant));
    }
}
