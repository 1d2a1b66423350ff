package dev.pollux.server.space;

import dev.pollux.server.tag.SampleSink;
import dev.pollux.server.tag.Tag;
import dev.pollux.server.tag.TagSample;
import dev.pollux.server.tag.TagTable;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.eclipse.milo.opcua.sdk.core.NumericRange;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The monitored items of all tags. Samples are pushed from the device workers straight into the queues of the items;
 * all items of a tag share one immutable DataValue per sample. Thread-safe.
 */
final class TagItems implements SampleSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TagItems.class);
    private static final TagItem[] NONE = {};

    private final TagTable table;
    private final AtomicReferenceArray<TagItem @Nullable []> byTag;
    private final ScheduledThreadPoolExecutor timer;

    TagItems(TagTable table) {
        this.table = table;
        byTag = new AtomicReferenceArray<>(table.tags().size());
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "pollux-space-flush");
            thread.setDaemon(true);
            return thread;
        });
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    void add(int tag, DataItem item, @Nullable NumericRange range) {
        TagItem added =
                new TagItem(item, range, tag(tag).source().pollInterval().toNanos());
        byTag.updateAndGet(tag, before -> {
            TagItem[] items = before == null ? NONE : before;
            TagItem[] after = Arrays.copyOf(items, items.length + 1);
            after[items.length] = added;
            return after;
        });
        // Only now: a sample that arrives in between reaches the item by the other way and wins.
        added.start(() -> current(tag), System.nanoTime());
    }

    void remove(int tag, DataItem item) {
        byTag.updateAndGet(tag, before -> {
            TagItem[] after = before == null
                    ? NONE
                    : Arrays.stream(before).filter(each -> each.item() != item).toArray(TagItem[]::new);
            return after.length == 0 ? null : after;
        });
    }

    void modified(int tag, DataItem item) {
        for (TagItem each : items(tag)) {
            if (each.item() == item) {
                each.modified();
            }
        }
    }

    void modeChanged(int tag, Object item) {
        for (TagItem each : items(tag)) {
            if (each.item() == item) {
                each.modeChanged(() -> current(tag), System.nanoTime());
            }
        }
    }

    /** How many items watch a tag. */
    int count(int tag) {
        return items(tag).length;
    }

    @Override
    public void accept(List<TagSample> batch) {
        long now = System.nanoTime();
        DateTime serverTime = DateTime.now();
        for (TagSample sample : batch) {
            TagItem[] items = items(sample.tag());
            if (items.length > 0) {
                push(sample, items, serverTime, now);
            }
        }
    }

    private void push(TagSample sample, TagItem[] items, DateTime serverTime, long now) {
        try {
            DataValue shared = UaValues.dataValue(tag(sample.tag()).type(), sample.sample(), serverTime);
            for (TagItem item : items) {
                item.offer(shared, now, this::flushLater);
            }
        } catch (RuntimeException e) {
            // A fault in one tag must not stop the device worker that delivers all others.
            LOG.error(
                    "sample of tag {} could not be handed to its monitored items",
                    tag(sample.tag()).name(),
                    e);
        }
    }

    private void flushLater(TagItem item, long delayNanos) {
        try {
            Future<?> unused = timer.schedule(() -> flush(item), delayNanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("server is closing, a slowly sampled value is not delivered any more", e);
        }
    }

    private static void flush(TagItem item) {
        try {
            item.flush(System.nanoTime());
        } catch (RuntimeException e) {
            LOG.error(
                    "monitored item {} could not take a slowly sampled value",
                    item.item().getId(),
                    e);
        }
    }

    private DataValue current(int tag) {
        return UaValues.dataValue(tag(tag).type(), table.sample(tag), DateTime.now());
    }

    private TagItem[] items(int tag) {
        TagItem[] items = byTag.get(tag);
        return items == null ? NONE : items;
    }

    private Tag tag(int index) {
        return table.tags().get(index);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
