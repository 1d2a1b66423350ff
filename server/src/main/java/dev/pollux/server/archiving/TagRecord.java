package dev.pollux.server.archiving;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Series;
import dev.pollux.archive.Value;
import dev.pollux.archive.capture.Capture;
import dev.pollux.archive.capture.CapturePolicy;
import dev.pollux.archive.capture.CaptureRules;
import dev.pollux.server.tag.Sample;
import dev.pollux.server.tag.TagType;
import java.util.function.Consumer;

/** Archiving of one tag: what is captured goes into the batch. Owned by the recording thread. */
final class TagRecord implements Consumer<ArchivedSample> {
    private final Series series;
    private final Capture capture;
    private final Consumer<Batch.Entry> batch;
    private final boolean timed;
    /** Time of the newest that was captured, in ticks; -1 for none. */
    private long newest = -1;

    TagRecord(Series series, CapturePolicy policy, CaptureRules rules, Consumer<Batch.Entry> batch) {
        this.series = series;
        this.batch = batch;
        capture = new Capture(rules);
        timed = !policy.occasion().onChange()
                || !policy.occasion().cycle().isZero()
                || !policy.minTimeInterval().isZero()
                || !policy.maxTimeInterval().isZero();
    }

    /** Whether something may have to be archived without a sample, or is held back. */
    boolean timed() {
        return timed;
    }

    Series series() {
        return series;
    }

    /**
     * Archiving begins.
     *
     * @param now the station's clock
     * @param archived time of the newest that the archive has; -1 for none
     */
    void begin(long now, long archived) {
        newest = Math.max(newest, archived);
        capture.begin(now, newest);
    }

    void take(ArchivedSample sample) {
        capture.accept(sample, this);
    }

    void trigger(long at) {
        capture.trigger(at, this);
    }

    void settle(long settled) {
        capture.tick(settled, this);
    }

    void unseen(long from, long to) {
        capture.unseen(from, to, this);
    }

    long completeTo() {
        return capture.completeTo();
    }

    /** Archiving ends: what is held back and the mark of a hole. */
    void end(long now) {
        capture.end(now, this);
    }

    @Override
    public void accept(ArchivedSample sample) {
        newest = Math.max(newest, sample.time());
        batch.accept(new Batch.Entry(series, sample));
    }

    /** A sample as the archive keeps it. */
    static ArchivedSample archived(TagType type, Sample sample, long time, long taken) {
        Object content = sample.value();
        Value value = content == null ? Value.NULL : new Value(type.builtInId(), content);
        return new ArchivedSample(time, taken, sample.quality().code(), value);
    }
}
