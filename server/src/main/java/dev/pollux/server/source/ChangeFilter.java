package dev.pollux.server.source;

import dev.pollux.server.tag.Quality;
import dev.pollux.server.tag.Sample;
import dev.pollux.server.tag.SampleSink;
import dev.pollux.server.tag.TagSample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects the samples of a cycle and delivers those that differ from what was delivered before in value or quality.
 * NaN is equal to NaN. After a gap it delivers each tag once, changed or not. For one thread.
 */
final class ChangeFilter {
    /** Two samples of a tag differ by this much at least: the resolution of OPC UA's DateTime. */
    static final long TICK_NANOS = 100;

    private final SampleSink sink;
    private final Consumer<Instant> unseen;
    private final Map<Integer, Sample> delivered = new HashMap<>();
    private final Set<Integer> again = new HashSet<>();
    private final List<TagSample> batch = new ArrayList<>();
    private Instant now = Instant.MIN;

    /** @param unseen is told that nothing is known until an instant, before the samples after it */
    ChangeFilter(SampleSink sink, Consumer<Instant> unseen) {
        this.sink = sink;
        this.unseen = unseen;
    }

    /** Nothing is known of any tag between what was complete last and an instant. */
    void unseen(Instant until) {
        unseen.accept(until);
    }

    /**
     * The next sample of each tag is news: a partner may fill another value in before it, and that one must not stand
     * for what is seen now.
     */
    void again() {
        again.addAll(delivered.keySet());
    }

    /** Tells the wall time. */
    void begin(Instant wallTime) {
        now = wallTime;
    }

    /**
     * Adds an observation to the batch if it is news. The times of a tag always rise, since clients and archives tell
     * samples apart by them, unless they lie in the future because the wall clock was ahead and has been put right.
     */
    void add(int tag, @Nullable Object value, Quality quality, Instant sourceTime) {
        Sample last = delivered.get(tag);
        boolean repeated = again.remove(tag);
        if (last != null && !repeated && last.quality().equals(quality) && Objects.equals(last.value(), value)) {
            return;
        }
        Sample sample = new Sample(value, quality, last == null ? sourceTime : rising(last.sourceTime(), sourceTime));
        delivered.put(tag, sample);
        batch.add(new TagSample(tag, sample));
    }

    private Instant rising(Instant last, Instant sourceTime) {
        return last.isBefore(sourceTime) || last.isAfter(now) ? sourceTime : last.plusNanos(TICK_NANOS);
    }

    /** Delivers the batch, if there is one. */
    void flush() {
        if (!batch.isEmpty()) {
            List<TagSample> full = List.copyOf(batch);
            batch.clear();
            sink.accept(full);
        }
    }
}
