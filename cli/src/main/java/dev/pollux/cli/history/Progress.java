package dev.pollux.cli.history;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/** A line on a terminal that tells how far something is; nothing at all elsewhere. */
public final class Progress implements AutoCloseable {
    private static final long REDRAW_NANOS = 200_000_000L;
    private static final int BAR = 24;

    private final Optional<PrintWriter> terminal;
    private final LongSupplier clock;
    private final long begun;
    private long drawn;
    private int width;

    /**
     * Begins.
     *
     * @param terminal where to draw; empty if nobody looks on
     * @param clock nanoseconds
     */
    public Progress(Optional<PrintWriter> terminal, LongSupplier clock) {
        this.terminal = terminal;
        this.clock = clock;
        begun = clock.getAsLong();
        drawn = begun;
    }

    /**
     * Tells how far it is; draws at most five times a second.
     *
     * @param part from 0 to 1
     * @param what in words, e.g. {@code 12345 values}
     */
    public void at(double part, String what) {
        long now = clock.getAsLong();
        if (terminal.isPresent() && now - drawn >= REDRAW_NANOS) {
            drawn = now;
            draw(line(part, what, Duration.ofNanos(now - begun)));
        }
    }

    /**
     * Tells that something is under way of which nobody knows how far it is.
     *
     * @param what in words
     */
    public void working(String what) {
        long now = clock.getAsLong();
        if (terminal.isPresent() && now - drawn >= REDRAW_NANOS) {
            drawn = now;
            draw(what + ", " + Duration.ofNanos(now - begun).toSeconds() + " s");
        }
    }

    /** One state as text. */
    static String line(double part, String what, Duration elapsed) {
        double bounded = Double.isNaN(part) ? 0 : Math.max(0, Math.min(1, part));
        int full = (int) (bounded * BAR);
        String left = bounded > 0.01 && elapsed.toMillis() > 2000
                ? ", " + Math.round(elapsed.toMillis() / 1000.0 * (1 - bounded) / bounded) + " s left"
                : "";
        return String.format(
                Locale.ROOT,
                "[%s%s] %3d%%  %s%s",
                "#".repeat(full),
                "-".repeat(BAR - full),
                (int) (bounded * 100),
                what,
                left);
    }

    private void draw(String line) {
        terminal.ifPresent(out -> {
            out.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
            out.flush();
        });
        width = line.length();
    }

    /** Wipes the line, so that something else can be printed. */
    public void wipe() {
        if (width > 0) {
            terminal.ifPresent(out -> {
                out.print("\r" + " ".repeat(width) + "\r");
                out.flush();
            });
            width = 0;
        }
    }

    /** Wipes the line. */
    @Override
    public void close() {
        wipe();
    }
}
