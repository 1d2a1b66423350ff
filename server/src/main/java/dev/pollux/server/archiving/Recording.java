package dev.pollux.server.archiving;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Batch.CoverageChange;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.capture.CapturePolicy;
import dev.pollux.archive.capture.CaptureRules;
import dev.pollux.archive.capture.Trigger;
import dev.pollux.archive.capture.TriggerWatch;
import dev.pollux.archive.coverage.Coverage;
import dev.pollux.server.project.ArchiveConfig;
import dev.pollux.server.project.Project;
import dev.pollux.server.tag.Range;
import dev.pollux.server.tag.Tag;
import dev.pollux.server.tag.TagSample;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the samples: captured, put into batches, and with each batch the coverage that it makes true. No
 * threads and no clock; owned by the recording thread.
 */
final class Recording {
    /** Sample times are cut to what can be archived. */
    private static final long LAST = Ticks.MAX - 1;

    /** Tags that wait for an edge of another. */
    private record Triggered(TriggerWatch watch, List<TagRecord> tags) {}

    private final @Nullable TagRecord[] tags;
    private final List<Tag> all;
    private final Map<String, DeviceRecord> devices = new LinkedHashMap<>();
    private final Set<Series> elsewhere = new HashSet<>();
    private final Map<Integer, List<Triggered>> triggers = new HashMap<>();
    private List<Batch.Entry> entries = new ArrayList<>();

    /**
     * Nothing is archived yet.
     *
     * @param start the station's clock, in ticks
     */
    Recording(Project project, long start) {
        all = project.tags();
        tags = new TagRecord[all.size()];
        Map<String, Integer> index = new HashMap<>();
        project.devices().forEach(each -> devices.put(each.name(), new DeviceRecord(each.name(), start)));
        Map<Key, CaptureRules> rules = new HashMap<>();
        Map<Trigger, List<TagRecord>> triggered = new LinkedHashMap<>();
        for (int i = 0; i < all.size(); i++) {
            Tag tag = all.get(i);
            index.put(tag.name(), i);
            Optional<CapturePolicy> policy = policy(project.archive(), tag);
            if (policy.isPresent() && tag.internal()) {
                elsewhere.add(Series.of(tag.name()));
            } else if (policy.isPresent()) {
                TagRecord made = made(tag, policy.get(), rules);
                tags[i] = made;
                device(tag.source().device()).add(made);
                policy.get()
                        .occasion()
                        .trigger()
                        .ifPresent(on -> triggered
                                .computeIfAbsent(on, each -> new ArrayList<>())
                                .add(made));
            }
        }
        triggered.forEach((on, waiting) -> {
            Integer trigger = index.get(on.tag());
            if (trigger == null) {
                throw new IllegalArgumentException("there is no tag " + on.tag() + " to be a trigger");
            }
            triggers.computeIfAbsent(trigger, each -> new ArrayList<>())
                    .add(new Triggered(new TriggerWatch(on.edge()), waiting));
        });
    }

    private record Key(CapturePolicy policy, double span) {}

    private TagRecord made(Tag tag, CapturePolicy policy, Map<Key, CaptureRules> rules) {
        double span = tag.range().map(Recording::span).orElse(0.0);
        return new TagRecord(
                Series.of(tag.name()),
                policy,
                rules.computeIfAbsent(new Key(policy, span), key -> new CaptureRules(key.policy(), key.span())),
                entry -> entries.add(entry));
    }

    private static double span(Range range) {
        return range.high() - range.low();
    }

    /** How a tag is captured; empty if it is not archived. */
    static Optional<CapturePolicy> policy(ArchiveConfig archive, Tag tag) {
        return tag.archiving().profile().flatMap(archive::profile).map(profile -> profile.policyFor(tag.type()));
    }

    /** What is archived by others. */
    Set<Series> elsewhere() {
        return elsewhere;
    }

    Collection<DeviceRecord> devices() {
        return devices.values();
    }

    private DeviceRecord device(String name) {
        DeviceRecord device = devices.get(name);
        if (device == null) {
            throw new IllegalArgumentException("there is no device " + name);
        }
        return device;
    }

    /** Takes what a device brought. */
    void take(HandOver.Item item) {
        DeviceRecord device = device(item.device());
        if (item.resumed()) {
            device.interrupted(item.taken());
        }
        if (item.unseen() > 0) {
            device.unseen(item.unseen());
        }
        for (TagSample each : item.samples()) {
            take(each, item.taken());
        }
        if (item.complete() != null) {
            device.complete(item.complete());
        }
    }

    private void take(TagSample each, long taken) {
        TagRecord tag = tags[each.tag()];
        List<Triggered> waiting = triggers.getOrDefault(each.tag(), List.of());
        if (tag == null && waiting.isEmpty()) {
            return;
        }
        long time = Math.min(Ticks.of(each.sample().sourceTime()), LAST);
        ArchivedSample sample =
                TagRecord.archived(all.get(each.tag()).type(), each.sample(), time, Math.min(taken, LAST));
        if (tag != null) {
            tag.take(sample);
        }
        for (Triggered one : waiting) {
            if (one.watch().fires(sample)) {
                one.tags().forEach(held -> held.trigger(time));
            }
        }
    }

    /** For each device what is complete but for values that are held back. */
    Coverage held() {
        Map<String, List<TimeRange>> held = new HashMap<>();
        devices.values().stream()
                .filter(DeviceRecord::claims)
                .forEach(device -> held.put(device.name(), device.held()));
        return Coverage.of(held);
    }

    /** Archiving ends: what is held back, and marks of holes. */
    void end() {
        devices.values().forEach(DeviceRecord::end);
    }

    /** Adds a mark that the station did not set when it ended the last time. */
    void add(Batch.Entry entry) {
        entries.add(entry);
    }

    /** Samples in the batch so far. */
    int size() {
        return entries.size();
    }

    /** Whether there is something to append. */
    boolean due() {
        return !entries.isEmpty() || devices.values().stream().anyMatch(DeviceRecord::claims);
    }

    /** What has been captured since the last batch, with the coverage that is true once it is durable. */
    Batch batch() {
        List<CoverageChange> coverage = new ArrayList<>();
        devices.values().forEach(device -> device.claim(coverage::add));
        Batch batch = Batch.of(entries, coverage);
        entries = new ArrayList<>();
        return batch;
    }
}
