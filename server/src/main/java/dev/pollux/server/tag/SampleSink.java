package dev.pollux.server.tag;

import java.util.List;

/** Where acquisition delivers samples. Called from device worker threads, one batch per device and polling cycle. */
@FunctionalInterface
public interface SampleSink {
    /**
     * Takes a batch. Must not block on I/O and must not throw.
     *
     * @param batch samples in the order of their source times per tag
     */
    void accept(List<TagSample> batch);
}
