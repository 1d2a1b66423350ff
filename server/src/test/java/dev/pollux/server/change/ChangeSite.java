package dev.pollux.server.change;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Modification;
import dev.pollux.archive.Page;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.Value;
import dev.pollux.archive.WriteMode;
import dev.pollux.archive.change.Change;
import dev.pollux.archive.rocks.RocksArchive;
import dev.pollux.archive.rocks.RocksChangeLog;
import dev.pollux.archive.rocks.RocksConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a station has for changes of people: a real log and a real archive, without threads. */
final class ChangeSite implements AutoCloseable {
    static final Series LEVEL = Series.of("Level");
    static final List<String> SET = List.of("A", "B", "C");
    private static final long AHEAD = Ticks.PER_SECOND;

    final String name;
    final Path data;
    final RocksChangeLog log;
    final Archive archive;
    final ChangeJournal journal;
    private final ChangeWorker worker;
    private Instant now;
    /** Bytes of the longest answer that came. */
    int largest;

    /** Opens what a directory holds. */
    ChangeSite(String name, Path data, Instant now) {
        this.name = name;
        this.data = data;
        this.now = now;
        log = RocksChangeLog.open(data.resolve("changes"), name);
        archive = RocksArchive.open(
                RocksConfig.in(data.resolve("archive"))
                        .withCommitInterval(Duration.ZERO)
                        .withMemoryBytes(8 << 20),
                Clock.systemUTC());
        journal = new ChangeJournal(name, SET, log, () -> this.now, AHEAD);
        var archived = new ChangeWorker.Archived(Set.of("Setpoint"), Set.of());
        worker = new ChangeWorker(journal, archive, archived, List.of(), Duration.ofDays(90));
    }

    void clock(Instant other) {
        now = other;
    }

    void set(double value) {
        journal.set("Setpoint", Value.of(value), true);
    }

    /** As a user does: the value, and what it replaced. */
    void correct(long time, double value) {
        correct(LEVEL, time, value);
    }

    void correct(Series series, long time, double value) {
        ArchivedSample sample = new ArchivedSample(time, Ticks.of(now), 0, Value.of(value));
        Modification old = new Modification(
                series,
                new ArchivedSample(time, time, 0, Value.of(0.0)),
                Ticks.of(now) + (long) value,
                Modification.Kind.UPDATE,
                "ada");
        Batch batch =
                new Batch(List.of(new Batch.Entry(series, sample)), List.of(), List.of(), List.of(old), List.of());
        var unused = journal.edit(batch, archive, WriteMode.LIVE).join();
    }

    void carryOut() {
        try {
            worker.work();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Asks another station for all that it has. */
    void fetch(ChangeSite other) {
        ChangeDesk desk = new ChangeDesk(other.journal);
        ChangeSync sync = new ChangeSync(name, other.name, journal, question -> {
            byte[] answer = desk.answer(question);
            largest = Math.max(largest, answer.length);
            return answer;
        });
        while (sync.lookOnce()) {
            carryOut();
        }
        carryOut();
    }

    /** Values of a series by time. */
    Map<Long, Object> values(Series series) {
        Map<Long, Object> values = new TreeMap<>();
        archive.read(new Page.Request(series, TimeRange.ALL, false, 10_000))
                .samples()
                .forEach(each -> values.put(each.time(), content(each.value())));
        return values;
    }

    Object setpoint() {
        return content(
                log.tag("Setpoint").orElseThrow().tag().orElseThrow().sample().value());
    }

    private static Object content(Value value) {
        Object content = value.content();
        return content == null ? "nothing" : content;
    }

    List<Change> own() {
        return log.after(name, 0, 10_000, 1 << 30);
    }

    /** Copies a directory, which replaces what was there. */
    static void copy(Path from, Path to) {
        try {
            if (Files.exists(to)) {
                try (Stream<Path> below = Files.walk(to)) {
                    for (Path each : below.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(each);
                    }
                }
            }
            try (Stream<Path> below = Files.walk(from)) {
                for (Path each : below.toList()) {
                    Files.copy(each, to.resolve(from.relativize(each).toString()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        log.close();
        archive.close();
    }
}
