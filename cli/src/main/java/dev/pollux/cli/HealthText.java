package dev.pollux.cli;

import dev.pollux.cli.pair.HealthReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** The health of the stations as text for operators. Pure. */
final class HealthText {
    private HealthText() {}

    static String of(List<Seen<HealthReport>> seen) {
        List<String> lines = new ArrayList<>();
        for (Seen<HealthReport> each : seen) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            each.report().ifPresentOrElse(report -> station(lines, report), () -> lines.add(each.unreachable()));
        }
        return String.join(System.lineSeparator(), lines);
    }

    private static void station(List<String> lines, HealthReport report) {
        lines.add(report.station() + "  " + report.url());
        add(lines, "health", report.overall() + (report.isolated() ? ", isolated: clients are sent away" : ""));
        report.impairments().forEach(each -> add(lines, "impaired", each));
        disk(lines, "archive disk", report.number("ArchiveDiskFree"));
        disk(lines, "log disk", report.number("LogDiskFree"));
        disk(lines, "data disk", report.number("DataDiskFree"));
        value(lines, "heap", report.number("HeapAfterCollection"), "% after garbage collection");
        value(lines, "gc", report.number("CollectionShare"), "% of the last minute");
        value(lines, "cpu", report.number("ProcessorLoad"), "%");
        value(lines, "clock offset", report.number("ClockOffset"), " ms");
        value(lines, "backlog", report.number("ArchiveBacklog"), "% of the archive's");
        report.number("ProcessRestarts").stream()
                .filter(count -> count > 0)
                .forEach(count -> add(lines, "restarts", number(count) + " of the process, automatic"));
        report.components().forEach(each -> add(lines, "component", each));
    }

    private static void disk(List<String> lines, String name, OptionalDouble free) {
        free.ifPresent(bytes -> add(lines, name, ArchiveText.size((long) bytes) + " free"));
    }

    private static void value(List<String> lines, String name, OptionalDouble value, String unit) {
        value.ifPresent(each -> add(lines, name, number(each) + unit));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%.1f", value);
    }

    private static void add(List<String> lines, String name, String value) {
        lines.add(String.format(Locale.ROOT, "  %-13s %s", name, value));
    }
}
