package dev.pollux.server.archiving;

import dev.pollux.archive.Series;
import dev.pollux.archive.aggregate.Aggregate;
import dev.pollux.archive.longterm.LongTermConfig;
import dev.pollux.archive.longterm.LongTermWorker;
import dev.pollux.archive.longterm.Retention;
import dev.pollux.server.project.ArchiveConfig;
import dev.pollux.server.project.Project;
import java.util.ArrayList;
import java.util.List;

/**
 * What is computed of which tags, and what is forgotten when.
 *
 * @param archives the long-term archives
 * @param tags the numeric tags that are archived
 * @param retentions of the values and of all long-term archives
 */
public record LongTermPlan(List<LongTermConfig> archives, List<LongTermWorker.Tag> tags, List<Retention> retentions) {
    /** The plan of a project. */
    public static LongTermPlan of(Project project) {
        ArchiveConfig config = project.archive();
        List<LongTermConfig> archives = config.longTerm().stream()
                .map(each -> new LongTermConfig(
                        each.name(),
                        each.interval(),
                        each.aggregates().stream()
                                .map(name -> Aggregate.of(name).orElseThrow())
                                .toList(),
                        each.retention(),
                        ArchiveConfig.SETTLE,
                        config.reach()))
                .toList();
        List<LongTermWorker.Tag> tags = project.tags().stream()
                .filter(tag ->
                        tag.archiving().profile().isPresent() && tag.type().numeric())
                .map(tag -> new LongTermWorker.Tag(tag.name(), tag.archiving().stepped()))
                .toList();
        List<Retention> retentions = new ArrayList<>(List.of(new Retention(Series.VALUES, config.retention())));
        archives.forEach(each -> retentions.add(new Retention(each.name(), each.retention())));
        return new LongTermPlan(archives, tags, retentions);
    }
}
