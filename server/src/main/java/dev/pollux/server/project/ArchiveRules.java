package dev.pollux.server.project;

import static dev.pollux.server.project.ArchiveKeys.NONE;

import dev.pollux.archive.aggregate.Aggregate;
import dev.pollux.archive.capture.CapturePolicy;
import dev.pollux.archive.capture.DeadBand;
import dev.pollux.archive.capture.Occasion;
import dev.pollux.archive.capture.Trigger;
import dev.pollux.server.project.ArchiveConfig.LongTerm;
import dev.pollux.server.project.ArchiveConfig.Profile;
import dev.pollux.server.tag.Tag;
import dev.pollux.server.tag.TagType;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules of archiving that concern more than one key, from the section {@code archive} to the tags. */
final class ArchiveRules {
    private static final Duration DAY = Duration.ofDays(1);
    private static final List<Key<Double>> BANDS =
            List.of(ArchiveKeys.DEAD_BAND, ArchiveKeys.DEAD_BAND_PERCENT, ArchiveKeys.SWINGING_DOOR);

    private final Faults faults;
    /** Empty when the section is so broken that not every tag shall be reported as well. */
    private final Optional<Map<String, Values>> profiles;

    private final String standard;
    /** Types of the tags that are triggers, as far as they were read. */
    private final Map<String, Optional<TagType>> triggers = new HashMap<>();

    /** Checks the section; {@code project.yaml} is empty when it could not be read at all. */
    ArchiveRules(Optional<Values> root, Faults faults) {
        this.faults = faults;
        Optional<Values> archive = root.flatMap(values -> values.find(ArchiveKeys.ARCHIVE));
        standard = archive.flatMap(values -> values.find(ArchiveKeys.DEFAULT)).orElse(NONE);
        archive.ifPresent(this::check);
        profiles = archive.flatMap(values -> ProjectRules.complete(values, ArchiveKeys.CAPTURE, ArchiveKeys.PROFILE))
                .map(list -> {
                    Map<String, Values> byName = new HashMap<>();
                    list.forEach(each -> byName.putIfAbsent(each.get(ArchiveKeys.PROFILE), each));
                    return byName;
                });
        profiles.ifPresent(known -> {
            known.values()
                    .forEach(each -> each.find(ArchiveKeys.TRIGGER)
                            .ifPresent(trigger -> triggers.put(trigger, Optional.empty())));
            if (!standard.equals(NONE) && !known.containsKey(standard)) {
                archive.orElseThrow().fault(faults, ArchiveKeys.DEFAULT, unknown(standard, known));
            }
        });
    }

    private void check(Values archive) {
        List<Values> captures = archive.find(ArchiveKeys.CAPTURE).orElse(List.of());
        ProjectRules.unique(captures, ArchiveKeys.PROFILE, faults);
        captures.forEach(this::checkProfile);
        List<Values> longTerm = archive.find(ArchiveKeys.LONG_TERM).orElse(List.of());
        ProjectRules.unique(longTerm, ArchiveKeys.LONG_TERM_NAME, faults);
        longTerm.forEach(this::checkLongTerm);
        Duration reach =
                ArchiveConfig.reach(captures.stream().flatMap(each -> each.find(ArchiveKeys.MAX_INTERVAL).stream()));
        archive.find(ArchiveKeys.RETENTION).ifPresent(kept -> longTerm.forEach(each -> checkTime(each, kept, reach)));
    }

    private void checkProfile(Values profile) {
        boolean door = profile.written(ArchiveKeys.SWINGING_DOOR).isPresent();
        profile.find(ArchiveKeys.MODE).ifPresent(mode -> {
            goesWith(profile, ArchiveKeys.INTERVAL, mode, mode.cyclic(), true);
            goesWith(profile, ArchiveKeys.TRIGGER, mode, mode == ArchiveKeys.Mode.TRIGGER, true);
            goesWith(profile, ArchiveKeys.EDGE, mode, mode == ArchiveKeys.Mode.TRIGGER, false);
            goesWith(profile, ArchiveKeys.MIN_INTERVAL, mode, mode.onChange(), false);
            goesWith(profile, ArchiveKeys.MAX_INTERVAL, mode, mode != ArchiveKeys.Mode.TRIGGER || door, false);
        });
        List<Key<Double>> bands =
                BANDS.stream().filter(each -> profile.written(each).isPresent()).toList();
        bands.stream()
                .skip(1)
                .forEach(each -> profile.fault(
                        faults,
                        each,
                        "must be left out as there is already " + bands.get(0).name()));
        if (door && profile.written(ArchiveKeys.MAX_INTERVAL).isEmpty()) {
            profile.fault(faults, ArchiveKeys.MAX_INTERVAL, "is missing, must be given for a swinging-door");
        }
        if (door && profile.written(ArchiveKeys.MIN_INTERVAL).isPresent()) {
            profile.fault(faults, ArchiveKeys.MIN_INTERVAL, "must be left out for a swinging-door");
        }
        for (Key<Duration> least : List.of(ArchiveKeys.MIN_INTERVAL, ArchiveKeys.INTERVAL)) {
            Optional<Duration> min = profile.find(least);
            Optional<Duration> max = profile.find(ArchiveKeys.MAX_INTERVAL);
            if (min.isPresent() && max.isPresent() && max.get().compareTo(min.get()) < 0) {
                String rule = "must be at least " + least.name() + " (" + Durations.text(min.get()) + ")";
                profile.fault(faults, ArchiveKeys.MAX_INTERVAL, rule);
            }
        }
    }

