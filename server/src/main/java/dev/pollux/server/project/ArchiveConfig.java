package dev.pollux.server.project;

import dev.pollux.archive.capture.CapturePolicy;
import dev.pollux.archive.capture.DeadBand;
import dev.pollux.server.tag.TagType;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is archived and for how long, the same on every station. Which profile a tag has stands with the tag.
 *
 * @param retention how long values are kept, 1 hour or more
 * @param profiles the ways to capture a tag's values, names unique
 * @param longTerm archives of aggregates that are kept longer, names unique
 * @param synchronization what the archives of the two stations do for each other
 */
public record ArchiveConfig(
        Duration retention, List<Profile> profiles, List<LongTerm> longTerm, Synchronization synchronization) {
    /** Nothing is archived. */
    public static final ArchiveConfig NONE = new ArchiveConfig(Duration.ofDays(30), List.of(), List.of());

    /** How long an interval of a long-term archive is left alone, for values that come late. */
    public static final Duration SETTLE = Duration.ofMinutes(1);

    private static final Duration REACH_MIN = Duration.ofHours(1);

    public ArchiveConfig {
        profiles = List.copyOf(profiles);
        longTerm = List.copyOf(longTerm);
        if (retention.compareTo(Duration.ofHours(1)) < 0) {
            throw new IllegalArgumentException("values must be kept for an hour or more, not " + retention);
        }
        Set<String> names = new HashSet<>();
        for (Profile profile : profiles) {
            if (!names.add(profile.name())) {
                throw new IllegalArgumentException("capture profile " + profile.name() + " must occur only once");
            }
        }
        Set<String> archives = new HashSet<>(Set.of("values"));
        for (LongTerm archive : longTerm) {
            if (!archives.add(archive.name())) {
                throw new IllegalArgumentException("long-term archive " + archive.name() + " must occur only once");
            }
        }
    }

    /** With the standard synchronization. */
    public ArchiveConfig(Duration retention, List<Profile> profiles, List<LongTerm> longTerm) {
        this(retention, profiles, longTerm, Synchronization.STANDARD);
    }

    /** How long a long-term archive waits for the next good value: until one comes even if nothing changes. */
    public Duration reach() {
        return reach(profiles.stream().map(each -> each.policy().maxTimeInterval()));
    }

    static Duration reach(Stream<Duration> maxIntervals) {
        return maxIntervals.reduce(REACH_MIN, (one, other) -> one.compareTo(other) > 0 ? one : other);
    }

    /** The profile of a name. */
    public Optional<Profile> profile(String name) {
        return profiles.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /**
     * A way to capture values.
     *
     * @param name unique in the project; never {@code none}
     * @param policy what is archived of a tag; for tags that are not numeric without its dead band
     */
    public record Profile(String name, CapturePolicy policy) {
        /** The policy for tags of a type. */
        public CapturePolicy policyFor(TagType type) {
            return type.numeric() || policy.deadBand().equals(DeadBand.NONE)
                    ? policy
                    : new CapturePolicy(
                            policy.occasion(), DeadBand.NONE, policy.minTimeInterval(), policy.maxTimeInterval());
        }
    }

    /**
     * An archive of aggregates.
     *
     * @param name of the archive: lower-case letters, digits and -; never {@code values}
     * @param interval that each aggregate is over; intervals are aligned to the epoch
     * @param aggregates names of OPC 10000-13, for example {@code Average}; put in alphabetical order
     * @param retention how long it is kept
     */
    public record LongTerm(String name, Duration interval, List<String> aggregates, Duration retention) {
        public LongTerm {
            aggregates = aggregates.stream().sorted().toList();
            if (interval.isNegative() || interval.isZero() || retention.compareTo(interval) < 0) {
                throw new IllegalArgumentException(
                        "long-term archive " + name + ": not intervals of " + interval + " kept for " + retention);
            }
            if (aggregates.isEmpty()) {
                throw new IllegalArgumentException("long-term archive " + name + " needs an aggregate");
            }
        }
    }

    /**
     * What a station does with its partner's archive.
     *
     * @param fillGaps whether what the own archive lacks is copied
     * @param last only gaps of so long ago; empty for all
     * @param rateMax samples a second that are copied at most, 1,000 or more
     * @param readThrough whether clients are shown the partner's values while a gap is open
     * @param degrade whether ServiceLevel is Degraded while the archive is not complete after a return
     * @param userChanges whether what users change in the history of one station is changed on the others too
     * @param internalTags whether internal tags that are to be the same on all stations are
     * @param clockAheadMax how far stamps of changes may be ahead of a station's clock
     */
    public record Synchronization(
            boolean fillGaps,
            Optional<Duration> last,
            int rateMax,
            boolean readThrough,
            boolean degrade,
            boolean userChanges,
            boolean internalTags,
            Duration clockAheadMax) {
        public static final Synchronization STANDARD =
                new Synchronization(true, Optional.empty(), 200_000, true, false, true, true, Duration.ofMinutes(1));

        public Synchronization {
            if (rateMax < 1_000
                    || last.map(span -> span.isNegative() || span.isZero()).orElse(false)) {
                throw new IllegalArgumentException(
                        "gaps of the last " + last + " cannot be filled with " + rateMax + " samples a second");
            }
        }
    }
}
