package dev.pollux.server.source;

import dev.pollux.server.project.DeviceConfig;
import dev.pollux.server.tag.Quality;
import dev.pollux.server.tag.SampleSink;
import dev.pollux.server.tag.Tag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Acquisition from all devices of a project: one thread per device that polls its tags and writes to it. Thread-safe
 * once started.
 */
public final class Acquisition implements AutoCloseable {
    /** How long {@link #close()} waits for the threads of devices; the rest of the work ends by itself. */
    private static final Duration CLOSE_WAIT = Duration.ofMillis(800);

    private final Clocks clocks;
    // Each device in the order of the project; replaced as a whole when one is started anew.
    private volatile Map<String, Line> lines;
    /** By position in the project; internal tags are none of ours. */
    private final Map<Integer, PolledTag> tags = new HashMap<>();
    /** Devices that this station may not connect to; guarded by this. */
    private final Set<String> forbidden = new HashSet<>();

    /** One device: its thread, and how another one is made. */
    private record Line(Fence fence, DeviceWorker worker, Function<Fence, DeviceWorker> maker, SampleSink sink) {
        static Line of(Function<Fence, DeviceWorker> maker, SampleSink sink, AcquisitionListener listener) {
            Fence fence = new Fence(sink, listener);
            return new Line(fence, maker.apply(fence), maker, sink);
        }
    }

    private final AcquisitionListener listener;
    private boolean closed;

    /**
     * Nothing is opened yet.
     *
     * @param devices the devices, names unique
     * @param tags all tags; position is index. Each names one of the devices
     * @param sink takes the samples: those that changed in value or quality, one batch per device and cycle
     * @param sources gives the source of a device
     * @param clocks time
     * @param listener is told of connections and faults
     * @throws IllegalArgumentException naming the tag and the rule, if an address or a device is wrong
     */
    public Acquisition(
            List<DeviceConfig> devices,
            List<Tag> tags,
            SampleSink sink,
            Function<DeviceConfig, Source> sources,
            Clocks clocks,
            AcquisitionListener listener) {
        this.clocks = clocks;
        this.listener = listener;
        Map<String, DeviceConfig> byName = new HashMap<>();
        Map<String, List<PolledTag>> byDevice = new HashMap<>();
        for (DeviceConfig device : devices) {
            byName.put(device.name(), device);
            byDevice.put(device.name(), new ArrayList<>());
        }
        for (int index = 0; index < tags.size(); index++) {
            Tag tag = tags.get(index);
            if (tag.internal()) {
                continue;
            }
            DeviceConfig device = byName.get(tag.source().device());
            if (device == null) {
                throw new IllegalArgumentException("tag " + tag.name() + ": there is no device "
                        + tag.source().device());
            }
            PolledTag polled = PolledTag.of(index, tag, device);
            this.tags.put(index, polled);
            byDevice.computeIfAbsent(device.name(), name -> new ArrayList<>()).add(polled);
        }
        Map<String, Line> all = new LinkedHashMap<>();
        for (DeviceConfig device : devices) {
            List<PolledTag> own = byDevice.getOrDefault(device.name(), List.of());
            Function<Fence, DeviceWorker> maker =
                    fence -> new DeviceWorker(device, own, sources.apply(device), fence, clocks, fence);
            all.put(device.name(), Line.of(maker, sink, listener));
        }
        lines = Collections.unmodifiableMap(all);
    }

    /** Starts to connect and to poll; returns at once. To be called once. */
    public void start() {
        lines.values().forEach(line -> line.worker().start());
    }

    /**
     * Writes a value to the device of a tag.
     *
     * @param tag index of the tag
     * @param value an instance of the class of the tag's type, in engineering units
     * @param permitted asked on the thread of the device, at the last moment before the request goes out; may wait
     *     100 ms
     * @return the device's answer: Good; Bad_InvalidState if it was not permitted any more; Bad_NotWritable,
     *     Bad_TypeMismatch, Bad_OutOfRange if the value was never sent; Bad_NoCommunication without a connection;
     *     Bad_ResourceUnavailable if too many writes wait; Bad_Timeout if the device did not answer, when it may have
     *     done it or not (nothing is repeated); or what the device refused it with. Completes within twice the request
     *     timeout of the device, perhaps on the thread of the device: what depends on it must not block
     * @throws IndexOutOfBoundsException if there is no such tag
     */
    public CompletionStage<Quality> write(int tag, Object value, BooleanSupplier permitted) {
        PolledTag polled = tags.get(tag);
        if (polled == null) {
            throw new IndexOutOfBoundsException("no tag of a device at " + tag);
        }
        return line(polled.tag().source().device()).worker().write(polled, value, permitted);
    }

    /**
     * Says whether this station may be connected to a device; at first it may to all. A connection that is no longer
     * permitted is given up within the 100 ms that a thread waits at most, the tags become Bad_NoCommunication and
     * writes are refused with that; one that is permitted again is made at once. Returns at once.
     *
     * @param device name in the project
     */
    public synchronized void permit(String device, boolean permitted) {
        if (permitted) {
            forbidden.remove(device);
        } else {
            forbidden.add(device);
        }
        line(device).worker().permit(permitted);
    }

    /** How the devices fare, in the order of the project. */
    public List<DeviceStatus> devices() {
        return lines.values().stream().map(line -> line.worker().status()).toList();
    }

    /**
     * The oldest sign of life of all device threads, as monotonic nanoseconds. Every thread gives one at least every
     * 100 ms, unless it blocks in a driver or in the sink.
     *
     * @return empty without devices
     */
    public OptionalLong oldestBeat() {
        return lines.values().stream()
                .mapToLong(line -> line.worker().beat())
                .reduce((one, other) -> one - other < 0 ? one : other);
    }

    /** The last sign of life of each device's thread, as monotonic nanoseconds. */
    public Map<String, Long> beats() {
        Map<String, Long> beats = new LinkedHashMap<>();
        lines.forEach((name, line) -> beats.put(name, line.worker().beat()));
        return beats;
    }

    /**
     * Leaves the thread of a device alone, as it hangs, and starts another one with a connection of its own. Nothing of
     * the old one gets through any more; what was not complete is a gap.
     *
     * @throws IllegalArgumentException if there is no such device
     */
    public synchronized void startAnew(String device) {
        Line old = line(device);
        if (closed) {
            return;
        }
        Line fresh = Line.of(old.maker(), old.sink(), listener);
        fresh.worker().permit(!forbidden.contains(device));
        old.fence().close();
        old.worker().abandon();
        Map<String, Line> all = new LinkedHashMap<>(lines);
        all.put(device, fresh);
        lines = Collections.unmodifiableMap(all);
        listener.disconnected(device, "its thread hung and was started anew");
        fresh.worker().start();
    }

    /**
     * Ends all threads. Waits less than a second; drivers may release their connections later, on daemon threads.
     * Writes that wait end with Bad_Shutdown.
     */
    @Override
    public synchronized void close() {
        closed = true;
        lines.values().forEach(line -> line.worker().stop());
        long start = clocks.nanos();
        try {
            for (Line line : lines.values()) {
                line.worker().join(CLOSE_WAIT.minusNanos(clocks.nanos() - start));
            }
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
    }

    private Line line(String device) {
        Line line = lines.get(device);
        if (line == null) {
            throw new IllegalArgumentException("no thread for device " + device);
        }
        return line;
    }
}
