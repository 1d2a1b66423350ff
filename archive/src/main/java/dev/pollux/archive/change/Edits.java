package dev.pollux.archive.change;

import dev.pollux.archive.Archive;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Page;
import dev.pollux.archive.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a correction of history comes to in an archive in which others may have been made already: of two corrections of
 * one value the one with the later stamp stands, whichever arrives first. What was overwritten is kept as its station
 * saw it. Carried out again it changes nothing.
 */
public final class Edits {
    private static final int PAGE = 4_096;

    private Edits() {}

    /**
     * The changes to make now.
     *
     * @param change that was kept in the log before
     * @param log knows the later ones
     * @param archive where to make them
     */
    public static Batch of(Change change, ChangeLog log, Archive archive) {
        Batch edit = change.edit().orElseThrow();
        Stamp stamp = change.stamp();
        List<Batch.Entry> samples = edit.samples().stream()
                .filter(each -> !log.superseded(each.series(), each.sample().time(), stamp))
                .toList();
        List<Batch.Deletion> deletions = new ArrayList<>();
        for (Batch.Deletion each : edit.deletions()) {
            delete(each, stamp, log, archive, deletions);
        }
        List<Batch.AnnotationChange> annotations = edit.annotations().stream()
                .filter(each -> !log.superseded(each.series(), each.annotation(), stamp))
                .toList();
        return new Batch(samples, deletions, List.of(), edit.modifications(), annotations);
    }

    /** As one range where nothing in it was corrected later, otherwise around what was. */
    private static void delete(
            Batch.Deletion deletion, Stamp stamp, ChangeLog log, Archive archive, List<Batch.Deletion> deletions) {
        long from = deletion.range().from();
        Optional<Page.Request> rest = Optional.of(new Page.Request(deletion.series(), deletion.range(), false, PAGE));
        while (rest.isPresent()) {
            Page page = archive.read(rest.get());
            for (var sample : page.samples()) {
                if (log.superseded(deletion.series(), sample.time(), stamp)) {
                    add(deletion, from, sample.time(), deletions);
                    from = sample.time() + 1;
                }
            }
            rest = page.rest();
        }
        add(deletion, from, deletion.range().to(), deletions);
    }

    private static void add(Batch.Deletion deletion, long from, long to, List<Batch.Deletion> deletions) {
        if (from < to) {
            deletions.add(new Batch.Deletion(deletion.series(), new TimeRange(from, to)));
        }
    }
}
