package dev.pollux.server;

import dev.pollux.archive.capture.CapturePolicy;
import dev.pollux.archive.capture.DeadBand;
import dev.pollux.archive.longterm.LongTermLevels;
import dev.pollux.server.history.HistoricalConfig;
import dev.pollux.server.history.HistoricalConfig.Deviation;
import dev.pollux.server.history.HistoricalConfig.Format;
import dev.pollux.server.history.HistorizedTags;
import dev.pollux.server.project.ArchiveConfig;
import dev.pollux.server.project.Project;
import dev.pollux.server.tag.Tag;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the history services are told of the tags of a project. */
final class HistorizedProject implements HistorizedTags {
    private record Key(Tag.Archiving archiving, boolean numeric) {}

    private final List<Optional<HistoricalConfig>> tags;

    HistorizedProject(Project project) {
        Map<Key, Optional<HistoricalConfig>> shared = new HashMap<>();
        tags = project.tags().stream()
                .map(tag -> shared.computeIfAbsent(
                        new Key(tag.archiving(), tag.type().numeric()), key -> config(project.archive(), tag)))
                .toList();
    }

    @Override
    public Optional<HistoricalConfig> of(int tag) {
        return tags.get(tag);
    }

    private static Optional<HistoricalConfig> config(ArchiveConfig archive, Tag tag) {
        return tag.archiving().profile().flatMap(archive::profile).map(profile -> {
            CapturePolicy policy = profile.policyFor(tag.type());
            return new HistoricalConfig(
                    true,
                    tag.archiving().stepped(),
                    given(policy.occasion().cycle()).or(() -> given(policy.minTimeInterval())),
                    given(policy.maxTimeInterval()),
                    deviation(policy.deadBand()),
                    Optional.of(archive.retention()),
                    tag.type().numeric() ? longTerm(archive) : List.of());
        });
    }

    private static Optional<Duration> given(Duration duration) {
        return Optional.of(duration).filter(each -> !each.isZero());
    }

    private static Optional<Deviation> deviation(DeadBand band) {
        if (band.kind() == DeadBand.Kind.NONE) {
            return Optional.empty();
        }
        Format format = switch (band.format()) {
            case ABSOLUTE_VALUE -> Format.ABSOLUTE_VALUE;
            case PERCENT_OF_VALUE -> Format.PERCENT_OF_VALUE;
            case PERCENT_OF_EU_RANGE -> Format.PERCENT_OF_EU_RANGE;
        };
        return Optional.of(new Deviation(band.exceptionDeviation(), format));
    }

    private static List<LongTermLevels.Kept> longTerm(ArchiveConfig archive) {
        return archive.longTerm().stream()
                .map(each -> new LongTermLevels.Kept(each.name(), each.interval(), each.retention()))
                .toList();
    }
}
