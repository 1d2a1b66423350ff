package dev.pollux.cli.history;

import dev.pollux.archive.Ticks;
import java.nio.charset.Charset;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A trend as lines of characters: Braille, with eight dots in a character, or plain ASCII for terminals without it.
 * Where nothing is known nothing is drawn, and the line of the time axis has a gap. Pure.
 */
public final class TerminalChart {
    private static final int LABEL = 10;
    private static final int MARK_ROOM = 22;
    private static final int WIDTH_MIN = 30;
    private static final int HEIGHT_MIN = 3;

    private final int cells;
    private final int height;
    private final boolean ascii;

    /**
     * Fixes the size.
     *
     * @param width of all in characters, 30 or more
     * @param height of the curve in characters, 3 or more
     * @param ascii whether only ASCII may be used
     */
    public TerminalChart(int width, int height, boolean ascii) {
        cells = Math.max(WIDTH_MIN, width) - LABEL - 2;
        this.height = Math.max(HEIGHT_MIN, height);
        this.ascii = ascii;
    }

    /** Whether an output can show Braille. */
    public static boolean canBraille(Charset charset) {
        return charset.canEncode() && charset.newEncoder().canEncode('\u28ff');
    }

    /** How many columns a trend needs for this size. */
    public int columns() {
        return cells * dotsAcross();
    }

    private int dotsAcross() {
        return ascii ? 1 : 2;
    }

    private int dotsDown() {
        return ascii ? 1 : 4;
    }

    /** Draws. */
    public List<String> draw(Trend trend, ZoneId zone) {
        TrendColumns columns = trend.columns();
        if (columns.count() != columns()) {
            throw new IllegalArgumentException("a trend of " + columns.count() + " columns, not " + columns());
        }
        Instant from = Ticks.toInstant(columns.from());
        Instant to = Ticks.toInstant(columns.to());
        List<String> lines = new ArrayList<>();
        lines.add(trend.title() + "  " + Axis.range(from, to, zone));
        if (columns.isEmpty()) {
            lines.add("  no values");
            return lines;
        }
        double[] range = Axis.room(columns.min(), columns.max());
        boolean[][] dots = dots(columns, range[0], range[1]);
        String[] labels = labels(range[0], range[1]);
        for (int row = 0; row < height; row++) {
            String edge = ascii ? (labels[row].isEmpty() ? "|" : "+") : labels[row].isEmpty() ? "│" : "┤";
            lines.add(
                    " ".repeat(LABEL - labels[row].length()) + labels[row] + " " + edge + stripped(cellsOf(dots, row)));
        }
        lines.addAll(timeAxis(columns, from, to, zone));
        return lines;
    }

    private boolean[][] dots(TrendColumns columns, double low, double high) {
        int down = height * dotsDown();
        boolean[][] dots = new boolean[columns.count()][down];
        int lastTop = -1;
        int lastBottom = -1;
        for (int x = 0; x < columns.count(); x++) {
            if (columns.isEmpty(x)) {
                lastTop = -1;
                continue;
            }
            int top = row(columns.high(x), low, high, down);
            int bottom = row(columns.low(x), low, high, down);
            // A step between two columns is a line, not a jump.
            int begin = lastTop < 0 ? top : Math.min(top, lastBottom);
            int end = lastTop < 0 ? bottom : Math.max(bottom, lastTop);
            Arrays.fill(dots[x], Math.min(begin, top), Math.max(end, bottom) + 1, true);
            lastTop = top;
            lastBottom = bottom;
        }
        return dots;
    }

    private static int row(double value, double low, double high, int down) {
        double part = (high - value) / (high - low);
        return Math.max(0, Math.min(down - 1, (int) (part * down)));
    }

    private String cellsOf(boolean[][] dots, int row) {
        StringBuilder line = new StringBuilder();
        for (int cell = 0; cell < cells; cell++) {
            line.append(ascii ? (dots[cell][row] ? '*' : ' ') : braille(dots, cell, row));
        }
        return line.toString();
    }

    /** Dots 1-2-3-7 on the left, 4-5-6-8 on the right, from the top. */
    private static char braille(boolean[][] dots, int cell, int row) {
        int[][] bits = {{0x01, 0x02, 0x04, 0x40}, {0x08, 0x10, 0x20, 0x80}};
        int pattern = 0;
        for (int x = 0; x < 2; x++) {
            for (int y = 0; y < 4; y++) {
                pattern |= dots[cell * 2 + x][row * 4 + y] ? bits[x][y] : 0;
            }
        }
        return pattern == 0 ? ' ' : (char) (0x2800 + pattern);
    }

    private String[] labels(double low, double high) {
        String[] labels = new String[height];
        Arrays.fill(labels, "");
        for (Axis.Mark mark : Axis.values(low, high, Math.max(2, height / 2))) {
            int row = Math.max(0, Math.min(height - 1, (int) ((1 - mark.place()) * height)));
            labels[row] = mark.text().length() > LABEL ? mark.text().substring(0, LABEL) : mark.text();
        }
        return labels;
    }

    private List<String> timeAxis(TrendColumns columns, Instant from, Instant to, ZoneId zone) {
        StringBuilder axis = new StringBuilder(" ".repeat(LABEL + 1)).append(ascii ? '+' : '└');
        for (int cell = 0; cell < cells; cell++) {
            boolean hole = true;
            for (int x = 0; x < dotsAcross(); x++) {
                hole &= columns.isEmpty(cell * dotsAcross() + x);
            }
            axis.append(hole ? ' ' : ascii ? '-' : '─');
        }
        StringBuilder texts = new StringBuilder(" ".repeat(LABEL + 2 + cells));
        for (Axis.Mark mark : Axis.times(from, to, Math.max(2, cells / MARK_ROOM + 1), zone)) {
            int at = LABEL + 2 + Math.min(cells - 1, (int) (mark.place() * cells));
            axis.setCharAt(at, axis.charAt(at) == ' ' ? ' ' : ascii ? '+' : '┬');
            int begin = Math.max(
                    0,
                    Math.min(
                            texts.length() - mark.text().length(),
                            at - mark.text().length() / 2));
            if (texts.substring(Math.max(0, begin - 1), begin + mark.text().length())
                    .isBlank()) {
                texts.replace(begin, begin + mark.text().length(), mark.text());
            }
        }
        return List.of(stripped(axis.toString()), stripped(texts.toString()));
    }

    private static String stripped(String line) {
        return line.stripTrailing();
    }
}
