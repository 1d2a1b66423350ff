package dev.pollux.cli.demo;

import dev.pollux.cli.demo.Trial.Result;
import dev.pollux.failover.FailoverReport;
import dev.pollux.failover.SubscriptionStatistics;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run has shown.
 *
 * @param time how long it ran
 * @param statistics of the client's subscription
 * @param gaps of the counter
 * @param lost instants of the counter that were lost, the first of them
 * @param longestPause longest time without a good value while there could have been one
 * @param failovers of the client
 * @param steps of the script
 * @param pair at the end
 */
record Summary(
        Duration time,
        SubscriptionStatistics statistics,
        GapLedger.Count gaps,
        List<String> lost,
        Duration longestPause,
        List<FailoverReport> failovers,
        List<Result> steps,
        PairView pair) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

    /** What was wrong; empty if the run is good. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (gaps.delivered() == 0) {
            faults.add("the counter was never received");
        }
        if (gaps.lost() > 0) {
            faults.add(gaps.lost() + " values of the counter were lost");
        }
        if (statistics.dropped() > 0) {
            faults.add(statistics.dropped() + " values were dropped because the client was too slow");
        }
        if (gaps.unordered() > 0) {
            faults.add(gaps.unordered() + " values of the counter came twice or backwards");
        }
        steps.stream().filter(step -> !step.good()).forEach(step -> faults.add(step.step() + ": " + step.text()));
        if (!pair.rolesRight()) {
            faults.add("roles at the end: " + pair.rolesText());
        }
        return faults;
    }

    /** For operators. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("summary");
        add(lines, "time", seconds(time));
        add(
                lines,
                "values",
                statistics.delivered() + " received, " + statistics.replayed() + " of them replayed, "
                        + statistics.duplicates() + " duplicates held back");
        add(
                lines,
                "counter",
                gaps.delivered() + " instants received, " + gaps.lost() + " lost, " + gaps.notSampled()
                        + " not sampled by the station, " + gaps.excused() + " without plant or station");
        lost.forEach(each -> lines.add("    lost  " + each));
        add(lines, "pause", "longest " + longestPause.toMillis() + " ms without a value");
        add(lines, "failovers", Integer.toString(failovers.size()));
        failovers.forEach(each -> lines.add("    " + TIME.format(each.startedAt()) + "  " + Traffic.text(each)));
        if (!steps.isEmpty()) {
            add(lines, "script", "");
            steps.forEach(step ->
                    lines.add("    " + (step.good() ? "ok      " : "FAILED  ") + step.step() + "  " + step.text()));
        }
        add(lines, "roles", pair.rolesText());
        List<String> faults = faults();
        add(lines, "result", faults.isEmpty() ? "ok" : "FAILED");
        faults.forEach(fault -> lines.add("    " + fault));
        return lines;
    }

    /** For programs. */
    Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("ok", faults().isEmpty());
        json.put("faults", faults());
        json.put("seconds", time.toMillis() / 1000.0);
        json.put("valuesReceived", statistics.delivered());
        json.put("valuesReplayed", statistics.replayed());
        json.put("valuesDropped", statistics.dropped());
        json.put("counterReceived", gaps.delivered());
        json.put("counterLost", gaps.lost());
        json.put("counterLostInstants", lost);
        json.put("counterNotSampled", gaps.notSampled());
        json.put("counterExcused", gaps.excused());
        json.put("longestPauseMillis", longestPause.toMillis());
        json.put("failovers", failovers.stream().map(Summary::json).toList());
        json.put("steps", steps.stream().map(Summary::json).toList());
        Map<String, @Nullable Object> roles = new LinkedHashMap<>();
        pair.stations().forEach(each -> roles.put(each.name(), each.stateText()));
        json.put("roles", roles);
        return json;
    }

    private static Map<String, @Nullable Object> json(FailoverReport report) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("at", report.startedAt().toString());
        json.put("from", report.from().map(Traffic::station).orElse(null));
        json.put("to", Traffic.station(report.to()));
        json.put("cause", report.cause().name());
        json.put("detectionMillis", report.detection().toMillis());
        json.put(
                "untilFirstValueMillis",
                report.untilFirstValue().map(Duration::toMillis).orElse(null));
        json.put("valuesReplayed", report.valuesReplayed());
        return json;
    }

    private static Map<String, @Nullable Object> json(Result step) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("step", step.step());
        json.put("ok", step.good());
        json.put("text", step.text());
        return json;
    }

    private static void add(List<String> lines, String name, String value) {
        lines.add(String.format(Locale.ROOT, "  %-10s %s", name, value).stripTrailing());
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
}
