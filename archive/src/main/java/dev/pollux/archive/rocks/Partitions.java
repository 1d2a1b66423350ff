package dev.pollux.archive.rocks;

import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All partitions. Immutable: the writer replaces it as a whole, so a read works with one state. */
final class Partitions {
    /** By archive, then by begin. */
    private final Map<String, NavigableMap<Long, Partition>> archives;

    private Partitions(Map<String, NavigableMap<Long, Partition>> archives) {
        this.archives = archives;
    }

    static Partitions of(Collection<Partition> partitions) {
        Map<String, NavigableMap<Long, Partition>> archives = new HashMap<>();
        partitions.forEach(partition -> archives.computeIfAbsent(partition.archive(), name -> new TreeMap<>())
                .put(partition.range().from(), partition));
        return new Partitions(archives);
    }

    Partitions with(Partition partition) {
        Map<String, NavigableMap<Long, Partition>> changed = new HashMap<>(archives);
        NavigableMap<Long, Partition> inOrder = new TreeMap<>(of(partition.archive()));
        inOrder.put(partition.range().from(), partition);
        changed.put(partition.archive(), inOrder);
        return new Partitions(changed);
    }

    Partitions without(Collection<Partition> gone) {
        return of(all().stream().filter(partition -> !gone.contains(partition)).toList());
    }

    List<Partition> all() {
        return archives.values().stream()
                .flatMap(inOrder -> inOrder.values().stream())
                .toList();
    }

    int size() {
        return archives.values().stream().mapToInt(Map::size).sum();
    }

    /** The one that holds a time; null if there is none yet. */
    @Nullable
    Partition at(String archive, long time) {
        Map.Entry<Long, Partition> found = of(archive).floorEntry(time);
        return found != null && found.getValue().range().contains(time) ? found.getValue() : null;
    }

    /** Those that have a part of a range, in order of time. */
    Collection<Partition> in(String archive, TimeRange range) {
        if (range.isEmpty()) {
            return List.of();
        }
        NavigableMap<Long, Partition> inOrder = of(archive);
        Partition first = at(archive, range.from());
        long from = first == null ? range.from() : first.range().from();
        return inOrder.subMap(from, true, range.to(), false).values();
    }

    /** What no partition holds around a time that none holds. */
    TimeRange gap(String archive, long time) {
        Map.Entry<Long, Partition> before = of(archive).floorEntry(time);
        Long after = of(archive).higherKey(time);
        return new TimeRange(
                before == null ? Ticks.MIN : before.getValue().range().to(), after == null ? Ticks.MAX : after);
    }

    private NavigableMap<Long, Partition> of(String archive) {
        return archives.getOrDefault(archive, Collections.emptyNavigableMap());
    }
}
