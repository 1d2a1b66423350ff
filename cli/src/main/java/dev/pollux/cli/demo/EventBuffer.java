package dev.pollux.cli.demo;

import dev.pollux.cli.demo.EventLog.Event;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps events until there is a face to show them. Safe for use by many threads. */
final class EventBuffer {
    private static final int KEPT_MAX = 1_000;

    private final List<Event> kept = new ArrayList<>();
    private @Nullable Face face;

    synchronized void event(Event event) {
        if (face != null) {
            face.event(event);
        } else if (kept.size() < KEPT_MAX) {
            kept.add(event);
        }
    }

    synchronized void passOnTo(Face newFace) {
        face = newFace;
        kept.forEach(newFace::event);
        kept.clear();
    }
}
