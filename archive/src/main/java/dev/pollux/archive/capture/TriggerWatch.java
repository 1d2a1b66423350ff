package dev.pollux.archive.capture;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Value;
import org.jspecify.annotations.Nullable;

/**
 * Watches the tag of a trigger. Samples that are not good are passed over: a lost connection is no edge, but what
 * changed meanwhile is one. For one thread at a time.
 */
public final class TriggerWatch {
    private final Trigger.Edge edge;
    private @Nullable Value last;

    public TriggerWatch(Trigger.Edge edge) {
        this.edge = edge;
    }

    /** Takes the next sample of the trigger's tag; returns whether the tags that wait for it are to be archived. */
    public boolean fires(ArchivedSample sample) {
        if (!sample.good()) {
            return false;
        }
        Value before = last;
        last = sample.value();
        return before != null && edge.between(before, sample.value());
    }
}