    private void goesWith(Values profile, Key<?> key, ArchiveKeys.Mode mode, boolean fits, boolean needed) {
        boolean written = profile.written(key).isPresent();
        if (fits && needed && !written) {
            profile.fault(faults, key, "is missing, must be given for mode " + Shapes.word(mode));
        } else if (!fits && written) {
            profile.fault(faults, key, "must be left out for mode " + Shapes.word(mode));
        }
    }

    private void checkLongTerm(Values archive) {
        Optional<Duration> interval = archive.find(ArchiveKeys.LONG_TERM_INTERVAL);
        Optional<Duration> retention = archive.find(ArchiveKeys.LONG_TERM_RETENTION);
        interval.filter(each -> DAY.toMillis() % each.toMillis() != 0)
                .ifPresent(each ->
                        archive.fault(faults, ArchiveKeys.LONG_TERM_INTERVAL, "must divide a day without a remainder"));
        if (interval.isPresent() && retention.isPresent() && retention.get().compareTo(interval.get()) < 0) {
            String rule = "must be at least interval (" + Durations.text(interval.get()) + ")";
            archive.fault(faults, ArchiveKeys.LONG_TERM_RETENTION, rule);
        }
    }

    /** Values must not be forgotten before they are computed. */
    private void checkTime(Values archive, Duration kept, Duration reach) {
        archive.find(ArchiveKeys.LONG_TERM_INTERVAL)
                .map(interval -> interval.plus(ArchiveConfig.SETTLE).plus(reach))
                .filter(needed -> kept.compareTo(needed) < 0)
                .ifPresent(needed -> archive.fault(
                        faults,
                        ArchiveKeys.LONG_TERM_INTERVAL,
                        "is too long for archive.retention, which must then be at least " + Durations.text(needed)));
    }

    private static String unknown(String name, Map<String, ?> known) {
        return "must be a name in archive.capture of project.yaml, or none" + Suggestion.sentence(name, known.keySet());
    }

    /** Reports what is wrong with the archiving of a tag. */
    void checkTag(Values tag) {
        Optional<TagType> type = tag.find(TagKeys.TYPE);
        tag.find(TagKeys.NAME).filter(triggers::containsKey).ifPresent(name -> triggers.put(name, type));
        if (type.filter(each -> !each.numeric()).isPresent()
                && tag.find(TagKeys.STEPPED).filter(stepped -> !stepped).isPresent()) {
            tag.fault(faults, TagKeys.STEPPED, "must be true or left out for " + Shapes.word(type.orElseThrow()));
        }
        if (!tag.sound(TagKeys.ARCHIVE) || profiles.isEmpty()) {
            return;
        }
        String name = tag.find(TagKeys.ARCHIVE).orElse(standard);
        Values profile = profiles.get().get(name);
        if (profile == null) {
            if (tag.written(TagKeys.ARCHIVE).isPresent() && !name.equals(NONE)) {
                tag.fault(faults, TagKeys.ARCHIVE, unknown(name, profiles.get()));
            }
            return;
        }
        boolean percent = profile.find(ArchiveKeys.DEAD_BAND_PERCENT).isPresent();
        if (percent
                && type.filter(TagType::numeric).isPresent()
                && tag.written(TagKeys.RANGE).isEmpty()) {
            String rule = "is missing, must be given as archive profile " + name + " has dead-band-percent";
            tag.fault(faults, TagKeys.RANGE, rule);
        }
    }

