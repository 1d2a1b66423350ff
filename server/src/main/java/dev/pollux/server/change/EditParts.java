package dev.pollux.server.change;

import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.Batch;
import java.util.ArrayList;
import java.util.List;

/**
 * Divides a correction of history into parts that fit into a message between stations; a user may remove 50,000 values
 * at once. The parts in their order come to the same as the whole. Pure.
 */
final class EditParts {
    /** A part is no longer than that unless it is about a single value. */
    static final int PART_MAX = 1 << 19;

    private EditParts() {}

    /**
     * One part or more.
     *
     * @throws ArchiveException if a single value is too long to reach the other stations
     */
    static List<Batch> of(Batch edit) {
        List<Batch> parts = new ArrayList<>();
        divide(edit, parts);
        return parts;
    }

    private static void divide(Batch edit, List<Batch> parts) {
        int size = ChangePages.size(edit);
        if (size <= PART_MAX) {
            parts.add(edit);
            return;
        }
        List<Batch> both = edit.samples().isEmpty() || edit.deletions().isEmpty() ? halves(edit) : byOrder(edit);
        if (both.isEmpty()) {
            ChangePages.refuseTooLong(size);
            parts.add(edit);
        }
        both.forEach(each -> divide(each, parts));
    }

    /** Deletions come before samples. */
    private static List<Batch> byOrder(Batch edit) {
        return List.of(
                new Batch(List.of(), edit.deletions(), List.of(), edit.modifications(), List.of()),
                new Batch(edit.samples(), List.of(), List.of(), List.of(), edit.annotations()));
    }

    /** What belongs together stands at the same place in its list; nothing if this is about a single thing. */
    private static List<Batch> halves(Batch edit) {
        boolean many = edit.samples().size() > 1
                || edit.deletions().size() > 1
                || edit.modifications().size() > 1
                || edit.annotations().size() > 1;
        if (many) {
            return List.of(half(edit, true), half(edit, false));
        }
        boolean alone = edit.modifications().isEmpty()
                || (edit.samples().isEmpty()
                        && edit.deletions().isEmpty()
                        && edit.annotations().isEmpty());
        return alone
                ? List.of()
                : List.of(
                        new Batch(edit.samples(), edit.deletions(), List.of(), List.of(), edit.annotations()),
                        new Batch(List.of(), List.of(), List.of(), edit.modifications(), List.of()));
    }

    private static Batch half(Batch edit, boolean first) {
        return new Batch(
                half(edit.samples(), first),
                half(edit.deletions(), first),
                List.of(),
                half(edit.modifications(), first),
                half(edit.annotations(), first));
    }

    private static <T> List<T> half(List<T> all, boolean first) {
        int middle = (all.size() + 1) / 2;
        return first ? all.subList(0, middle) : all.subList(middle, all.size());
    }
}
