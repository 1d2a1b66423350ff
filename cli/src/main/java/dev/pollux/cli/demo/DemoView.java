package dev.pollux.cli.demo;

import dev.pollux.cli.demo.Child.Life;
import dev.pollux.cli.demo.EventLog.Event;
import dev.pollux.cli.pair.StationReport;
import dev.pollux.cli.pair.ValueText;
import dev.pollux.failover.SubscriptionStatistics;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** The live view as lines of text. Pure: what is shown depends on the arguments only. Fits 80x24. */
final class DemoView {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
    private static final AttributedStyle TITLE = AttributedStyle.DEFAULT.inverse();
    private static final AttributedStyle GOOD =
            AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN).bold();
    private static final AttributedStyle WARN = AttributedStyle.DEFAULT.foreground(AttributedStyle.YELLOW);
    private static final AttributedStyle BAD =
            AttributedStyle.DEFAULT.foreground(AttributedStyle.RED).bold();
    private static final AttributedStyle DIM = AttributedStyle.DEFAULT.faint();
    private static final String KEYS = " k kill  r restart  f freeze  s switch over  w write  p plant  ? help  q quit";
    private static final List<String> HELP = List.of(
            "k  kill the Master (SIGKILL): the other station takes over, the client moves",
            "r  start again what was killed: it comes back as Standby",
            "f  freeze the Master (SIGSTOP), f again thaws it (SIGCONT)",
            "s  switch over: the roles swap, no client need move",
            "w  write the next level setpoint of the clean water tank",
            "p  kill the plant, p again starts it: values turn bad, no roles change");

    /**
     * What is shown.
     *
     * @param time since the pair was ready
     * @param pair the stations
     * @param active station that the client uses
     * @param values label to text
     * @param statistics of the client's subscription
     * @param gaps of the counter
     * @param longestPause without a value
     * @param failovers how often the client has moved
     * @param events newest last
     * @param help whether help is shown instead of events
     */
    record Model(
            Duration time,
            PairView pair,
            String active,
            Map<String, String> values,
            SubscriptionStatistics statistics,
            GapLedger.Count gaps,
            Duration longestPause,
            int failovers,
            List<Event> events,
            boolean help) {}

    private DemoView() {}

    /** Exactly {@code height} lines of at most {@code width} columns. */
    static List<AttributedString> render(Model model, int width, int height) {
        List<AttributedString> lines = new ArrayList<>();
        lines.add(title(model, width));
        int half = (width - 1) / 2;
        List<List<AttributedString>> columns = model.pair().stations().stream()
                .map(station -> station(station, model.active()))
                .toList();
        addColumns(lines, columns.get(0), columns.size() > 1 ? columns.get(1) : List.of(), half);
        lines.add(AttributedString.EMPTY);
        addColumns(lines, values(model), statistics(model), half);
        lines.add(AttributedString.EMPTY);
        int room = height - lines.size() - 1;
        if (model.help()) {
            HELP.stream()
                    .limit(Math.max(0, room))
                    .map(line -> styled(PLAIN, " " + line))
                    .forEach(lines::add);
        } else {
            events(model, room).forEach(lines::add);
        }
        while (lines.size() < height - 1) {
            lines.add(AttributedString.EMPTY);
        }
        List<AttributedString> shown = new ArrayList<>(lines.subList(0, Math.max(0, height - 1)));
        shown.add(styled(TITLE, padded(KEYS, width)));
        return shown.stream().map(line -> line.columnSubSequence(0, width)).toList();
    }

    private static AttributedString title(Model model, int width) {
        String text = String.format(
                Locale.ROOT,
                " Pollux demo   %5.1f s   plant %s   client on %s",
                model.time().toMillis() / 1000.0,
                model.pair().plant().text(),
                model.active().isEmpty() ? "no station" : model.active());
        return styled(TITLE, padded(text, width));
    }

    private static List<AttributedString> station(StationView station, String active) {
        List<AttributedString> lines = new ArrayList<>();
        AttributedStringBuilder head = new AttributedStringBuilder();
        head.styled(PLAIN.bold(), station.name()).append("  ");
        head.styled(station.life() == Life.RUNNING ? GOOD : BAD, station.life().text());
        if (station.name().equals(active)) {
            head.styled(WARN, "  <- client");
        }
        lines.add(head.toAttributedString());
        lines.add(styled(DIM, station.url()));
        if (station.state().isEmpty() || station.report().isEmpty()) {
            lines.add(styled(BAD, station.life() == Life.RUNNING ? "no answer: " + station.silence() : ""));
            while (lines.size() < 8) {
                lines.add(AttributedString.EMPTY);
            }
            return lines;
        }
        StationReport report = station.report().get();
        lines.add(row("state", station.leads() ? GOOD : WARN, report.state().text() + term(report)));
        lines.add(styled(DIM, "  " + report.stateReason()));
        lines.add(row(
                "level",
                report.serviceLevel().orElse(0) >= 200 ? GOOD : WARN,
                (report.serviceLevel().isPresent() ? report.serviceLevel().getAsInt() : "?") + "  "
                        + report.serviceLevelReason()));
        lines.add(row("devices", PLAIN, report.devices() + "   clients " + text(report.clients())));
        lines.add(row(
                "partner",
                report.partnerAvailable() ? PLAIN : WARN,
                report.partnerAvailable() ? report.partnerState().text() : "not available"));
        lines.add(row("links", PLAIN, String.join("; ", report.links())));
        return lines;
    }

    private static String term(StationReport report) {
        return report.term().isPresent() ? ", term " + report.term().getAsLong() : "";
    }

    private static String text(java.util.OptionalLong number) {
        return number.isPresent() ? Long.toString(number.getAsLong()) : "?";
    }

    private static List<AttributedString> values(Model model) {
        List<AttributedString> lines = new ArrayList<>();
        model.values()
                .forEach((label, text) -> lines.add(
                        styled(PLAIN, String.format(Locale.ROOT, "%-18s %s", label, ValueText.oneLine(text)))));
        return lines;
    }

    private static List<AttributedString> statistics(Model model) {
        GapLedger.Count gaps = model.gaps();
        boolean clean = gaps.lost() == 0 && model.statistics().dropped() == 0;
        return List.of(
                row("values", PLAIN, model.statistics().delivered() + " received"),
                row(
                        "lost",
                        clean ? GOOD : BAD,
                        Long.toString(gaps.lost() + model.statistics().dropped())),
                row("not sampled", gaps.notSampled() == 0 ? PLAIN : WARN, Long.toString(gaps.notSampled())),
                row("plant off", PLAIN, Long.toString(gaps.excused())),
                row("pause", PLAIN, "longest " + model.longestPause().toMillis() + " ms"),
                row("failovers", PLAIN, Integer.toString(model.failovers())));
    }

    private static List<AttributedString> events(Model model, int room) {
        List<Event> events = model.events();
        return events.subList(Math.max(0, events.size() - Math.max(0, room)), events.size()).stream()
                .map(event -> new AttributedStringBuilder()
                        .styled(DIM, " " + TIME.format(event.at()) + "  ")
                        .styled(event.text().startsWith(">") ? WARN : PLAIN, ValueText.oneLine(event.text()))
                        .toAttributedString())
                .toList();
    }

    private static void addColumns(
            List<AttributedString> lines, List<AttributedString> left, List<AttributedString> right, int half) {
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            AttributedStringBuilder line = new AttributedStringBuilder();
            AttributedString first = i < left.size() ? left.get(i) : AttributedString.EMPTY;
            AttributedString cut = first.columnSubSequence(0, half - 1);
            line.append(" ").append(cut);
            line.append(" ".repeat(Math.max(0, half - cut.columnLength())));
            line.append(i < right.size() ? right.get(i) : AttributedString.EMPTY);
            lines.add(line.toAttributedString());
        }
    }

    private static AttributedString row(String name, AttributedStyle style, String value) {
        return new AttributedStringBuilder()
                .append(String.format(Locale.ROOT, "%-12s", name))
                .styled(style, ValueText.oneLine(value))
                .toAttributedString();
    }

    private static AttributedString styled(AttributedStyle style, String text) {
        return new AttributedStringBuilder().styled(style, text).toAttributedString();
    }

    private static String padded(String text, int width) {
        return text.length() >= width ? text.substring(0, width) : text + " ".repeat(width - text.length());
    }
}
