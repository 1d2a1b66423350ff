package dev.pollux.bench;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchiveStats;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Series;
import dev.pollux.archive.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Compares what an archive gives with what was written, which is computed again. */
final class SoakCheck {
    private static final int SERIES_A_SCAN = 100;
    private static final long DRAINED_SECONDS_MAX = 7_200;

    private SoakCheck() {}

    /** Number and hash of the samples of one series, in order. */
    private static final class Content {
        long count;
        long hash;

        void add(ArchivedSample sample) {
            count++;
            hash = Workload.hash(hash, sample);
        }
    }

    /** One line for each series that is not as it was written. All that the archive has is read, not only the hour. */
    static List<String> differences(Archive archive, SoakPlan plan) {
        Workload workload = plan.workload();
        List<String> differences = new ArrayList<>();
        for (int first = 0; first < plan.tags(); first += SERIES_A_SCAN) {
            int end = Math.min(plan.tags(), first + SERIES_A_SCAN);
            List<Series> series =
                    IntStream.range(first, end).mapToObj(workload::series).toList();
            Content[] found =
                    IntStream.range(first, end).mapToObj(tag -> new Content()).toArray(Content[]::new);
            int[] at = {0};
            archive.scan(series, TimeRange.ALL, (each, sample) -> {
                while (!series.get(at[0]).equals(each)) {
                    at[0]++;
                }
                found[at[0]].add(sample);
                return true;
            });
            for (int tag = first; tag < end; tag++) {
                compare(workload, tag, plan.seconds(), found[tag - first]).ifPresent(differences::add);
            }
        }
        return differences;
    }

    private static Optional<String> compare(Workload workload, int tag, int seconds, Content found) {
        Content written = new Content();
        for (int second = 0; second < seconds; second++) {
            written.add(workload.sample(tag, second));
        }
        return found.count == written.count && found.hash == written.hash
                ? Optional.empty()
                : Optional.of("%s: %d samples with hash %016x instead of %d with %016x"
                        .formatted(workload.series(tag).name(), found.count, found.hash, written.count, written.hash));
    }

    /** The samples of one second that are not there, or not as they were written. */
    static List<String> missing(Archive archive, Workload workload, long second) {
        List<Series> series =
                IntStream.range(0, workload.tags()).mapToObj(workload::series).toList();
        boolean[] there = new boolean[series.size()];
        int[] at = {0};
        TimeRange range = new TimeRange(Workload.time(second), Workload.time(second + 1));
        archive.scan(series, range, (each, sample) -> {
            while (!series.get(at[0]).equals(each)) {
                at[0]++;
            }
            there[at[0]] = sample.equals(workload.sample(at[0], second));
            return true;
        });
        return IntStream.range(0, there.length)
                .filter(tag -> !there[tag])
                .mapToObj(tag -> workload.series(tag).name() + " at second " + second)
                .toList();
    }

    /** Waits until a database elsewhere has everything: then it is its own answer that is compared, not the queue's. */
    static void drained(Archive archive) throws InterruptedException {
        for (long second = 0; second < DRAINED_SECONDS_MAX; second++) {
            Optional<ArchiveStats.Queue> queue = archive.stats().queue();
            if (queue.isEmpty() || queue.get().samples() == 0) {
                return;
            }
            if (queue.get().dropped() > 0) {
                throw new IllegalStateException(
                        "the queue gave up " + queue.get().dropped() + " samples");
            }
            Thread.sleep(1_000);
        }
        throw new IllegalStateException(
                "the queue is not empty after " + DRAINED_SECONDS_MAX + " s: " + archive.stats());
    }
}
