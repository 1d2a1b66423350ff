package dev.pollux.server.change;

import dev.pollux.archive.AppendResult;
import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.Value;
import dev.pollux.archive.WriteMode;
import dev.pollux.archive.change.Change;
import dev.pollux.archive.change.Change.TagValue;
import dev.pollux.archive.change.ChangeLog;
import dev.pollux.archive.change.Edits;
import dev.pollux.archive.change.HybridClock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Numbers and stamps the changes of this station, takes those of others, and says in which order they go into the
 * archive. Safe for use by any threads; waits for the disk.
 */
public final class ChangeJournal {
    private final String station;
    private final List<String> stations;
    private final ChangeLog log;
    private final InstantSource clock;
    // Guards what follows, and keeps the order of stamps that of the log and of the archive.
    private final Object order = new Object();
    private HybridClock hybrid;
    private long sequence;
    private final List<Consumer<List<Change>>> listeners = new ArrayList<>();

    /**
     * Over a log.
     *
     * @param station name of this one
     * @param stations of the set, this one included
     * @param log stays the caller's
     */
    public ChangeJournal(String station, List<String> stations, ChangeLog log, InstantSource clock) {
        this.station = station;
        this.stations = List.copyOf(stations);
        this.log = log;
        this.clock = clock;
        hybrid = log.clock();
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
            HybridClock next = hybrid.next(now);
            Change change = Change.of(sequence + 1, next.stamp(station), set);
            if (shared) {
                List<Change> unused = log.append(List.of(change));
            } else {
                log.keepLocal(change);
            }
            made(change, next);
        }
    }

    private void made(Change change, HybridClock now) {
        hybrid = now;
        sequence = change.sequence();
        listeners.forEach(each -> each.accept(List.of(change)));
    }

    /**
     * Makes a correction of history, here and later on the other stations.
     *
     * @param archive of this station
     * @return as of the archive
     */
    public CompletableFuture<AppendResult> edit(Batch batch, Archive archive, WriteMode mode) {
        synchronized (order) {
            HybridClock next = hybrid.next(Ticks.of(clock.instant()));
            Change change = Change.of(sequence + 1, next.stamp(station), batch);
            List<Change> unused = log.append(List.of(change));
            CompletableFuture<AppendResult> stored = archive.append(batch, mode);
            made(change, next);
            return stored;
        }
    }

    /**
     * Takes changes that another station has made or passed on, or this one before it lost its log.
     *
     * @return how many were not known
     */
    int received(List<Change> changes) {
        synchronized (order) {
            List<Change> added = log.append(changes);
            for (Change each : added) {
                hybrid = hybrid.heard(each.stamp());
                if (each.station().equals(station)) {
                    // Made when the clock was ahead, and lost here since: its number is taken.
                    sequence = Math.max(sequence, each.sequence());
                }
            }
            if (!added.isEmpty()) {
                listeners.forEach(each -> each.accept(added));
            }
            return added.size();
        }
    }

    /** Carries a correction out, unless later ones are known. */
    CompletableFuture<AppendResult> carryOut(Change edit, Archive archive) {
        synchronized (order) {
            return archive.append(Edits.of(edit, log, archive), WriteMode.LIVE);
        }
    }
}
