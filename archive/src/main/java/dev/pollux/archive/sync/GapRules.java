package dev.pollux.archive.sync;

import dev.pollux.archive.TimeRange;
import dev.pollux.archive.coverage.Coverage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which gaps to fill from the partner, in which order and in which pieces. Pure. */
public final class GapRules {
    private GapRules() {}

    /**
     * A piece of a gap that is copied as a whole: small enough to begin again after an interruption.
     *
     * @param device whose values are missing
     * @param range at most one piece long, never across a multiple of the piece's length
     * @param first whether the gap begins here: the value that held before is missing too
     * @param last whether the gap ends here and the own archive goes on; false for a gap that is still growing
     */
    public record Piece(String device, TimeRange range, boolean first, boolean last) {}

    /**
     * All pieces, oldest first, so that alternating failures are worked off one after the other.
     *
     * @param own what the own archive is complete for
     * @param partner the same of the partner's
     * @param window only what lies in it: to {@code now} less the time that live archiving may lag behind; from as far
     *     back as is to be synchronised
     * @param length of a piece in ticks
     */
    public static List<Piece> plan(Coverage own, Coverage partner, TimeRange window, long length) {
        List<Piece> pieces = new ArrayList<>();
        own.gapTo(partner).intersect(window).devices().forEach((device, gaps) -> {
            for (TimeRange gap : gaps.ranges()) {
                split(device, gap, own.of(device).contains(gap.to()), length, pieces);
            }
        });
        pieces.sort(
                Comparator.comparingLong((Piece piece) -> piece.range().from()).thenComparing(Piece::device));
        return pieces;
    }

    private static void split(String device, TimeRange gap, boolean ended, long length, List<Piece> pieces) {
        long from = gap.from();
        while (from < gap.to()) {
            long to = Math.min(gap.to(), Math.floorDiv(from, length) * length + length);
            pieces.add(new Piece(device, new TimeRange(from, to), from == gap.from(), ended && to == gap.to()));
            from = to;
        }
    }
}
