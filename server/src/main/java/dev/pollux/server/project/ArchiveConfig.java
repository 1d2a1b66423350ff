package dev.pollux.server.project;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is archived and for how long, the same on every station. Which profile a tag has stands with the tag.
 *
 * @param retention how long values are kept, 1 hour or more
 * @param profiles the ways to capture a tag's values, names unique
 * @param longTerm archives of aggregates that are kept longer, names unique
 */
public record ArchiveConfig(Duration retention, List<Profile> profiles, List<LongTerm> longTerm) {
    /** Nothing is archived. */
    public static final ArchiveConfig NONE = new ArchiveConfig(Duration.ofDays(30), List.of(), List.of());

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

    /** The profile of a name. */
    public Optional<Profile> profile(String name) {
        return profiles.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /** Numbers that say nothing new and are left out; a change of quality never is. */
    public enum Kind {
        /** Those that differ from the last archived one by less than an amount in engineering units. */
        DEAD_BAND,
        /** The same with an amount in percent of the tag's range. */
        DEAD_BAND_PERCENT,
        /** Those that a straight line between archived ones meets to within an amount in engineering units. */
        SWINGING_DOOR
    }

    /**
     * Which numbers are left out.
     *
     * @param amount above 0, in the unit of the kind
     */
    public record Band(Kind kind, double amount) {
        public Band {
            if (!(amount > 0) || Double.isInfinite(amount)) {
                throw new IllegalArgumentException(kind + " needs an amount above 0, not " + amount);
            }
        }
    }

    /**
     * A way to capture values.
     *
     * @param name unique in the project; never {@code none}
     * @param interval look at the value at the multiples of this since the epoch; empty: not cyclic
     * @param trigger look at the value when this boolean tag becomes true; empty: no trigger. Without interval and
     *     trigger the value is looked at when it changes in value or quality; never both
     * @param band what is left out, for numeric tags only
     * @param minInterval values that follow the archived one sooner are left out; zero for none
     * @param maxInterval a value is archived at the latest after this, changed or not; empty for no such rule
     */
    public record Profile(
            String name,
            Optional<Duration> interval,
            Optional<String> trigger,
            Optional<Band> band,
            Duration minInterval,
            Optional<Duration> maxInterval) {
        public Profile {
            if (interval.isPresent() && trigger.isPresent()) {
                throw new IllegalArgumentException("capture profile " + name + " cannot be both cyclic and triggered");
            }
            if (minInterval.isNegative()
                    || maxInterval.filter(max -> max.compareTo(minInterval) < 0).isPresent()) {
                throw new IllegalArgumentException("capture profile " + name + ": not an interval of at least "
                        + minInterval + " and at most " + maxInterval);
            }
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
}
