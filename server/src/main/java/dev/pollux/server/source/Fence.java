package dev.pollux.server.source;

import dev.pollux.server.tag.SampleSink;
import dev.pollux.server.tag.TagSample;
import java.time.Instant;
import java.util.List;

/**
 * Stands between a device's thread and the rest of the station. Once closed nothing passes: a thread that was given up
 * because it hung must not bring old samples when it comes back.
 */
final class Fence implements SampleSink, AcquisitionListener {
    private final SampleSink sink;
    private final AcquisitionListener listener;
    private volatile boolean closed;

    Fence(SampleSink sink, AcquisitionListener listener) {
        this.sink = sink;
        this.listener = listener;
    }

    void close() {
        closed = true;
    }

    @Override
    public void accept(List<TagSample> batch) {
        if (!closed) {
            sink.accept(batch);
        }
    }

    @Override
    public void connected(String device) {
        if (!closed) {
            listener.connected(device);
        }
    }

    @Override
    public void disconnected(String device, String reason) {
        if (!closed) {
            listener.disconnected(device, reason);
        }
    }

    @Override
    public void released(String device) {
        if (!closed) {
            listener.released(device);
        }
    }

    @Override
    public void complete(String device, Instant from, Instant to) {
        if (!closed) {
            listener.complete(device, from, to);
        }
    }

    @Override
    public void unseen(String device, Instant until) {
        if (!closed) {
            listener.unseen(device, until);
        }
    }

    @Override
    public void fault(String reason) {
        if (!closed) {
            listener.fault(reason);
        }
    }
}
