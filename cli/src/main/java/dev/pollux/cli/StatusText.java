package dev.pollux.cli;

import dev.pollux.cli.pair.StationReport;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The pair as text for operators. Pure. */
final class StatusText {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

    private StatusText() {}

    static String of(List<Seen<StationReport>> seen) {
        List<String> lines = new ArrayList<>();
        for (Seen<StationReport> each : seen) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            each.report().ifPresentOrElse(report -> station(lines, report), () -> unreachable(lines, seen, each));
        }
        lines.add("");
        lines.add(
                Status.master(Seen.reports(seen)).map(name -> "Master: " + name).orElse("Master: none"));
        return String.join(System.lineSeparator(), lines);
    }

    private static void unreachable(List<String> lines, List<Seen<StationReport>> all, Seen<StationReport> seen) {
        // The survivor knows the name of its partner; with one address left there is no doubt whose it is.
        long missing = all.stream().filter(each -> each.report().isEmpty()).count();
        Optional<String> name = all.stream()
                .flatMap(each -> each.report().stream())
                .map(StationReport::partner)
                .filter(partner -> missing == 1 && !partner.isEmpty())
                .findFirst();
        lines.add(name.orElse("(unknown)") + "  " + seen.url());
        lines.add("  not reachable: " + seen.reason());
    }

    private static void station(List<String> lines, StationReport report) {
        lines.add(report.station() + "  " + report.url());
        add(lines, "state", report.state().text() + inBrackets(report.stateReason()) + term(report.term()));
        add(lines, "level", number(report.serviceLevel()) + inBrackets(report.serviceLevelReason()));
        add(lines, "master", report.master().isEmpty() ? "none known" : report.master());
        add(lines, "devices", report.devices() + " connected");
        add(
                lines,
                "clients",
                report.clients().isPresent() ? Long.toString(report.clients().getAsLong()) : "?");
        if (!report.partner().isEmpty()) {
            add(lines, "partner", partner(report));
            add(lines, "links", report.links().isEmpty() ? "none" : String.join("; ", report.links()));
            report.clockOffset().ifPresent(offset -> add(lines, "clock offset", offset.toMillis() + " ms"));
            add(lines, "project", project(report));
            if (!report.witness().isEmpty()) {
                add(lines, "witness", report.witness() + inBrackets(report.witnessError()));
            }
        }
        report.lastLoss().ifPresent(time -> add(lines, "partner lost", TIME.format(time)));
        report.lastReturn().ifPresent(time -> add(lines, "partner back", TIME.format(time)));
        report.lastSwitch().ifPresent(time -> add(lines, "last switch", lastSwitch(time, report)));
    }

    static String partner(StationReport report) {
        return report.partnerAvailable()
                ? report.partner() + ": " + report.partnerState().text() + ", level "
                        + number(report.partnerServiceLevel()) + ", devices " + report.partnerDevices()
                : report.partner() + ": not available";
    }

    static String project(StationReport report) {
        String own = shortened(report.fingerprint());
        if (report.partnerFingerprint().isEmpty()) {
            return own;
        }
        return report.fingerprint().equals(report.partnerFingerprint())
                ? own + ", the same as the partner's"
                : own + ", DIFFERENT from the partner's " + shortened(report.partnerFingerprint());
    }

    private static String shortened(String fingerprint) {
        return fingerprint.substring(0, Math.min(12, fingerprint.length()));
    }

    static String lastSwitch(Instant time, StationReport report) {
        return TIME.format(time)
                + inBrackets(report.lastSwitchReason())
                + report.lastSwitchDuration()
                        .map(took -> ", took " + took.toMillis() + " ms")
                        .orElse("");
    }

    static String term(OptionalLong term) {
        return term.isPresent() ? ", term " + term.getAsLong() : "";
    }

    private static String inBrackets(String text) {
        return text.isEmpty() ? "" : " (" + text + ")";
    }

    private static String number(OptionalInt number) {
        return number.isPresent() ? Integer.toString(number.getAsInt()) : "?";
    }

    private static String number(OptionalLong number) {
        return number.isPresent() ? Long.toString(number.getAsLong()) : "?";
    }

    private static void add(List<String> lines, String name, String value) {
        lines.add(String.format(Locale.ROOT, "  %-13s %s", name, value));
    }
}
