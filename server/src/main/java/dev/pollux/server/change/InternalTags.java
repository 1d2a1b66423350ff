package dev.pollux.server.change;

import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.Value;
import dev.pollux.archive.change.Change;
import dev.pollux.archive.change.Stamp;
import dev.pollux.server.tag.Access;
import dev.pollux.server.tag.Quality;
import dev.pollux.server.tag.Sample;
import dev.pollux.server.tag.SampleSink;
import dev.pollux.server.tag.Tag;
import dev.pollux.server.tag.TagSample;
import dev.pollux.server.tag.TagType;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tags without a device: what clients write is their value, kept over restarts. Of two writes to a tag that is
 * the same on all stations the one with the later stamp stands everywhere. Thread-safe; writes go to the disk on
 * a thread of its own.
 */
public final class InternalTags implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InternalTags.class);
    private static final int WRITES_MAX = 1_000;
    private static final long CLOSE_SECONDS = 2;

    private final List<Tag> tags;
    private final Map<String, Integer> index = new HashMap<>();
    private final ChangeJournal journal;
    private final SampleSink table;
    private final boolean shared;
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WRITES_MAX), InternalTags::thread);
    // What is shown; guarded by itself.
    private final Map<String, Stamp> shown = new HashMap<>();

    /**
     * Shows the values that are kept; others begin as zero or empty with Uncertain_InitialValue.
     *
     * @param tags all of the project
     * @param table takes the values
     * @param shared whether tags that are to be the same on all stations are
     * @param now time of values that nobody has set yet
     */
    public InternalTags(List<Tag> tags, ChangeJournal journal, SampleSink table, boolean shared, Instant now) {
        this.shared = shared;
        this.tags = List.copyOf(tags);
        this.journal = journal;
        this.table = table;
        List<TagSample> initial = new ArrayList<>();
        for (int i = 0; i < this.tags.size(); i++) {
            if (this.tags.get(i).internal()) {
                index.put(this.tags.get(i).name(), i);
                Object zero = zero(this.tags.get(i).type());
                initial.add(new TagSample(i, new Sample(zero, Quality.UNCERTAIN_INITIAL_VALUE, now)));
            }
        }
        if (!initial.isEmpty()) {
            table.accept(initial);
        }
        journal.listen(this::show);
        show(List.copyOf(journal.log().tags().values()));
    }

    private static Object zero(TagType type) {
        return switch (type) {
            case BOOLEAN -> false;
            case SBYTE -> (byte) 0;
            case BYTE, INT16 -> (short) 0;
            case UINT16, INT32 -> 0;
            case UINT32, INT64 -> 0L;
            case UINT64 -> BigInteger.ZERO;
            case FLOAT -> 0f;
            case DOUBLE -> 0d;
            case STRING -> "";
        };
    }

    private static Thread thread(Runnable action) {
        Thread thread = new Thread(action, "pollux-internal-tags");
        thread.setDaemon(true);
        return thread;
    }

    private void show(List<Change> changes) {
        synchronized (shown) {
            List<TagSample> samples = new ArrayList<>();
            for (Change each : changes) {
                if (each.tag().isPresent()) {
                    show(each, samples);
                }
            }
            if (!samples.isEmpty()) {
                table.accept(samples);
            }
        }
    }

    private void show(Change change, List<TagSample> samples) {
        Change.TagValue set = change.tag().orElseThrow();
        Integer tag = index.get(set.name());
        Stamp before = shown.get(set.name());
        if (tag == null || (before != null && before.compareTo(change.stamp()) >= 0)) {
            return;
        }
        if (set.sample().value().type() != tags.get(tag).type().builtInId()) {
            LOG.warn(
                    "the value of internal tag {} is of another type than the project says, it is left out",
                    set.name());
            return;
        }
        shown.put(set.name(), change.stamp());
        Instant time = Ticks.toInstant(set.sample().time());
        samples.add(new TagSample(
                tag,
                new Sample(
                        set.sample().value().content(), new Quality(set.sample().status()), time)));
    }

    /**
     * Writes a value of a client.
     *
     * @param tag index of an internal tag
     * @return Good once it is kept; Bad_NotWritable, Bad_TypeMismatch or Bad_OutOfRange; Bad_ResourceUnavailable if the
     *     disk does not take it
     */
    public CompletionStage<Quality> write(int tag, Object value) {
        Tag written = tags.get(tag);
        Quality verdict = check(written, value);
        if (!verdict.good()) {
            return CompletableFuture.completedFuture(verdict);
        }
        CompletableFuture<Quality> result = new CompletableFuture<>();
        try {
            thread.execute(() -> result.complete(keep(written, value)));
        } catch (RejectedExecutionException tooMany) {
            result.complete(Quality.BAD_RESOURCE_UNAVAILABLE);
        }
        return result;
    }

    private static Quality check(Tag tag, Object value) {
        if (tag.access() != Access.READ_WRITE) {
            return Quality.BAD_NOT_WRITABLE;
        }
        if (!tag.type().valueClass().isInstance(value)) {
            return Quality.BAD_TYPE_MISMATCH;
        }
        boolean outside = value instanceof Number number
                && tag.range().isPresent()
                && !tag.range().get().contains(number.doubleValue());
        return outside ? Quality.BAD_OUT_OF_RANGE : Quality.GOOD;
    }

    private Quality keep(Tag tag, Object value) {
        try {
            journal.set(tag.name(), new Value(tag.type().builtInId(), value), shared && tag.synchronised());
            return Quality.GOOD;
        } catch (ArchiveException refused) {
            LOG.error("internal tag {} cannot be kept: {}", tag.name(), refused.getMessage());
            return Quality.BAD_RESOURCE_UNAVAILABLE;
        } catch (RuntimeException broken) {
            LOG.error("internal tag {} could not be written", tag.name(), broken);
            return Quality.BAD_INTERNAL_ERROR;
        }
    }

    /** Keeps what waits, then ends; bounded. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the disk does not take the last values of internal tags");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
