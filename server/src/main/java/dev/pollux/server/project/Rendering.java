package dev.pollux.server.project;

import dev.pollux.archive.capture.CapturePolicy;
import dev.pollux.archive.capture.DeadBand;
import dev.pollux.archive.capture.Trigger;
import dev.pollux.server.tag.Range;
import dev.pollux.server.tag.Tag;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything functional in words: a text for each key. Fingerprint and difference both come from here, so that they
 * cannot disagree. The keys are those of the files.
 */
final class Rendering {
    private Rendering() {}

    static Map<String, String> head(String name, String namespaceUri) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("project.name", name);
        texts.put("project.namespace", namespaceUri);
        return texts;
    }

    static Map<String, String> redundancy(RedundancyConfig redundancy) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("redundancy.stations", String.join(", ", redundancy.stations()));
        texts.put("redundancy.default-master", redundancy.defaultMaster().orElse(""));
        texts.put("redundancy.startup-wait", Durations.text(redundancy.startupWait()));
        texts.put("redundancy.stability", Durations.text(redundancy.stability()));
        texts.put("redundancy.network-stability", Durations.text(redundancy.networkStability()));
        if (!redundancy.enabled()) {
            texts.put("redundancy.enabled", "false");
        }
        if (!redundancy.switchClients()) {
            texts.put("redundancy.switch-clients-on-process-connection-fault", "false");
        }
        redundancy.witness().ifPresent(witness -> {
            texts.put("redundancy.witness.endpoints", String.join(", ", witness.endpoints()));
            texts.put("redundancy.witness.lease", Durations.text(witness.lease()));
        });
        texts.put("redundancy.link.heartbeat", Durations.text(redundancy.heartbeat()));
        texts.put("redundancy.link.fail-after", Durations.text(redundancy.failAfter()));
        texts.put("redundancy.mode", Shapes.word(redundancy.mode()));
        return texts;
    }

    static Map<String, String> anonymous(UsersConfig users) {
        return Map.of("users.anonymous", users.anonymous().map(Shapes::word).orElse("none"));
    }

    static Map<String, String> area(Area area) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("path", area.path());
        texts.put("description", area.description());
        return texts;
    }

    static Map<String, String> device(DeviceConfig device) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("name", device.name());
        texts.put("protocol", Shapes.word(device.protocol()));
        texts.put("host", device.host());
        texts.put("port", Integer.toString(device.port()));
        texts.put("unit", Integer.toString(device.unit()));
        texts.put("connect-timeout", Durations.text(device.connectTimeout()));
        texts.put("request-timeout", Durations.text(device.requestTimeout()));
        texts.put("block-gap", Integer.toString(device.blockGap()));
        texts.put("connection", Shapes.word(device.connection()));
        return texts;
    }

    static Map<String, String> archive(ArchiveConfig archive) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("archive.retention", Durations.text(archive.retention()));
        ArchiveConfig.Synchronization synchronization = archive.synchronization();
        texts.put("archive.synchronize.fill-gaps", Boolean.toString(synchronization.fillGaps()));
        texts.put(
                "archive.synchronize.last",
                synchronization.last().map(Durations::text).orElse(""));
        texts.put("archive.synchronize.rate-max", Integer.toString(synchronization.rateMax()));
        texts.put("archive.synchronize.read-through", Boolean.toString(synchronization.readThrough()));
        texts.put("archive.synchronize.degrade", Boolean.toString(synchronization.degrade()));
        texts.put("archive.synchronize.user-changes", Boolean.toString(synchronization.userChanges()));
        texts.put("archive.synchronize.internal-tags", Boolean.toString(synchronization.internalTags()));
        if (!synchronization.clockAheadMax().equals(ArchiveConfig.Synchronization.STANDARD.clockAheadMax())) {
            // Only then, so that the fingerprints of existing projects stay.
            texts.put("archive.synchronize.clock-ahead-max", Durations.text(synchronization.clockAheadMax()));
        }
        return texts;
    }

    static Map<String, String> messages(MessageConfig messages) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("messages.retention", Durations.text(messages.retention()));
        texts.put("messages.max", Integer.toString(messages.countMax()));
        texts.put("messages.synchronize", Boolean.toString(messages.synchronize()));
        return texts;
    }

    static Map<String, String> profile(ArchiveConfig.Profile profile) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("name", profile.name());
        CapturePolicy policy = profile.policy();
        DeadBand band = policy.deadBand();
        texts.put("mode", Shapes.word(ArchiveKeys.Mode.of(policy.occasion())));
        texts.put("interval", duration(policy.occasion().cycle()));
        texts.put("trigger", policy.occasion().trigger().map(Trigger::tag).orElse(""));
        texts.put(
                "edge",
                policy.occasion().trigger().map(Trigger::edge).map(Shapes::word).orElse(""));
        texts.put("filter", Shapes.word(band.kind()) + " " + Shapes.word(band.format()));
        texts.put("amount", Double.toString(band.exceptionDeviation()));
        texts.put("min-interval", duration(policy.minTimeInterval()));
        texts.put("max-interval", duration(policy.maxTimeInterval()));
        return texts;
    }

    private static String duration(Duration duration) {
        return duration.isZero() ? "" : Durations.text(duration);
    }

    static Map<String, String> longTerm(ArchiveConfig.LongTerm archive) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("name", archive.name());
        texts.put("interval", Durations.text(archive.interval()));
        texts.put("aggregates", String.join(", ", archive.aggregates()));
        texts.put("retention", Durations.text(archive.retention()));
        return texts;
    }

    static Map<String, String> tag(Tag tag) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("name", tag.name());
        texts.put("area", tag.area());
        texts.put("description", tag.description());
        texts.put("type", Shapes.word(tag.type()));
        texts.put("device", tag.source().device());
        texts.put("address", tag.source().text());
        texts.put("poll", Durations.text(tag.source().pollInterval()));
        texts.put("access", Shapes.word(tag.access()));
        texts.put("scaling.factor", Double.toString(tag.scaling().factor()));
        texts.put("scaling.offset", Double.toString(tag.scaling().offset()));
        texts.put("range.low", tag.range().map(Range::low).map(String::valueOf).orElse(""));
        texts.put(
                "range.high", tag.range().map(Range::high).map(String::valueOf).orElse(""));
        texts.put("unit", tag.unit());
        texts.put("archive", tag.archiving().profile().orElse(ArchiveKeys.NONE));
        texts.put("stepped", Boolean.toString(tag.archiving().stepped()));
        return texts;
    }

    static Map<String, String> user(UsersConfig.User user) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("name", user.name());
        texts.put(ProjectKeys.PASSWORD_HASH.name(), user.passwordHash());
        texts.put("role", Shapes.word(user.role()));
        return texts;
    }
}
