package dev.pollux.cli;

import dev.pollux.cli.DiagRows.Mood;
import dev.pollux.cli.DiagRows.Row;
import dev.pollux.cli.pair.DiagReport;
import dev.pollux.cli.pair.MessageEntry;
import dev.pollux.cli.pair.ValueText;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** One page about the whole pair: as plain text, or side by side for a terminal. Pure. */
final class DiagPage {
    /** What a page without a size shows. */
    static final int MESSAGES = 10;

    private static final int NAME = 13;
    /** Below this width the stations stand below each other. */
    private static final int WIDTH_MIN = 70;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
    private static final AttributedStyle TITLE = AttributedStyle.DEFAULT.inverse();

    private DiagPage() {}

    /** All of it as text. */
    static String text(List<Seen<DiagReport>> seen) {
        List<String> lines = new ArrayList<>();
        for (Seen<DiagReport> each : seen) {
            lines.add(name(each, seen) + "  " + each.url());
            for (Row row : rows(each, seen)) {
                lines.add(String.format(Locale.ROOT, "  %-13s %s", row.name(), row.value())
                        .stripTrailing());
            }
            lines.add("");
        }
        lines.add(master(seen).map(name -> "Master: " + name).orElse("Master: none"));
        List<MessageEntry> messages = messages(seen, MESSAGES);
        if (!messages.isEmpty()) {
            lines.add("");
            lines.add("Latest messages");
            messages.forEach(each -> lines.add("  " + MessageFormat.TEXT.line(each, ZoneId.systemDefault())));
        }
        return String.join(System.lineSeparator(), lines);
    }

    /**
     * All of it for a terminal, with a title and a line of keys.
     *
     * @param scroll lines that are left out at the top; more than there are shows the end
     * @param now for the title
     */
    static List<AttributedString> screen(List<Seen<DiagReport>> seen, int width, int height, int scroll, Instant now) {
        List<AttributedString> body = body(seen, width, Math.max(0, height - 2));
        int room = Math.max(0, height - 2);
        int from = Math.max(0, Math.min(scroll, body.size() - room));
        List<AttributedString> lines = new ArrayList<>();
        lines.add(
                bar(" Pollux  " + TIME.format(now) + "  Master: " + master(seen).orElse("none"), width));
        for (int i = 0; i < room; i++) {
            lines.add(from + i < body.size() ? body.get(from + i) : AttributedString.EMPTY);
        }
        boolean more = body.size() > room;
        lines.add(bar(
                " q quit" + (more ? "   up/down scroll, " + (body.size() - room - from) + " more lines" : ""), width));
        return lines.subList(0, Math.min(height, lines.size())).stream()
                .map(line -> line.columnSubSequence(0, width))
                .toList();
    }

    /** How far it can be scrolled. */
    static int scrollMax(List<Seen<DiagReport>> seen, int width, int height) {
        int room = Math.max(0, height - 2);
        return Math.max(0, body(seen, width, room).size() - room);
    }

    private static List<AttributedString> body(List<Seen<DiagReport>> seen, int width, int room) {
        List<AttributedString> lines = new ArrayList<>();
        int columns = width < WIDTH_MIN ? 1 : Math.max(1, Math.min(seen.size(), width / (WIDTH_MIN / 2)));
        int each = (width - columns + 1) / columns;
        for (int first = 0; first < seen.size(); first += columns) {
            List<List<AttributedString>> beside = new ArrayList<>();
            for (Seen<DiagReport> station : seen.subList(first, Math.min(seen.size(), first + columns))) {
                beside.add(station(station, seen, each));
            }
            join(beside, each, lines);
            lines.add(AttributedString.EMPTY);
        }
        lines.add(styled(PLAIN.bold(), "Latest messages"));
        for (MessageEntry message : messages(seen, Math.max(MESSAGES, room - lines.size()))) {
            AttributedStyle style = style(message.severity() >= 600 ? Mood.WARN : Mood.PLAIN);
            lines.add(styled(
                    style,
                    TIME.format(message.time()) + "  " + message.number() + "  " + message.station() + "  "
                            + ValueText.oneLine(message.text())));
        }
        return lines;
    }

