package dev.pollux.server.archiving;

import dev.pollux.archive.TimeRange;
import dev.pollux.server.tag.TagSample;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bounded queue between the threads of devices, which never wait here, and the thread that records. What comes
 * from one device comes from one thread, and leaves in that order. When the queue is full what a device brings is
 * dropped until there is room again; the device's first item after that is an {@link Item#resumed} one, so that a gap
 * is always a gap and never a lie.
 */
final class HandOver {
    private static final Logger LOG = LoggerFactory.getLogger(HandOver.class);
    private static final long LOG_DISTANCE = TimeUnit.SECONDS.toNanos(10);

    /**
     * One thing from one device.
     *
     * @param device its name
     * @param resumed the queue was full and dropped something of this device; {@code samples} are the present ones of
     *     all its tags
     * @param samples that changed; empty if none
     * @param complete what acquisition is complete for with all samples before; null if nothing is said
     * @param unseen nothing is known of the device before this instant since what was complete last; 0 if nothing is
     *     said. It comes before the samples
     * @param taken when, in ticks
     */
    record Item(
            String device,
            boolean resumed,
            List<TagSample> samples,
            @Nullable TimeRange complete,
            long unseen,
            long taken) {
        Item(String device, boolean resumed, List<TagSample> samples, @Nullable TimeRange complete, long taken) {
            this(device, resumed, samples, complete, 0, taken);
        }

        long weight() {
            return samples.size() + 1L;
        }
    }

    /** One device's side, owned by its thread. */
    private static final class Line {
        boolean broken;
    }

    private final Map<String, Line> lines;
    private final Function<String, List<TagSample>> present;
    private final long limit;
    private final LinkedBlockingQueue<Item> queue = new LinkedBlockingQueue<>();
    private final AtomicLong weight = new AtomicLong();
    private final LongAdder dropped = new LongAdder();
    private final AtomicLong lastLog = new AtomicLong(System.nanoTime() - LOG_DISTANCE);

    /**
     * An empty queue.
     *
     * @param devices that items come from
     * @param present gives the present samples of a device's tags; called on the device's thread
     * @param limit most samples that wait
     */
    HandOver(List<String> devices, Function<String, List<TagSample>> present, long limit) {
        Map<String, Line> byName = new java.util.HashMap<>();
        devices.forEach(device -> byName.put(device, new Line()));
        lines = Map.copyOf(byName);
        this.present = present;
        this.limit = limit;
    }

    /** Takes an item, or drops it. On the device's thread; never waits. */
    void put(Item item) {
        Line line = lines.get(item.device());
        if (line == null) {
            throw new IllegalArgumentException("no device " + item.device());
        }
        if (line.broken && weight.get() <= limit / 2) {
            List<TagSample> all = present.apply(item.device());
            line.broken = false;
            add(new Item(item.device(), true, all, null, item.taken()));
        }
        if (line.broken || weight.get() + item.weight() > limit) {
            line.broken = true;
            drop(item);
        } else {
            add(item);
        }
    }

    private void add(Item item) {
        weight.addAndGet(item.weight());
        queue.add(item);
    }

    private void drop(Item item) {
        dropped.add(item.samples().size());
        long now = System.nanoTime();
        long last = lastLog.get();
        if (now - last >= LOG_DISTANCE && lastLog.compareAndSet(last, now)) {
            LOG.error(
                    "the archive does not keep up: {} samples wait, what comes is dropped ({} samples so far, now of"
                            + " device {}) and will be a gap",
                    weight.get(),
                    dropped.sum(),
                    item.device());
        }
    }

    /** The next item; null if none comes in time. On the recording thread. */
    @Nullable
    Item poll(long nanos) throws InterruptedException {
        Item item = nanos <= 0 ? queue.poll() : queue.poll(nanos, TimeUnit.NANOSECONDS);
        if (item != null) {
            weight.addAndGet(-item.weight());
        }
        return item;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Samples that wait, about. */
    long waiting() {
        return weight.get();
    }

    /** Samples that were dropped since the start. */
    long dropped() {
        return dropped.sum();
    }
}
