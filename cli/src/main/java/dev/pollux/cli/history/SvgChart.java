package dev.pollux.cli.history;

import dev.pollux.archive.Ticks;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/**
 * Trends as an SVG document, one below the other over the same time, with axes, units and holes. It names a family of
 * fonts and leaves the letters to whoever shows it. Pure.
 */
public final class SvgChart {
    /** Columns of a trend: one for each unit of width. */
    public static final int COLUMNS = 1000;

    private static final int LEFT = 80;
    private static final int RIGHT = 20;
    private static final int TOP = 34;
    private static final int PANEL = 220;
    private static final int GAP = 56;
    private static final String[] COLOURS = {"#1f5fa8", "#b3541e", "#2e7d4f", "#7b3fa0", "#a8871f", "#a0305c"};

    private SvgChart() {}

    /** Draws trends of {@link #COLUMNS} columns. */
    public static String draw(List<Trend> trends, ZoneId zone) {
        int height = TOP + trends.size() * (PANEL + GAP);
        int width = LEFT + COLUMNS + RIGHT;
        StringBuilder svg = new StringBuilder(100_000);
        svg.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        svg.append(format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                        + " font-family=\"sans-serif\" font-size=\"12\">\n",
                width, height, width, height));
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        for (int i = 0; i < trends.size(); i++) {
            panel(svg, trends.get(i), TOP + i * (PANEL + GAP), COLOURS[i % COLOURS.length], zone);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void panel(StringBuilder svg, Trend trend, int top, String colour, ZoneId zone) {
        TrendColumns columns = trend.columns();
        Instant from = Ticks.toInstant(columns.from());
        Instant to = Ticks.toInstant(columns.to());
        text(svg, LEFT, top - 8, "start", trend.title(), " font-weight=\"bold\"");
        text(svg, LEFT + COLUMNS, top - 8, "end", Axis.range(from, to, zone), "");
        svg.append(format(
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#888888\"/>\n",
                LEFT, top, COLUMNS, PANEL));
        for (Axis.Mark mark : Axis.times(from, to, 9, zone)) {
            double x = LEFT + mark.place() * COLUMNS;
            line(svg, x, top, x, top + PANEL);
            text(svg, x, top + PANEL + 16, "middle", mark.text(), "");
        }
        if (columns.isEmpty()) {
            text(svg, LEFT + COLUMNS / 2.0, top + PANEL / 2.0, "middle", "no values", "");
            return;
        }
        double[] range = Axis.room(columns.min(), columns.max());
        for (Axis.Mark mark : Axis.values(range[0], range[1], 7)) {
            double y = top + (1 - mark.place()) * PANEL;
            line(svg, LEFT, y, LEFT + COLUMNS, y);
            text(svg, LEFT - 6, y + 4, "end", mark.text(), "");
        }
        curve(svg, columns, top, range, colour);
    }

    /** One path; each hole lifts the pen. */
    private static void curve(StringBuilder svg, TrendColumns columns, int top, double[] range, String colour) {
        svg.append("<path fill=\"none\" stroke=\"").append(colour).append("\" stroke-width=\"1.2\"");
        svg.append(" stroke-linejoin=\"round\" d=\"");
        boolean down = false;
        double last = Double.NaN;
        for (int i = 0; i < columns.count(); i++) {
            if (columns.isEmpty(i)) {
                down = false;
                continue;
            }
            double x = LEFT + (i + 0.5) * COLUMNS / columns.count();
            double high = top + (range[1] - columns.high(i)) / (range[1] - range[0]) * PANEL;
            double low = top + (range[1] - columns.low(i)) / (range[1] - range[0]) * PANEL;
            // Begin where the pen is nearer, so that the line between columns does not cross the band.
            boolean highFirst = !down || Math.abs(last - high) <= Math.abs(last - low);
            double first = highFirst ? high : low;
            last = highFirst ? low : high;
            svg.append(format("%s%.1f %.2f", down ? "L" : "M", x, first));
            // A lone point needs some length to be seen.
            svg.append(low == high ? (down ? "" : "h0.5") : format("V%.2f", last));
            down = true;
        }
        svg.append("\"/>\n");
    }

    private static void line(StringBuilder svg, double x1, double y1, double x2, double y2) {
        svg.append(
                format("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#dddddd\"/>\n", x1, y1, x2, y2));
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String text, String more) {
        svg.append(format("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\"%s>", x, y, anchor, more))
                .append(escaped(text))
                .append("</text>\n");
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(each -> {
            switch (each) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.appendCodePoint(Character.isISOControl(each) ? ' ' : each);
            }
        });
        return escaped.toString();
    }

    private static String format(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }
}
