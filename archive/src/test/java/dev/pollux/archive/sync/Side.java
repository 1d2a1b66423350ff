package dev.pollux.archive.sync;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Modification;
import dev.pollux.archive.Page;
import dev.pollux.archive.Series;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.Value;
import dev.pollux.archive.WriteMode;
import dev.pollux.archive.coverage.Coverage;
import dev.pollux.archive.rocks.RocksArchive;
import dev.pollux.archive.rocks.RocksConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One station's archive in a test, with short times: ticks from 0. */
final class Side implements AutoCloseable {
    /** Before a test has opened one. */
    static final Side NONE = new Side(Optional.empty());

    private final Optional<Archive> archive;
    private final List<Batch.Entry> waiting = new ArrayList<>();

    private Side(Optional<Archive> archive) {
        this.archive = archive;
    }

    Side(Path directory) {
        this(Optional.of(RocksArchive.open(
                RocksConfig.in(directory).withCommitInterval(Duration.ZERO).withMemoryBytes(8 << 20),
                Clock.systemUTC())));
    }

    Archive archive() {
        flush();
        return archive.orElseThrow();
    }

    /** This archive as the other station sees it: through bytes. */
    PartnerArchive remote() {
        ArchiveDesk desk = new ArchiveDesk(archive());
        return new RemoteArchive(desk::answer);
    }

    void put(Series series, long time, double value) {
        put(series, new ArchivedSample(time, time, 0, Value.of(value)));
    }

    void put(Series series, ArchivedSample sample) {
        waiting.add(new Batch.Entry(series, sample));
    }

    /** Archiving ended here. */
    void mark(Series series, long time) {
        put(series, new ArchivedSample(time, time, ArchivedSample.HOLE, Value.NULL));
    }

    /** A user changed something here; the value is the new one, or for a deletion the old one. */
    void changed(Series series, long time, double value, Modification.Kind kind) {
        flush();
        ArchivedSample sample = new ArchivedSample(time, time, 0, Value.of(value));
        boolean gone = kind == Modification.Kind.DELETE;
        append(new Batch(
                gone ? List.of() : List.of(new Batch.Entry(series, sample)),
                gone ? List.of(new Batch.Deletion(series, new TimeRange(time, time + 1))) : List.of(),
                List.of(),
                List.of(new Modification(series, sample, 1_000, kind, "ada")),
                List.of()));
    }

    void covered(String device, long from, long to) {
        flush();
        append(Batch.of(List.of(), List.of(new Batch.CoverageChange(device, new TimeRange(from, to), true))));
    }

    void flush() {
        if (!waiting.isEmpty()) {
            append(Batch.of(waiting));
            waiting.clear();
        }
    }

    private void append(Batch batch) {
        var unused = archive.orElseThrow().append(batch, WriteMode.LIVE).join();
    }

    Coverage coverage() {
        return Coverage.of(archive().coverage());
    }

    List<ArchivedSample> all(Series series) {
        return read(archive(), series, new TimeRange(0, 1_000_000), false, 10_000);
    }

    /** Page after page. */
    static List<ArchivedSample> read(Archive from, Series series, TimeRange range, boolean reverse, int limit) {
        List<ArchivedSample> samples = new ArrayList<>();
        Optional<Page.Request> next = Optional.of(new Page.Request(series, range, reverse, limit));
        while (next.isPresent()) {
            Page page = from.read(next.get());
            samples.addAll(page.samples());
            next = page.rest();
        }
        return samples;
    }

    @Override
    public void close() {
        archive.ifPresent(Archive::close);
    }
}
