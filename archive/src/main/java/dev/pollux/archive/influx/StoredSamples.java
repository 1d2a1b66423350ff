package dev.pollux.archive.influx;

import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Series;
import dev.pollux.archive.TimeRange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the database has, without what is still queued. Ranges may be any; what it cannot hold is empty. */
final class StoredSamples {
    /** Series in one statement. More make it slower to plan than to run. */
    static final int GROUP = 100;

    private final InfluxConfig config;
    private final InfluxConnection connection;
    private final Provisioning provisioning;

    StoredSamples(InfluxConfig config, InfluxConnection connection, Provisioning provisioning) {
        this.config = config;
        this.connection = connection;
        this.provisioning = provisioning;
    }

    /**
     * Samples in reading order.
     *
     * @param end time of the last row, if there may be more after it
     */
    record Part(List<ArchivedSample> samples, Optional<Long> end) {}

    /** Samples of a series, of at most {@code limit} rows. */
    Part page(Series series, TimeRange range, boolean reverse, int limit) {
        TimeRange within = range.intersect(InfluxTime.STORABLE);
        List<ArchivedSample> found = new ArrayList<>();
        long[] rowsAndLast = new long[2];
        if (!within.isEmpty()) {
            String measurement = config.measurementOf(series.archive());
            String statement = InfluxQl.page(measurement, series.name(), within, reverse, limit);
            query(series.archive(), statement, (id, cells) -> {
                rowsAndLast[0]++;
                rowsAndLast[1] = RowCodec.time(cells);
                if (RowCodec.isComplete(cells)) {
                    found.add(RowCodec.sample(cells));
                }
                return true;
            });
        }
        return new Part(found, rowsAndLast[0] < limit ? Optional.empty() : Optional.of(rowsAndLast[1]));
    }

    /** Takes samples of several series. */
    @FunctionalInterface
    interface Sink {
        /** Returns whether more is wanted. */
        boolean accept(String name, ArchivedSample sample);
    }

    /**
     * All samples of at most {@link #GROUP} series of an archive: series by series in the order of {@link #order}, each
     * in order of time.
     */
    void all(String archive, List<String> names, TimeRange range, Sink sink) {
        TimeRange within = range.intersect(InfluxTime.STORABLE);
        if (!within.isEmpty() && !names.isEmpty()) {
            String statement = InfluxQl.selectAll(config.measurementOf(archive), names, within);
            query(
                    archive,
                    statement,
                    (id, cells) ->
                            !RowCodec.isComplete(cells) || sink.accept(RowCodec.name(id), RowCodec.sample(cells)));
        }
    }

    /** Compares names as the server does when it groups by them. */
    static int order(String first, String second) {
        return Arrays.compareUnsigned(
                RowCodec.id(first).getBytes(StandardCharsets.UTF_8),
                RowCodec.id(second).getBytes(StandardCharsets.UTF_8));
    }

    /** Of the wanted samples those that the database has, by name and time. All are of one archive. */
    Map<String, Map<Long, ArchivedSample>> find(String archive, Map<String, Set<Long>> wanted) {
        Map<String, Map<Long, ArchivedSample>> found = new HashMap<>();
        List<String> names = List.copyOf(wanted.keySet());
        for (int i = 0; i < names.size(); i += GROUP) {
            List<String> group = names.subList(i, Math.min(i + GROUP, names.size()));
            LongSummaryStatistics times = group.stream()
                    .flatMap(name -> wanted.getOrDefault(name, Set.of()).stream())
                    .mapToLong(Long::longValue)
                    .summaryStatistics();
            all(archive, group, new TimeRange(times.getMin(), times.getMax() + 1), (name, sample) -> {
                if (wanted.getOrDefault(name, Set.of()).contains(sample.time())) {
                    found.computeIfAbsent(name, key -> new HashMap<>()).put(sample.time(), sample);
                }
                return true;
            });
        }
        return found;
    }

    /** Names of all series of an archive that have a sample. */
    List<String> names(String archive) {
        List<String> names = new ArrayList<>();
        query(archive, InfluxQl.series(config.measurementOf(archive)), (id, cells) -> {
            names.add(RowCodec.name(id));
            return true;
        });
        return names;
    }

    /** Time of the earliest sample of an archive. */
    Optional<Long> earliest(String archive) {
        List<Long> found = new ArrayList<>();
        query(archive, InfluxQl.earliest(config.measurementOf(archive)), (id, cells) -> {
            found.add(InfluxTime.ticks(Long.parseLong(String.valueOf(cells[0]))));
            return true;
        });
        return found.stream().findFirst();
    }

    private void query(String archive, String statement, ResultReader.Rows rows) {
        provisioning.provide(archive);
        try {
            connection.query(archive, statement, rows);
        } catch (ArchiveException e) {
            if (!Provisioning.isMissing(e)) {
                throw e;
            }
            // Dropped since it was last seen. It is created again, so that the loss is known, and is empty then.
            provisioning.doubt(archive);
            provisioning.provide(archive);
            connection.query(archive, statement, rows);
        }
    }
}
