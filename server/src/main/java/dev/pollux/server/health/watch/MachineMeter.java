package dev.pollux.server.health.watch;

import com.sun.management.OperatingSystemMXBean;
import dev.pollux.server.health.Diagnosis.Measured;
import dev.pollux.server.health.Measure;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Measures disks, heap and processor. A disk that hangs holds the caller up. Owned by one thread. */
public final class MachineMeter {
    private static final long COLLECTION_WINDOW = TimeUnit.MINUTES.toNanos(1);
    private static final long COLLECTION_WINDOW_MIN = TimeUnit.SECONDS.toNanos(10);

    private final Map<Measure, Path> volumes;
    private final Deque<Collected> collected = new ArrayDeque<>();

    private record Collected(long nanos, long millis) {}

    /** @param volumes a path on each volume to be watched; the path itself need not exist yet */
    public MachineMeter(Map<Measure, Path> volumes) {
        this.volumes = Map.copyOf(volumes);
    }

    /** Measures now. What cannot be measured is left out. */
    public Map<Measure, Measured> measure() {
        Map<Measure, Measured> all = new EnumMap<>(Measure.class);
        volumes.forEach((measure, path) -> free(path).ifPresent(value -> all.put(measure, value)));
        heap().ifPresent(value -> all.put(Measure.HEAP, percent(value)));
        collection(System.nanoTime()).ifPresent(value -> all.put(Measure.COLLECTION, percent(value)));
        processor().ifPresent(value -> all.put(Measure.PROCESSOR, percent(value)));
        return all;
    }

    private static Measured percent(double value) {
        return new Measured(value, String.format(Locale.ROOT, "%.0f %%", value));
    }

    private static Optional<Measured> free(Path wanted) {
        Path path = wanted.toAbsolutePath();
        while (!Files.exists(path) && path.getParent() != null) {
            path = path.getParent();
        }
        try {
            FileStore volume = Files.getFileStore(path);
            long free = volume.getUsableSpace();
            return Optional.of(new Measured(free, (free >> 20) + " MiB free for " + wanted));
        } catch (IOException gone) {
            // Nothing can be written there: as good as full.
            return Optional.of(new Measured(0, wanted + " cannot be looked at: " + gone));
        }
    }

    /** The pool that outlives collections, as it was after the last one that looked at it. */
    private static Optional<Double> heap() {
        long used = 0;
        long max = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            @Nullable MemoryUsage after = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
            if (after != null && after.getMax() > max) {
                used = after.getUsed();
                max = after.getMax();
            }
        }
        return max > 0 ? Optional.of(100.0 * used / max) : Optional.empty();
    }

    private Optional<Double> collection(long now) {
        long millis = 0;
        for (GarbageCollectorMXBean each : ManagementFactory.getGarbageCollectorMXBeans()) {
            // Only pauses: what collectors do beside the program is processor load.
            if (!each.getName().contains("Concurrent") && !each.getName().contains("Cycles")) {
                millis += Math.max(0, each.getCollectionTime());
            }
        }
        collected.addLast(new Collected(now, millis));
        while (now - collected.getFirst().nanos() > COLLECTION_WINDOW) {
            collected.removeFirst();
        }
        Collected first = collected.getFirst();
        long span = now - first.nanos();
        return span < COLLECTION_WINDOW_MIN
                ? Optional.empty()
                : Optional.of(Math.min(100, 100.0 * (millis - first.millis()) * 1_000_000 / span));
    }

    private static Optional<Double> processor() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? Optional.of(system.getProcessCpuLoad())
                        .filter(load -> load >= 0)
                        .map(load -> 100 * load)
                : Optional.empty();
    }
}
