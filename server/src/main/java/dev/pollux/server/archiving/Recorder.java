package dev.pollux.server.archiving;

import dev.pollux.archive.Archive;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.coverage.Coverage;
import dev.pollux.server.project.Project;
import dev.pollux.server.tag.SampleSink;
import dev.pollux.server.tag.Tag;
import dev.pollux.server.tag.TagSample;
import dev.pollux.server.tag.TagTable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Archives what acquisition brings. {@link #accept} and {@link #complete} never wait; a thread of its own captures and
 * appends. Until it is started it only takes.
 */
public final class Recorder implements SampleSink {
    /** Samples that may wait for the archive: seconds of a large plant, bounded memory. */
    public static final long WAITING_MAX = 500_000;

    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
    private static final int BATCH_MAX = 10_000;
    private static final long LINGER = Duration.ofMillis(50).toNanos();
    private static final long SLICE = Duration.ofMillis(20).toNanos();

    private final HandOver handOver;
    private final List<String> deviceOf = new ArrayList<>();
    private final Recording recording;
    private final Archive archive;
    private final BatchWriter writer;
    private final Trust trust = new Trust();
    private final InstantSource clock;
    // Set once before the thread starts.
    private Consumer<String> defect = reason -> {};
    private final Thread thread;
    private volatile long beat = System.nanoTime();
    private final AtomicLong captured = new AtomicLong();
    private volatile boolean closing;
    // Written by the thread, read by any.
    private volatile Coverage held = Coverage.NONE;
    private volatile long giveUpAt = Long.MAX_VALUE;

    /**
     * A recorder that has not begun.
     *
     * @param table the present samples
     * @param archive stays the caller's: to be closed after this
     * @param clock the wall clock
     */
    public Recorder(Project project, TagTable table, Archive archive, InstantSource clock) {
        this(project, table, archive, clock, WAITING_MAX);
    }

    Recorder(Project project, TagTable table, Archive archive, InstantSource clock, long waitingMax) {
        this.archive = archive;
        this.clock = clock;
        writer = new BatchWriter(archive, trust);
        Map<String, List<Integer>> tagsOf = new HashMap<>();
        for (int i = 0; i < project.tags().size(); i++) {
            String device = project.tags().get(i).source().device();
            deviceOf.add(device);
            tagsOf.computeIfAbsent(device, each -> new ArrayList<>()).add(i);
        }
        handOver = new HandOver(
                project.devices().stream().map(each -> each.name()).toList(),
                device -> tagsOf.getOrDefault(device, List.of()).stream()
                        .map(tag -> new TagSample(tag, table.sample(tag)))
                        .toList(),
                waitingMax);
        recording = new Recording(project, Ticks.of(clock.instant()));
        thread = new Thread(this::run, "pollux-archive");
        thread.setDaemon(true);
    }

    /**
     * Begins to archive; returns at once. To be called once, before acquisition starts.
     *
     * @param whenBroken is told when archiving has ended by a programming error
     */
    public void start(Consumer<String> whenBroken) {
        defect = whenBroken;
        thread.start();
    }

    /** Takes samples of one device, on its thread. */
    @Override
    public void accept(List<TagSample> batch) {
        String device =
                batch.isEmpty() ? Tag.INTERNAL : deviceOf.get(batch.get(0).tag());
        // Each change of an internal tag is archived by whoever carries it out.
        if (!device.equals(Tag.INTERNAL)) {
            handOver.put(new HandOver.Item(device, false, batch, null, Ticks.of(clock.instant())));
        }
    }

    /**
     * Acquisition is complete for a range of source times, on the device's thread: everything in it was accepted here
     * before.
     */
    public void complete(String device, Instant from, Instant to) {
        long begin = Ticks.of(from);
        long end = Math.max(begin, Ticks.of(to));
        handOver.put(new HandOver.Item(device, false, List.of(), new TimeRange(begin, end), Ticks.of(clock.instant())));
    }

    /** Nothing is known of a device's tags before an instant, on the device's thread. */
    public void unseen(String device, Instant until) {
        long taken = Ticks.of(clock.instant());
        handOver.put(new HandOver.Item(device, false, List.of(), null, Ticks.of(until), taken));
    }

    private void run() {
        try {
            new StartMarks(archive, Ticks.of(clock.instant())).begin(recording);
            while (!closing) {
                beat = System.nanoTime();
                work();
            }
            finish();
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            broke(interrupt);
        } catch (Throwable unexpected) {
            broke(unexpected);
        }
    }

    private void broke(Throwable unexpected) {
        String reason = "archiving ended by " + unexpected;
        LOG.error(reason, unexpected);
        held = Coverage.NONE;
        defect.accept(reason);
    }

    private void work() throws InterruptedException {
        if (!writer.ready()) {
            writer.tend(SLICE);
            return;
        }
        gather(LINGER);
        // Before what is in it is on its way to the archive: so it is always here or there, but for that moment.
        held = recording.held();
        if (recording.due()) {
            append();
        }
        writer.tend(0);
    }

    /** Takes items until there are enough for a batch or time is up. */
    private void gather(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        while (recording.size() < BATCH_MAX) {
            HandOver.Item item = handOver.poll(end - System.nanoTime());
            if (item == null) {
                return;
            }
            recording.take(item);
        }
    }

    private void append() {
        Batch batch = recording.batch();
        if (!batch.samples().isEmpty() || !batch.coverage().isEmpty()) {
            captured.addAndGet(batch.samples().size());
            writer.submit(batch);
        }
    }

    /** What waits, marks of holes, and then until everything is durable or time is up. */
    private void finish() throws InterruptedException {
        while (!handOver.isEmpty() && !late()) {
            work();
            beat = System.nanoTime();
        }
        recording.end();
        append();
        while (!writer.idle() && !late()) {
            writer.tend(SLICE);
        }
        long lost = handOver.waiting() + writer.unstored();
        if (lost > 0) {
            LOG.error("{} samples could not be archived before the station ended", lost);
        }
    }

    private boolean late() {
        return System.nanoTime() - giveUpAt > 0;
    }

    /**
     * Ends archiving, after acquisition has ended: everything that was taken is archived, with marks of holes.
     *
     * @param bound after which the rest is given up
     */
    public void close(Duration bound) {
        giveUpAt = System.nanoTime() + bound.toNanos();
        closing = true;
        try {
            if (thread.getState() != Thread.State.NEW) {
                TimeUnit.NANOSECONDS.timedJoin(thread, bound.toNanos() + SLICE * 5);
                if (thread.isAlive()) {
                    LOG.error("the archive does not take what is left: {} samples are given up", handOver.waiting());
                }
            }
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Takes back that the archive is complete for some devices since an instant, and never says so again until the next
     * start: whatever went wrong, the partner's archive is to fill that time. May block while the archive does.
     *
     * @param devices names in the project
     */
    public void distrust(Collection<String> devices, Instant since) {
        writer.takeBack(trust.end(devices, Ticks.of(since)));
    }

    /**
     * What was seen completely and is not called complete yet, because a swinging door or an interval holds values
     * back: a crash would lose it, but nobody needs to fetch it from elsewhere. From any thread.
     */
    public Coverage held() {
        return held;
    }

    /** The last sign of life of the thread, as monotonic nanoseconds; one at least every 100 ms unless it is stuck. */
    public long beat() {
        return beat;
    }

    /**
     * How it does.
     *
     * @param waiting samples that were handed over and not yet captured
     * @param dropped samples that were not archived since the start: the archive did not keep up or cannot hold them
     * @param captured samples that were given to the archive since the start
     * @param fault why nothing can be stored at present; empty if it can
     */
    public record State(long waiting, long dropped, long captured, Optional<String> fault) {}

    /** How it does now. */
    public State state() {
        return new State(handOver.waiting(), handOver.dropped() + writer.rejected(), captured.get(), writer.fault());
    }
}
