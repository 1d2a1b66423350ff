package dev.pollux.server.archiving;

import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The spans of two seconds or more between the first and the last coverage of a device that the archive is not
 * complete for.
 *
 * @param count of all
 * @param latest the latest of them, newest first, one line each
 */
public record CoverageGaps(int count, List<String> latest) {
    /** A shorter one is a poll or two that neither station made; overruns of the device count those. */
    private static final long SHOWN_MIN = 2 * Ticks.PER_SECOND;

    /** More lines nobody reads. */
    private static final int LATEST_MAX = 20;

    public CoverageGaps {
        latest = List.copyOf(latest);
    }

    private record Gap(String device, long from, long to) {
        String line() {
            return device + ": " + Ticks.toInstant(from) + " to " + Ticks.toInstant(to);
        }
    }

    /** The gaps in a coverage as an archive tells it. */
    public static CoverageGaps of(Map<String, List<TimeRange>> coverage) {
        List<Gap> gaps = new ArrayList<>();
        coverage.forEach((device, ranges) -> {
            for (int i = 1; i < ranges.size(); i++) {
                Gap gap = new Gap(device, ranges.get(i - 1).to(), ranges.get(i).from());
                if (gap.to() - gap.from() >= SHOWN_MIN) {
                    gaps.add(gap);
                }
            }
        });
        gaps.sort(Comparator.comparingLong(Gap::from).reversed());
        return new CoverageGaps(
                gaps.size(), gaps.stream().limit(LATEST_MAX).map(Gap::line).toList());
    }
}
