package dev.pollux.server.archiving;

import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.capture.CapturePolicy;
import dev.pollux.archive.capture.DeadBand;
import dev.pollux.archive.capture.ExceptionDeviationFormat;
import dev.pollux.archive.compare.KeptTag;
import dev.pollux.archive.compare.KeptTag.Sameness;
import dev.pollux.server.project.Project;
import dev.pollux.server.tag.Range;
import dev.pollux.server.tag.Tag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What two archives of a project must agree in, tag by tag. */
public final class KeptTags {
    private static final double PERCENT = 100;
    /** Each trend is within the dead band of what its station saw, so two trends are within twice of it. */
    private static final int BOTH = 2;

    /** Polls that are missed for less than this are no gap: the station sees a change that much later. */
    private static final Duration MISSED = Duration.ofSeconds(1);

    private KeptTags() {}

    /** The archived tags of a project. */
    public static List<KeptTag> of(Project project) {
        List<KeptTag> kept = new ArrayList<>();
        for (Tag tag : project.tags()) {
            if (tag.synchronised() && project.archive().synchronization().internalTags()) {
                // Every change comes with the time that its station has given it.
                Recording.policy(project.archive(), tag)
                        .ifPresent(policy ->
                                kept.add(new KeptTag(Series.of(tag.name()), Tag.INTERNAL, Sameness.EXACT, 0, 0)));
            } else if (!tag.internal()) {
                Recording.policy(project.archive(), tag).ifPresent(policy -> kept.add(kept(tag, policy)));
            }
        }
        return kept;
    }

    private static KeptTag kept(Tag tag, CapturePolicy policy) {
        Duration poll = tag.source().pollInterval();
        Duration cycle = policy.occasion().cycle();
        Duration look = cycle.compareTo(poll) > 0 ? cycle : poll;
        // A change between the looks of two stations is seen by one of them a look later, and kept back for as long.
        Duration skew = look.multipliedBy(BOTH).plus(policy.minTimeInterval()).plus(MISSED);
        Sameness sameness = sameness(policy);
        return new KeptTag(
                Series.of(tag.name()),
                tag.source().device(),
                sameness,
                BOTH * deadBand(policy.deadBand(), tag.range()),
                Ticks.of(sameness == Sameness.SAMPLED ? cycle : skew));
    }

    private static Sameness sameness(CapturePolicy policy) {
        if (!policy.stepped()) {
            return Sameness.SLOPED;
        }
        boolean instants = !policy.occasion().onChange()
                && !policy.occasion().cycle().isZero()
                && policy.deadBand().equals(DeadBand.NONE);
        return instants ? Sameness.SAMPLED : Sameness.STEPPED;
    }

    private static double deadBand(DeadBand band, Optional<Range> range) {
        double span = range.map(each -> each.high() - each.low()).orElse(0.0);
        return band.format() == ExceptionDeviationFormat.ABSOLUTE_VALUE
                ? band.exceptionDeviation()
                : band.exceptionDeviation() / PERCENT * span;
    }
}
