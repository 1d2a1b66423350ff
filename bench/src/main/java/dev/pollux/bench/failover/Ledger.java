package dev.pollux.bench.failover;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** What was heard from one station, by whichever session. Times are those of {@link System#nanoTime}. Thread-safe. */
final class Ledger {
    private final NavigableMap<Long, Boolean> leads = new TreeMap<>();
    private final NavigableMap<Long, Integer> levels = new TreeMap<>();
    private final Map<String, TreeSet<Instant>> sampled = new ConcurrentHashMap<>();

    /** The station calls itself Master, or not, from now on. */
    synchronized void leads(long nanos, boolean master) {
        leads.put(nanos, master);
    }

    synchronized void level(long nanos, int level) {
        levels.put(nanos, level);
    }

    void sampled(String tag, Instant at) {
        TreeSet<Instant> instants = sampled.computeIfAbsent(tag, name -> new TreeSet<>());
        synchronized (instants) {
            instants.add(at);
        }
    }

    synchronized boolean leadsAt(long nanos) {
        Map.Entry<Long, Boolean> entry = leads.floorEntry(nanos);
        return entry != null && entry.getValue();
    }

    /** When it first called itself Master at or after a moment at which it did not. */
    synchronized OptionalLong tookOver(long after) {
        return leads.tailMap(after, true).entrySet().stream()
                .filter(Map.Entry::getValue)
                .mapToLong(Map.Entry::getKey)
                .findFirst();
    }

    /** When its ServiceLevel was first below this after a moment. */
    synchronized OptionalLong levelBelow(int level, long after) {
        return levels.tailMap(after, true).entrySet().stream()
                .filter(each -> each.getValue() < level)
                .mapToLong(Map.Entry::getKey)
                .findFirst();
    }

    /** Moments in between at which its claim may change. */
    synchronized List<Long> changes(long from, long to) {
        return new ArrayList<>(leads.subMap(from, false, to, false).keySet());
    }

    /** Instants that it has sampled, open at the start. */
    List<Instant> sampled(String tag, Instant after, Instant until) {
        TreeSet<Instant> instants = sampled.get(tag);
        if (instants == null || !until.isAfter(after)) {
            return List.of();
        }
        synchronized (instants) {
            return List.copyOf(instants.subSet(after, false, until, true));
        }
    }

    /** The newest sample of a tag. */
    Instant newest(String tag) {
        TreeSet<Instant> instants = sampled.get(tag);
        if (instants == null) {
            return Instant.MIN;
        }
        synchronized (instants) {
            return instants.isEmpty() ? Instant.MIN : instants.last();
        }
    }

    /** Forgets samples before a moment. */
    void forgetBefore(Instant moment) {
        for (TreeSet<Instant> instants : sampled.values()) {
            synchronized (instants) {
                instants.headSet(moment).clear();
            }
        }
    }
}
