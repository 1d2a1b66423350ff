package dev.pollux.cli.demo;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** What has happened, newest last. Safe for use by many threads. */
final class EventLog {
    private static final int KEPT_MAX = 200;

    private final Deque<Event> events = new ArrayDeque<>();
    private final Consumer<Event> listener;

    /**
     * Something that has happened.
     *
     * @param at wall clock
     * @param text one line
     */
    record Event(Instant at, String text) {}

    /** A log whose listener hears each event at once, in order. */
    EventLog(Consumer<Event> listener) {
        this.listener = listener;
    }

    synchronized void add(String text) {
        Event event = new Event(Instant.now(), text);
        events.addLast(event);
        if (events.size() > KEPT_MAX) {
            events.removeFirst();
        }
        listener.accept(event);
    }

    /** The last events, oldest first. */
    synchronized List<Event> last(int count) {
        return events.stream().skip(Math.max(0, events.size() - count)).toList();
    }
}
