package dev.pollux.server.redundancy.link;

import dev.pollux.server.redundancy.NumberedReport;
import dev.pollux.server.redundancy.link.SerialCodec.Echo;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which frames on a serial line are news. Counts is a report of a partner that has heard this very process, newer than
 * all before; so a recording of the line, or of another day, is nothing. What a frame confirms is a promise of this
 * station, so a report is confirmed only when those who decide have heard it. Not thread-safe; time passed in.
 */
final class SerialTalk {
    private static final int SENT_MAX = 64;
    private static final int RETIRED_MAX = 256;

    private final ArrayDeque<Sent> sent = new ArrayDeque<>();
    private final Set<Long> retired = new LinkedHashSet<>();
    private long ownIncarnation;
    private boolean spoken;
    /** The newest that came over the line. */
    private Echo last = Echo.NONE;
    /** The newest that those who decide have heard. */
    private Echo decidedOn = Echo.NONE;

    private record Sent(long sequence, long nanos) {}

    /** A report was sent. */
    void sent(NumberedReport report, long nanos) {
        ownIncarnation = report.incarnation();
        spoken = true;
        if (sent.size() >= SENT_MAX) {
            sent.removeFirst();
        }
        sent.addLast(new Sent(report.sequence(), nanos));
    }

    /** A report was decided on. */
    void decidedOn(NumberedReport report) {
        decidedOn = new Echo(report.incarnation(), report.sequence());
    }

    /**
     * What is to be confirmed to the partner. Sequence 0, which no report has, tells it only that its process is known:
     * it can be answered from then on, but nothing that it said has been heard.
     */
    Echo echo() {
        return decidedOn.incarnation() == last.incarnation() ? decidedOn : new Echo(last.incarnation(), 0);
    }

    /**
     * Whether a report counts. That of a process not heard before counts only if it confirms this process; the first
     * one of all is remembered even if not, so that its process is named and can confirm in turn.
     */
    boolean fresh(NumberedReport report, Echo echo) {
        boolean meant = spoken && echo.incarnation() == ownIncarnation;
        boolean first = last.equals(Echo.NONE);
        if (!first && report.incarnation() == last.incarnation()) {
            if (report.sequence() <= last.sequence()) {
                return false;
            }
        } else if (retired.contains(report.incarnation()) || !(meant || first)) {
            return false;
        } else if (!first) {
            retire(last.incarnation());
        }
        last = new Echo(report.incarnation(), report.sequence());
        return meant;
    }

    private void retire(long incarnation) {
        if (retired.size() >= RETIRED_MAX) {
            retired.remove(retired.iterator().next());
        }
        retired.add(incarnation);
    }

    /** When what the partner confirms was sent, if that is within the limit: then own to partner works. */
    Optional<Long> confirmed(Echo echo, long nanos, Duration limit) {
        return echo.incarnation() == ownIncarnation
                ? sent.stream()
                        .filter(each -> each.sequence() == echo.sequence() && nanos - each.nanos() <= limit.toNanos())
                        .map(Sent::nanos)
                        .findFirst()
                : Optional.empty();
    }
}
