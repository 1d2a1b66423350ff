package dev.pollux.server.redundancy.sync;

import dev.pollux.archive.Ticks;
import dev.pollux.archive.sync.GapRules.Piece;
import dev.pollux.server.redundancy.sync.SyncProgress.Phase;
import dev.pollux.server.redundancy.sync.SyncProgress.Run;
import dev.pollux.server.redundancy.sync.SyncProgress.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps account of what is missing, what was copied and how long the rest will take. Time is an argument. Changed by
 * one thread, {@link #progress()} from any.
 */
final class SyncLedger {
    private record Ending(String device, long time) {}

    private volatile SyncProgress progress = SyncProgress.NOTHING_KNOWN;
    private boolean afterReturn;
    private int gaps;
    private Optional<Span> span = Optional.empty();
    private long missing;
    private long copied;
    private String trouble = "";
    private Optional<Run> last = Optional.empty();
    // Of the present run.
    private Set<Ending> begins = Set.of();
    private long missingAtBegin;
    private long copiedBefore;
    private Instant begun = Instant.EPOCH;
    private long begunUptime;

    SyncProgress progress() {
        return progress;
    }

    /** The partner was asked; these pieces are missing. */
    void looked(List<Piece> pieces) {
        begins = new HashSet<>();
        missing = 0;
        long first = Long.MAX_VALUE;
        long end = Long.MIN_VALUE;
        for (Piece piece : pieces) {
            begins.add(new Ending(piece.device(), piece.range().from()));
            missing += piece.range().to() - piece.range().from();
            first = Math.min(first, piece.range().from());
            end = Math.max(end, piece.range().to());
        }
        gaps = (int) pieces.stream().filter(this::endsGap).count();
        span = pieces.isEmpty()
                ? Optional.empty()
                : Optional.of(new Span(Ticks.toInstant(first), Ticks.toInstant(end)));
        trouble = "";
        boolean much = Ticks.toDuration(missing).compareTo(SyncRules.MOMENT) >= 0;
        afterReturn = !pieces.isEmpty() && (afterReturn || much);
    }

    private boolean endsGap(Piece piece) {
        return !begins.contains(new Ending(piece.device(), piece.range().to()));
    }

    /** Nothing is being copied. */
    void rests(Phase phase) {
        show(phase, 0, Optional.empty());
    }

    /** A run over what {@link #looked} was told begins. */
    void begins(Instant now, long uptime) {
        begun = now;
        begunUptime = uptime;
        missingAtBegin = missing;
        copiedBefore = copied;
        show(Phase.FILLING, 0, Optional.empty());
    }

    /** Some samples were copied. */
    void copied(int samples, double rate) {
        copied += samples;
        show(Phase.FILLING, rate, progress.remaining());
    }

    /** A piece is filled. */
    void filled(Piece piece, double rate, long uptime) {
        missing -= piece.range().to() - piece.range().from();
        if (endsGap(piece)) {
            gaps--;
        }
        long done = Math.max(1, missingAtBegin - missing);
        double share = (double) missing / done;
        show(Phase.FILLING, rate, Optional.of(Duration.ofNanos((long) ((uptime - begunUptime) * share))));
    }

    /** The run has ended; {@code error} is empty if it filled all. */
    Run ends(Instant now, String error) {
        Run run = new Run(begun, now, copied - copiedBefore, error);
        last = Optional.of(run);
        return run;
    }

    /** Nothing can be copied at present; returns whether that is news. */
    boolean troubled(String why) {
        boolean news = !why.equals(trouble);
        trouble = why;
        show(Phase.WAITING, 0, Optional.empty());
        return news;
    }

    private void show(Phase phase, double rate, Optional<Duration> remaining) {
        double share = missing == 0 || phase != Phase.FILLING
                ? (missing == 0 ? 1 : 0)
                : 1 - (double) missing / Math.max(1, missingAtBegin);
        progress = new SyncProgress(
                phase,
                afterReturn,
                gaps,
                gaps == 0 ? Optional.empty() : span,
                Ticks.toDuration(missing),
                share,
                copied,
                rate,
                remaining,
                trouble,
                last);
    }
}
