package dev.pollux.cli.history;

import java.util.Arrays;

/**
 * A trend reduced to columns of equal width, each with the lowest and highest value that it held, or nothing: so a peak
 * of a millisecond stays visible in a year, and a hole stays a hole. Fill it in order of time. Pure.
 */
public final class TrendColumns {
    private final long from;
    private final long to;
    private final double[] lows;
    private final double[] highs;

    private double held = Double.NaN;
    private long heldSince;

    /**
     * Empty.
     *
     * @param from first instant, in ticks
     * @param to first instant after it, in ticks
     * @param count of columns
     */
    public TrendColumns(long from, long to, int count) {
        if (from >= to || count < 1) {
            throw new IllegalArgumentException("no room for a trend: " + from + " to " + to + ", " + count);
        }
        this.from = from;
        this.to = to;
        lows = new double[count];
        highs = new double[count];
        Arrays.fill(lows, Double.NaN);
        Arrays.fill(highs, Double.NaN);
    }

    /** A value holds from here on until the next one. */
    public void value(long time, double value) {
        hold(time);
        held = Double.isFinite(value) ? value : Double.NaN;
        heldSince = time;
    }

    /** From here on there is no value. */
    public void hole(long time) {
        hold(time);
        held = Double.NaN;
    }

    /** The last value holds until here. */
    public void end(long time) {
        hole(time);
    }

    /** Lowest and highest value of one column, as a server has computed them. */
    public void put(int column, double low, double high) {
        include(column, low);
        include(column, high);
    }

    private void hold(long until) {
        if (Double.isNaN(held) || until < from || heldSince >= to) {
            return;
        }
        int first = column(Math.max(heldSince, from));
        // What ends with the beginning of a column does not show in it, but a moment shows.
        int last = Math.max(first, column(Math.min(until, to) - 1));
        for (int i = first; i <= last; i++) {
            include(i, held);
        }
    }

    private void include(int column, double value) {
        lows[column] = Double.isNaN(lows[column]) ? value : Math.min(lows[column], value);
        highs[column] = Double.isNaN(highs[column]) ? value : Math.max(highs[column], value);
    }

    private int column(long time) {
        double part = (double) (time - from) / (double) (to - from);
        return Math.max(0, Math.min(lows.length - 1, (int) (part * lows.length)));
    }

    /** First instant, in ticks. */
    public long from() {
        return from;
    }

    /** First instant after it, in ticks. */
    public long to() {
        return to;
    }

    /** Number of columns. */
    public int count() {
        return lows.length;
    }

    /** Whether a column holds nothing. */
    public boolean isEmpty(int column) {
        return Double.isNaN(lows[column]);
    }

    /** Lowest value of a column; NaN without one. */
    public double low(int column) {
        return lows[column];
    }

    /** Highest value of a column; NaN without one. */
    public double high(int column) {
        return highs[column];
    }

    /** Whether no column holds anything. */
    public boolean isEmpty() {
        return Arrays.stream(lows).allMatch(Double::isNaN);
    }

    /** Lowest value of all. */
    public double min() {
        return Arrays.stream(lows).filter(each -> !Double.isNaN(each)).min().orElse(Double.NaN);
    }

    /** Highest value of all. */
    public double max() {
        return Arrays.stream(highs).filter(each -> !Double.isNaN(each)).max().orElse(Double.NaN);
    }
}
