package dev.pollux.server.source;

import dev.pollux.server.project.DeviceConfig;
import dev.pollux.server.project.DeviceConfig.Protocol;
import dev.pollux.server.source.plc.PlcSources;
import dev.pollux.server.tag.Access;
import dev.pollux.server.tag.Quality;
import dev.pollux.server.tag.Range;
import dev.pollux.server.tag.Sample;
import dev.pollux.server.tag.Scaling;
import dev.pollux.server.tag.Tag;
import dev.pollux.server.tag.TagSample;
import dev.pollux.server.tag.TagType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Acquisition from real sockets with all that it delivered; what the tests of this package start from. */
final class Plant implements AutoCloseable, AcquisitionListener {
    static final Duration POLL = Duration.ofMillis(50);

    private final List<DeviceConfig> devices = new ArrayList<>();
    private final List<Tag> tags = new ArrayList<>();
    private final List<List<TagSample>> batches = new CopyOnWriteArrayList<>();
    private final Map<Integer, Sample> current = new ConcurrentHashMap<>();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private @Nullable Acquisition acquisition;
    private volatile boolean brokenSink;

    private final List<Complete> complete = new java.util.concurrent.CopyOnWriteArrayList<>();

    Plant device(String name, Protocol protocol, int port) {
        return device(new DeviceConfig(
                name, protocol, "127.0.0.1", port, 1, Duration.ofSeconds(3), Duration.ofMillis(400), 8));
    }

    Plant device(DeviceConfig device) {
        devices.add(device);
        return this;
    }

    /** Adds a tag of the device that was added last; its name is its address. */
    Plant tag(String address, TagType type) {
        return tag(address, type, POLL, Scaling.NONE, Optional.empty());
    }

    Plant tag(String address, TagType type, Duration poll) {
        return tag(address, type, poll, Scaling.NONE, Optional.empty());
    }

    Plant tag(String address, TagType type, Duration poll, Scaling scaling, Optional<Range> range) {
        boolean readOnly = address.contains("input") || address.contains("discrete") || address.startsWith("I:");
        tags.add(new Tag(
                address,
                "",
                "",
                type,
                new Tag.Address(devices.get(devices.size() - 1).name(), address, poll),
                readOnly ? Access.READ : Access.READ_WRITE,
                scaling,
                range,
                ""));
        return this;
    }

    Plant start() {
        return start(PlcSources::of);
    }

    Plant start(Function<DeviceConfig, Source> sources) {
        acquisition = new Acquisition(devices, tags, this::accept, sources, Clocks.system(), this);
        acquisition().start();
        return this;
    }

    /** Makes the receiver of samples throw. */
    void breakSink() {
        brokenSink = true;
    }

    private void accept(List<TagSample> batch) {
        if (brokenSink) {
            throw new IllegalStateException("the sink is broken");
        }
        batches.add(batch);
        batch.forEach(each -> current.put(each.tag(), each.sample()));
    }

    Acquisition acquisition() {
        return Objects.requireNonNull(acquisition, "not started");
    }

    DeviceStatus status() {
        return acquisition().devices().get(0);
    }

    @Nullable
    Object value(String tag) {
        Sample sample = sample(tag);
        return sample == null ? null : sample.value();
    }

    Quality quality(String tag) {
        Sample sample = sample(tag);
        return sample == null ? Quality.BAD_WAITING_FOR_INITIAL_DATA : sample.quality();
    }

    @Nullable
    Sample sample(String tag) {
        return current.get(index(tag));
    }

    List<Sample> history(String tag) {
        int index = index(tag);
        return batches.stream()
                .flatMap(List::stream)
                .filter(each -> each.tag() == index)
                .map(TagSample::sample)
                .toList();
    }

    /** The history without what was only delivered again because polls were missed before it, as on a busy machine. */
    List<Sample> changes(String tag) {
        List<Sample> changes = new ArrayList<>();
        for (Sample each : history(tag)) {
            Sample last = changes.isEmpty() ? null : changes.get(changes.size() - 1);
            if (last == null || !last.quality().equals(each.quality()) || !Objects.equals(last.value(), each.value())) {
                changes.add(each);
            }
        }
        return changes;
    }

    List<List<TagSample>> batches() {
        return batches;
    }

    List<String> events() {
        return events;
    }

    Quality write(String tag, Object value) throws InterruptedException, ExecutionException, TimeoutException {
        return write(tag, value, () -> true);
    }

    Quality write(String tag, Object value, BooleanSupplier permitted)
            throws InterruptedException, ExecutionException, TimeoutException {
        return acquisition()
                .write(index(tag), value, permitted)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    int index(String tag) {
        for (int i = 0; i < tags.size(); i++) {
            if (tags.get(i).name().equals(tag)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no tag " + tag);
    }

    @Override
    public void connected(String device) {
        events.add(device + " connected");
    }

    @Override
    public void disconnected(String device, String reason) {
        events.add(device + " disconnected");
    }

    @Override
    public void released(String device) {
        events.add(device + " released");
    }

    /** What was called complete. */
    record Complete(Instant from, Instant to) {}

    List<Complete> complete() {
        return complete;
    }

    @Override
    public void complete(String device, Instant from, Instant to) {
        complete.add(new Complete(from, to));
    }

    @Override
    public void fault(String reason) {
        events.add("fault: " + reason);
    }

    @Override
    public void close() {
        if (acquisition != null) {
            acquisition.close();
        }
    }
}
