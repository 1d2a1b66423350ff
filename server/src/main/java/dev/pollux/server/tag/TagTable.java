package dev.pollux.server.tag;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The current sample of every tag, by index. Writers are device workers, one per tag; readers are any threads.
 * Listeners are told of each batch after the table holds it.
 */
public final class TagTable implements SampleSink {
    private final List<Tag> tags;
    private final Map<String, Integer> indexByName = new HashMap<>();
    private final AtomicReferenceArray<Sample> current;
    private final List<SampleSink> listeners = new CopyOnWriteArrayList<>();

    /**
     * Every tag starts as Bad_WaitingForInitialData.
     *
     * @param tags in the order of the project
     * @param startTime source time of the initial samples
     */
    public TagTable(List<Tag> tags, Instant startTime) {
        this.tags = List.copyOf(tags);
        current = new AtomicReferenceArray<>(tags.size());
        Sample waiting = new Sample(null, Quality.BAD_WAITING_FOR_INITIAL_DATA, startTime);
        for (int i = 0; i < this.tags.size(); i++) {
            indexByName.put(this.tags.get(i).name(), i);
            current.set(i, waiting);
        }
    }

    /** The tags; position is index. */
    public List<Tag> tags() {
        return tags;
    }

    /** Index of the tag with this name. */
    public OptionalInt indexOf(String name) {
        Integer index = indexByName.get(name);
        return index == null ? OptionalInt.empty() : OptionalInt.of(index);
    }

    /** The newest sample of a tag. */
    public Sample sample(int tag) {
        return current.get(tag);
    }

    /** Adds a listener that is called on the threads that deliver samples. */
    public void addListener(SampleSink listener) {
        listeners.add(listener);
    }

    @Override
    public void accept(List<TagSample> batch) {
        for (TagSample each : batch) {
            current.set(each.tag(), each.sample());
        }
        for (SampleSink listener : listeners) {
            listener.accept(batch);
        }
    }
}