    /** Reports triggers that are not what they must be; when all tags were looked at. */
    void checkTriggers() {
        profiles.ifPresent(known -> known.values()
                .forEach(profile -> profile.find(ArchiveKeys.TRIGGER)
                        .ifPresent(name -> checkTrigger(profile, triggers.getOrDefault(name, Optional.empty())))));
    }

    private void checkTrigger(Values profile, Optional<TagType> type) {
        Trigger.Edge edge = profile.find(ArchiveKeys.EDGE).orElse(Trigger.Edge.RISING);
        if (type.isEmpty()) {
            profile.fault(faults, ArchiveKeys.TRIGGER, "must be the name of a tag");
        } else if (!edge.fits(type.get().builtInId())) {
            String rule = "must be a boolean tag for edge " + Shapes.word(edge);
            profile.fault(faults, ArchiveKeys.TRIGGER, rule);
        }
    }

    /** How a tag without faults is archived. */
    Tag.Archiving archiving(Values tag) {
        TagType type = tag.get(TagKeys.TYPE);
        Optional<Values> profile =
                profiles.map(known -> known.get(tag.find(TagKeys.ARCHIVE).orElse(standard)));
        boolean line = type.numeric()
                && profile.flatMap(each -> each.find(ArchiveKeys.SWINGING_DOOR)).isPresent();
        return new Tag.Archiving(
                profile.map(each -> each.get(ArchiveKeys.PROFILE)),
                tag.find(TagKeys.STEPPED).orElse(!line));
    }

    /** The section without faults. */
    static ArchiveConfig config(Values archive) {
        return new ArchiveConfig(
                archive.get(ArchiveKeys.RETENTION),
                archive.get(ArchiveKeys.CAPTURE).stream()
                        .map(ArchiveRules::profile)
                        .toList(),
                archive.get(ArchiveKeys.LONG_TERM).stream()
                        .map(each -> new LongTerm(
                                each.get(ArchiveKeys.LONG_TERM_NAME),
                                each.get(ArchiveKeys.LONG_TERM_INTERVAL),
                                each.get(ArchiveKeys.AGGREGATE).stream()
                                        .map(Aggregate::browseName)
                                        .toList(),
                                each.get(ArchiveKeys.LONG_TERM_RETENTION)))
                        .toList(),
                synchronization(archive.get(ArchiveKeys.SYNCHRONIZE)));
    }

    private static ArchiveConfig.Synchronization synchronization(Values values) {
        return new ArchiveConfig.Synchronization(
                values.get(ArchiveKeys.FILL_GAPS),
                values.find(ArchiveKeys.LAST),
                values.get(ArchiveKeys.RATE_MAX),
                values.get(ArchiveKeys.READ_THROUGH),
                values.get(ArchiveKeys.DEGRADE),
                values.get(ArchiveKeys.USER_CHANGES),
                values.get(ArchiveKeys.INTERNAL_TAGS),
                values.get(ArchiveKeys.CLOCK_AHEAD_MAX));
    }

    private static Profile profile(Values values) {
        return new Profile(
                values.get(ArchiveKeys.PROFILE),
                new CapturePolicy(
                        occasion(values),
                        deadBand(values),
                        values.find(ArchiveKeys.MIN_INTERVAL).orElse(Duration.ZERO),
                        values.find(ArchiveKeys.MAX_INTERVAL).orElse(Duration.ZERO)));
    }

    private static Occasion occasion(Values values) {
        return switch (values.get(ArchiveKeys.MODE)) {
            case ON_CHANGE -> new Occasion.OnChange();
            case CYCLIC -> new Occasion.Cyclic(values.get(ArchiveKeys.INTERVAL));
            case ON_CHANGE_AND_CYCLIC -> new Occasion.OnChangeAndCyclic(values.get(ArchiveKeys.INTERVAL));
            case TRIGGER ->
                new Occasion.OnTrigger(new Trigger(
                        values.get(ArchiveKeys.TRIGGER),
                        values.find(ArchiveKeys.EDGE).orElse(Trigger.Edge.RISING)));
        };
    }

    private static DeadBand deadBand(Values values) {
        return values.find(ArchiveKeys.DEAD_BAND)
                .map(DeadBand::absolute)
                .or(() -> values.find(ArchiveKeys.DEAD_BAND_PERCENT).map(DeadBand::percentOfRange))
                .or(() -> values.find(ArchiveKeys.SWINGING_DOOR).map(DeadBand::swingingDoor))
                .orElse(DeadBand.NONE);
    }
}