    private static void join(List<List<AttributedString>> beside, int each, List<AttributedString> lines) {
        int longest = beside.stream().mapToInt(List::size).max().orElse(0);
        for (int i = 0; i < longest; i++) {
            AttributedStringBuilder line = new AttributedStringBuilder();
            for (List<AttributedString> column : beside) {
                AttributedString cell = i < column.size() ? column.get(i) : AttributedString.EMPTY;
                line.append(cell).append(" ".repeat(Math.max(0, each + 1 - cell.columnLength())));
            }
            lines.add(line.toAttributedString());
        }
    }

    private static List<AttributedString> station(Seen<DiagReport> station, List<Seen<DiagReport>> all, int width) {
        List<AttributedString> lines = new ArrayList<>();
        AttributedString head = new AttributedStringBuilder()
                .styled(PLAIN.bold(), name(station, all))
                .styled(PLAIN.faint(), "  " + station.url())
                .toAttributedString();
        lines.add(head.columnSubSequence(0, width));
        for (Row row : rows(station, all)) {
            int room = Math.max(8, width - NAME);
            String name = row.name();
            for (String part : wrapped(row.value(), room)) {
                lines.add(new AttributedStringBuilder()
                        .append(String.format(Locale.ROOT, "%-13s", name))
                        .styled(style(row.mood()), part)
                        .toAttributedString());
                name = "";
            }
        }
        return lines;
    }

    /** Cut between words where that is possible. */
    static List<String> wrapped(String text, int width) {
        List<String> parts = new ArrayList<>();
        String rest = text;
        while (rest.length() > width) {
            int space = rest.lastIndexOf(' ', width);
            int end = space > 0 ? space : width;
            parts.add(rest.substring(0, end));
            rest = rest.substring(end).stripLeading();
        }
        parts.add(rest);
        return parts;
    }

    private static List<Row> rows(Seen<DiagReport> station, List<Seen<DiagReport>> all) {
        return station.report().map(DiagRows::of).orElseGet(() -> DiagRows.silent(station, Seen.reports(all)));
    }

    /**
     * The survivor knows the name of its partner; with one address left there is no doubt whose it is. One that nobody
     * knows is called by its address.
     */
    private static String name(Seen<DiagReport> station, List<Seen<DiagReport>> all) {
        Optional<String> own = station.report().map(report -> report.station().station());
        long missing = all.stream().filter(each -> each.report().isEmpty()).count();
        return own.or(station::name)
                .or(() -> Seen.reports(all).stream()
                        .map(report -> report.station().partner())
                        .filter(partner -> missing == 1 && !partner.isEmpty())
                        .findFirst())
                .orElseGet(() -> address(station.url()));
    }

    private static String address(String url) {
        int begin = url.indexOf("://");
        String rest = begin < 0 ? url : url.substring(begin + "://".length());
        int end = rest.indexOf('/');
        return end < 0 ? rest : rest.substring(0, end);
    }

    private static Optional<String> master(List<Seen<DiagReport>> seen) {
        return Status.master(
                Seen.reports(seen).stream().map(DiagReport::station).toList());
    }

    /** Of all stations, each once, the latest first. */
    static List<MessageEntry> messages(List<Seen<DiagReport>> seen, int count) {
        Map<String, MessageEntry> all = new LinkedHashMap<>();
        Seen.reports(seen).forEach(report -> report.messages().forEach(each -> all.put(each.id(), each)));
        return all.values().stream()
                .sorted(MessageEntry.BY_TIME.reversed())
                .limit(count)
                .toList();
    }

    private static AttributedStyle style(Mood mood) {
        return switch (mood) {
            case PLAIN -> PLAIN;
            case GOOD -> PLAIN.foreground(AttributedStyle.GREEN);
            case WARN -> PLAIN.foreground(AttributedStyle.YELLOW);
            case BAD -> PLAIN.foreground(AttributedStyle.RED).bold();
        };
    }

    private static AttributedString bar(String text, int width) {
        String cut = text.length() > width ? text.substring(0, width) : text;
        return styled(TITLE, cut + " ".repeat(width - cut.length()));
    }

    private static AttributedString styled(AttributedStyle style, String text) {
        return new AttributedStringBuilder().styled(style, text).toAttributedString();
    }
}
