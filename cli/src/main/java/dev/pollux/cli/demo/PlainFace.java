package dev.pollux.cli.demo;

import dev.pollux.cli.demo.EventLog.Event;
import dev.pollux.cli.pair.ValueText;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Prints a line per event. */
final class PlainFace implements Face {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final PrintWriter out;

    PlainFace(PrintWriter out) {
        this.out = out;
    }

    @Override
    public synchronized void event(Event event) {
        out.println(TIME.format(event.at()) + "  " + ValueText.oneLine(event.text()));
        out.flush();
    }

    @Override
    public boolean tick(Show show, Duration time) {
        return true;
    }

    @Override
    public void close() {
        out.flush();
    }
}
