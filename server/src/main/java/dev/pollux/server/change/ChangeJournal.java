package dev.pollux.server.change;

import dev.pollux.archive.AppendResult;
import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.Value;
import dev.pollux.archive.WriteMode;
import dev.pollux.archive.change.BoundedClock;
import dev.pollux.archive.change.Change;
import dev.pollux.archive.change.Change.TagValue;
import dev.pollux.archive.change.ChangeLog;
import dev.pollux.archive.change.Edits;
import dev.pollux.archive.change.Stamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Numbers and stamps the changes of this station, takes those of others, and says in which order they go into the
 * archive. Safe for use by any threads; waits for the disk.
 */
public final class ChangeJournal {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeJournal.class);
    private static final int SKIPPED_MAX = 1 << 20;

    private final String station;
    private final List<String> stations;
    private final ChangeLog log;
    private final InstantSource clock;
    // Guards what follows, and keeps the order of stamps that of the log and of the archive.
    private final Object order = new Object();
    private BoundedClock hybrid;
    private final Set<String> future = new HashSet<>();
    private long sequence;
    private final List<Consumer<List<Change>>> listeners = new ArrayList<>();

    /**
     * Over a log.
     *
     * @param station name of this one
     * @param stations of the set, this one included
     * @param log stays the caller's
     * @param aheadMax how far stamps may be ahead of this station's clock, in ticks
     */
    public ChangeJournal(String station, List<String> stations, ChangeLog log, InstantSource clock, long aheadMax) {
        this.station = station;
        this.stations = List.copyOf(stations);
        this.log = log;
        this.clock = clock;
        int skipped = ThreadLocalRandom.current().nextInt(1, SKIPPED_MAX);
        hybrid = BoundedClock.begin(log.clock(), Ticks.of(clock.instant()), aheadMax, skipped);
        // Above all that went before, even if that was lost with the disk: no number stands for two changes.
        sequence = Math.max(log.last(station), micros(clock.instant()));
    }

    private static long micros(Instant now) {
        return Math.max(0, now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000);
    }

    /** Is told of changes once they are kept, of those of this station too. Before anything is changed. */
    public void listen(Consumer<List<Change>> listener) {
        listeners.add(listener);
    }

    List<String> stations() {
        return stations;
    }

    ChangeLog log() {
        return log;
    }

    /** The station's clock; every change that it has made before is in the log. */
    long now() {
        synchronized (order) {
            return Ticks.of(clock.instant());
        }
    }

    /** Numbers that were in use once are not given again: the archive tells of some that the log no longer has. */
    public void numberAbove(long used) {
        synchronized (order) {
            sequence = Math.max(sequence, used);
        }
    }

    /**
     * Sets an internal tag.
     *
     * @param value with the type of the tag
     * @param shared whether other stations hear of it
     * @throws dev.pollux.archive.ArchiveException if it cannot be kept; nothing has changed then
     */
    void set(String tag, Value value, boolean shared) {
        synchronized (order) {
            long now = Ticks.of(clock.instant());
            TagValue set = new TagValue(tag, new ArchivedSample(now, now, 0, value));
            Next next = next(
                    hybrid,
                    now,
                    by -> log.tag(tag)
                            .filter(before -> before.stamp().compareTo(by) >= 0)
                            .isPresent());
            Change change = Change.of(sequence + 1, next.stamp(), set);
            if (shared) {
                ChangePages.refuseTooLong(ChangePages.size(change));
                List<Change> unused = log.append(List.of(change));
            } else {
                log.keepLocal(change);
            }
            made(List.of(change), next.clock());
        }
    }

    /** A stamp, and the clock after it. */
    private record Next(BoundedClock clock, Stamp stamp) {}

    /** @param superseded whether what is to be changed bears a later stamp */
    private Next next(BoundedClock before, long now, Predicate<Stamp> superseded) {
        BoundedClock next = before.next(now);
        Stamp stamp = next.near().stamp(station);
        if (next.leavesFuture() && superseded.test(stamp)) {
            next = before.nextOfAll(now);
            stamp = next.all().stamp(station);
        }
        return new Next(next, stamp);
    }

    private void made(List<Change> changes, BoundedClock now) {
        hybrid = now;
        sequence += changes.size();
        listeners.forEach(each -> each.accept(changes));
    }

    /**
     * Makes a correction of history, here and later on the other stations.
     *
     * @param archive of this station
     * @return as of the archive
     */
    public CompletableFuture<AppendResult> edit(Batch batch, Archive archive, WriteMode mode) {
        synchronized (order) {
            long now = Ticks.of(clock.instant());
            BoundedClock after = hybrid;
            List<Change> parts = new ArrayList<>();
            for (Batch part : EditParts.of(batch)) {
                Next next = next(after, now, by -> log.superseded(part, by));
                parts.add(Change.of(sequence + 1 + parts.size(), next.stamp(), part));
                after = next.clock();
            }
            List<Change> unused = log.append(parts);
            CompletableFuture<AppendResult> stored = archive.append(batch, mode);
            made(parts, after);
            return stored;
        }
    }

    /**
     * Takes changes that a partner has made or passed on, and those of this station that come back from it.
     *
     * @param page the partner's answer
     * @param ownAfter the number after which it was asked for own ones
     * @return how many were not known
     */
    int received(ChangePages.Page page, long ownAfter) {
        synchronized (order) {
            List<Change> own = page.changes().stream()
                    .filter(each -> each.station().equals(station))
                    .toList();
            List<Change> others = page.changes().stream()
                    .filter(each -> !each.station().equals(station))
                    .toList();
            int added = take(others);
            if (!own.isEmpty()) {
                ReturnRules.Verdict verdict = returned(own, ownAfter, page.forgottenBefore());
                added += take(verdict.lacking());
                // Only now is the highest number known.
                sequence = Math.max(sequence, own.get(own.size() - 1).sequence());
                int unused = take(verdict.again().stream()
                        .map(each -> each.numbered(++sequence))
                        .toList());
            }
            return added;
        }
    }

    private ReturnRules.Verdict returned(List<Change> own, long after, long forgottenThere) {
        long to = own.get(own.size() - 1).sequence();
        List<Change> kept = new ArrayList<>();
        long from = after;
        while (from < to) {
            List<Change> some = log.after(station, from, ChangePages.CHANGES_MAX, ChangePages.BYTES_MAX);
            some.stream().filter(each -> each.sequence() <= to).forEach(kept::add);
            from = some.isEmpty() ? to : some.get(some.size() - 1).sequence();
        }
        ReturnRules.Forgotten forgotten = new ReturnRules.Forgotten(log.forgottenBefore(), forgottenThere);
        return ReturnRules.of(kept, own, log.last(station), forgotten);
    }

    private int take(List<Change> changes) {
        List<Change> added = changes.isEmpty() ? List.of() : log.append(changes);
        long now = Ticks.of(clock.instant());
        for (Change each : added) {
            hybrid = hybrid.heard(each.stamp(), now);
            tellFuture(each.stamp(), now);
        }
        if (!added.isEmpty()) {
            listeners.forEach(each -> each.accept(added));
        }
        return added.size();
    }

    /** Once, until changes of that station are of the present again. */
    private void tellFuture(Stamp stamp, long now) {
        if (!hybrid.isAhead(stamp.time(), now)) {
            future.remove(stamp.station());
        } else if (future.add(stamp.station())) {
            LOG.warn(
                    "changes of station {} bear the time {}, far ahead of this station's clock: set the clocks right; "
                            + "until then what was changed there stands before what others do not know of",
                    stamp.station(),
                    Ticks.toInstant(stamp.time()));
        }
    }

    /** Carries a correction out, unless later ones are known. */
    CompletableFuture<AppendResult> carryOut(Change edit, Archive archive) {
        synchronized (order) {
            return archive.append(Edits.of(edit, log, archive), WriteMode.LIVE);
        }
    }
}
