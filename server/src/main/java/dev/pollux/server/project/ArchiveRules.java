package dev.pollux.server.project;

import static dev.pollux.server.project.ArchiveKeys.NONE;

import dev.pollux.server.project.ArchiveConfig.Band;
import dev.pollux.server.project.ArchiveConfig.Kind;
import dev.pollux.server.project.ArchiveConfig.LongTerm;
import dev.pollux.server.project.ArchiveConfig.Profile;
import dev.pollux.server.tag.Tag;
import dev.pollux.server.tag.TagType;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules of archiving that concern more than one key, from the section {@code archive} to the tags. */
final class ArchiveRules {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Map<Kind, Key<Double>> BANDS = new LinkedHashMap<>();

    static {
        BANDS.put(Kind.DEAD_BAND, ArchiveKeys.DEAD_BAND);
        BANDS.put(Kind.DEAD_BAND_PERCENT, ArchiveKeys.DEAD_BAND_PERCENT);
        BANDS.put(Kind.SWINGING_DOOR, ArchiveKeys.SWINGING_DOOR);
    }

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
    }

    private void checkProfile(Values profile) {
        profile.find(ArchiveKeys.MODE).ifPresent(mode -> {
            goesWith(profile, ArchiveKeys.INTERVAL, mode, ArchiveKeys.Mode.CYCLIC);
            goesWith(profile, ArchiveKeys.TRIGGER, mode, ArchiveKeys.Mode.TRIGGER);
            if (mode == ArchiveKeys.Mode.TRIGGER
                    && profile.written(ArchiveKeys.MAX_INTERVAL).isPresent()) {
                profile.fault(faults, ArchiveKeys.MAX_INTERVAL, "must be left out for mode trigger");
            }
        });
        List<Key<Double>> bands = BANDS.values().stream()
                .filter(each -> profile.written(each).isPresent())
                .toList();
        bands.stream()
                .skip(1)
                .forEach(each -> profile.fault(
                        faults,
                        each,
                        "must be left out as there is already " + bands.get(0).name()));
        Optional<Duration> min = profile.find(ArchiveKeys.MIN_INTERVAL);
        Optional<Duration> max = profile.find(ArchiveKeys.MAX_INTERVAL);
        if (min.isPresent() && max.isPresent() && max.get().compareTo(min.get()) < 0) {
            String rule = "must be at least min-interval (" + Durations.text(min.get()) + ")";
            profile.fault(faults, ArchiveKeys.MAX_INTERVAL, rule);
        }
    }

    private void goesWith(Values profile, Key<?> key, ArchiveKeys.Mode mode, ArchiveKeys.Mode needed) {
        boolean written = profile.written(key).isPresent();
        if (mode == needed && !written) {
            profile.fault(faults, key, "is missing, must be given for mode " + Shapes.word(needed));
        } else if (mode != needed && written) {
            profile.fault(faults, key, "must be left out unless the mode is " + Shapes.word(needed));
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
                        .filter(name -> triggers.getOrDefault(name, Optional.empty())
                                .filter(type -> type == TagType.BOOLEAN)
                                .isEmpty())
                        .ifPresent(name -> profile.fault(
                                faults, ArchiveKeys.TRIGGER, "must be the name of a tag of type boolean"))));
    }

    /** How a tag without faults is archived. */
    Tag.Archiving archiving(Values tag) {
        TagType type = tag.get(TagKeys.TYPE);
        return new Tag.Archiving(
                Optional.of(tag.find(TagKeys.ARCHIVE).orElse(standard)).filter(name -> !name.equals(NONE)),
                tag.find(TagKeys.STEPPED).orElse(!type.numeric()));
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
                                each.get(ArchiveKeys.AGGREGATE),
                                each.get(ArchiveKeys.LONG_TERM_RETENTION)))
                        .toList());
    }

    private static Profile profile(Values values) {
        return new Profile(
                values.get(ArchiveKeys.PROFILE),
                values.find(ArchiveKeys.INTERVAL),
                values.find(ArchiveKeys.TRIGGER),
                BANDS.entrySet().stream()
                        .flatMap(each ->
                                values.find(each.getValue()).stream().map(amount -> new Band(each.getKey(), amount)))
                        .findFirst(),
                values.get(ArchiveKeys.MIN_INTERVAL),
                values.find(ArchiveKeys.MAX_INTERVAL));
    }
}
