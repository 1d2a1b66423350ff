package dev.pollux.server.history;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.Value;
import dev.pollux.archive.WriteMode;
import dev.pollux.archive.longterm.LongTermLevels;
import dev.pollux.server.space.TestStation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** A station with an archive whose contents the test knows. */
final class HistoryStation implements AutoCloseable {
    /** Five o'clock of the standard's examples. */
    static final Instant FIVE = Instant.parse("2026-03-01T05:00:00Z");

    final Archive archive;
    final TestStation station;
    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-06-01T12:00:00Z"));

    HistoryStation(int port, Path folder, Archive archive, String name, UnaryOperator<HistoryLimits> limits)
            throws Exception {
        this.archive = archive;
        station = new TestStation(port, folder, options -> {
            options.station = name;
            options.history = table -> Optional.of(new History(
                    archive,
                    tag -> config(table.tags().get(tag).name()),
                    limits.apply(HistoryLimits.DEFAULT),
                    (InstantSource) now::get));
        });
    }

    HistoryStation(int port, Path folder) throws Exception {
        this(port, folder, Archives.open(folder.resolve("archive")), "CASTOR", limits -> limits);
    }

    /** All tags but Name have history, Intake.Flow also a long-term archive of minutes if somebody computes it. */
    private static Optional<HistoricalConfig> config(String tag) {
        return switch (tag) {
            case "Name" -> Optional.empty();
            case "Level" ->
                Optional.of(new HistoricalConfig(
                        true,
                        false,
                        Optional.of(Duration.ofMillis(500)),
                        Optional.of(Duration.ofMinutes(10)),
                        Optional.of(new HistoricalConfig.Deviation(0.5, HistoricalConfig.Format.PERCENT_OF_EU_RANGE)),
                        Optional.of(Duration.ofDays(30)),
                        List.of()));
            case "Intake.Flow" ->
                Optional.of(HistoricalConfig.onChange(true)
                        .withLongTerm(
                                List.of(new LongTermLevels.Kept("minutes", Duration.ofMinutes(1), Duration.ZERO))));
            default -> Optional.of(HistoricalConfig.onChange(true));
        };
    }

    OptionalInt tag(String name) {
        return station.table.indexOf(name);
    }

    static long at(String clock) {
        return Ticks.of(Instant.parse("2026-03-01T0" + clock + "Z"));
    }

    /** Values of Level on the minutes of the standard's table of bounding values. */
    void storeExample() throws Exception {
        List<ArchivedSample> samples = new ArrayList<>();
        for (String clock : List.of("5:00:00", "5:02:00", "5:03:00", "5:05:00", "5:06:00")) {
            samples.add(new ArchivedSample(at(clock), at(clock) + 7, 0, Value.of(samples.size())));
        }
        store("Level", samples);
    }

    void store(String tag, List<ArchivedSample> samples) throws Exception {
        List<Batch.Entry> entries = samples.stream()
                .map(sample -> new Batch.Entry(Series.of(tag), sample))
                .toList();
        archive.append(Batch.of(entries), WriteMode.LIVE).get(30, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        station.close();
        archive.close();
    }
}
