package dev.pollux.server.project;

import dev.pollux.server.tag.Range;
import dev.pollux.server.tag.Scaling;
import dev.pollux.server.tag.Tag;
import dev.pollux.server.tag.TagType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the files of tags one after the other and checks each tag against the project and the tags before it. */
final class TagReader {
    private static final Set<String> INTERNAL_ADDRESSES = Set.of(Tag.SYNCHRONIZE, Tag.LOCAL);

    private final Optional<Set<String>> areas;
    private final Optional<Map<String, Optional<DeviceConfig.Protocol>>> devices;
    private final AddressSyntax addresses;
    private final ArchiveRules archiving;
    private final Faults faults;
    private final int max;
    private final List<Tag> tags = new ArrayList<>();
    private final Map<String, String> places = new HashMap<>();
    /** A million tags share a few areas, devices and units; they share the text as well. */
    private final Map<String, String> shared = new HashMap<>();

    private final Map<Tag.Archiving, Tag.Archiving> sharedArchiving = new HashMap<>();

    private final Section yaml = new Section(TagKeys.tags(new Taken<>(TagKeys.TAG, this::take)));
    private int taken;

    /**
     * A reader of the tags of one project.
     *
     * @param known what tags may refer to; empty when {@code project.yaml} could not be read at all
     * @param addresses knows the addresses of each protocol
     * @param archiving knows the profiles
     * @param faults where to report
     */
    TagReader(Optional<ProjectRules.Known> known, AddressSyntax addresses, ArchiveRules archiving, Faults faults) {
        this(known, addresses, archiving, faults, TagKeys.TAGS_MAX);
    }

    TagReader(
            Optional<ProjectRules.Known> known,
            AddressSyntax addresses,
            ArchiveRules archiving,
            Faults faults,
            int max) {
        this.areas = known.flatMap(ProjectRules.Known::areas);
        this.devices = known.flatMap(ProjectRules.Known::devices);
        this.addresses = addresses;
        this.archiving = archiving;
        this.faults = faults;
        this.max = max;
    }

    /** All tags so far; complete only if no fault was reported. */
    List<Tag> tags() {
        return tags;
    }

    void read(Path path, String file) {
        if (file.endsWith(".csv")) {
            new CsvRows(file, TagKeys.TAG, faults).read(path, row -> {
                TagKeys.TAG.read(row, faults).ifPresent(this::take);
                return taken <= max;
            });
        } else {
            TextFile.read(path, file, faults)
                    .flatMap(text -> YamlText.parse(file, text, faults))
                    .ifPresent(source -> yaml.read(source, faults));
        }
    }

    private Optional<Tag> take(Values values) {
        taken++;
        if (taken > max) {
            if (taken == max + 1) {
                String rule = "the project must not have more than " + max + " tags";
                values.fault(faults, TagKeys.NAME, rule);
            }
            return Optional.empty();
        }
        checkName(values);
        checkReferences(values);
        checkNumeric(values);
        values.find(TagKeys.RANGE).ifPresent(this::checkRange);
        archiving.checkTag(values);
        if (!faults.isEmpty()) {
            return Optional.empty();
        }
        Tag tag = tag(values);
        tags.add(tag);
        return Optional.of(tag);
    }

    private void checkName(Values values) {
        values.find(TagKeys.NAME).ifPresent(name -> {
            String first = places.putIfAbsent(name, values.spot(TagKeys.NAME).place());
            if (first != null) {
                values.fault(faults, TagKeys.NAME, "must be unique, is already used in " + first);
            }
        });
    }

    private void checkReferences(Values values) {
        areas.ifPresent(known -> values.find(TagKeys.AREA)
                .filter(area -> !known.contains(area))
                .ifPresent(area -> values.fault(
                        faults,
                        TagKeys.AREA,
                        "must be listed in areas of project.yaml" + Suggestion.sentence(area, known))));
        devices.ifPresent(known -> values.find(TagKeys.DEVICE).ifPresent(device -> {
            Optional<DeviceConfig.Protocol> protocol = known.get(device);
            if (device.equals(Tag.INTERNAL)) {
                checkInternal(values);
            } else if (protocol == null) {
                String rule = "must be listed in devices of project.yaml" + Suggestion.sentence(device, known.keySet());
                values.fault(faults, TagKeys.DEVICE, rule);
            } else {
                protocol.ifPresent(spoken -> checkAddress(values, spoken));
            }
        }));
    }

    private void checkInternal(Values values) {
        values.find(TagKeys.ADDRESS)
                .filter(address -> !INTERNAL_ADDRESSES.contains(address))
                .ifPresent(address -> values.fault(
                        faults,
                        TagKeys.ADDRESS,
                        "must be synchronize or local for an internal tag"
                                + Suggestion.sentence(address, INTERNAL_ADDRESSES)));
        if (values.written(TagKeys.SCALING).isPresent()) {
            values.fault(faults, TagKeys.SCALING, "must be left out for an internal tag");
        }
    }

    private void checkAddress(Values values, DeviceConfig.Protocol protocol) {
        values.find(TagKeys.ADDRESS)
                .flatMap(address -> values.find(TagKeys.TYPE)
                        .flatMap(type -> values.find(TagKeys.ACCESS)
                                .flatMap(access -> addresses.fault(protocol, type, access, address))))
                .ifPresent(rule -> values.fault(faults, TagKeys.ADDRESS, rule));
    }

    private void checkNumeric(Values values) {
        Optional<TagType> type = values.find(TagKeys.TYPE).filter(each -> !each.numeric());
        type.ifPresent(notNumeric -> {
            for (Key<?> key : List.of(TagKeys.SCALING, TagKeys.RANGE)) {
                values.written(key).ifPresent(source -> {
                    // In a row the section has no cell of its own, so point at the first of its keys.
                    Source shown = source instanceof Source.Mapping mapping
                                    && !mapping.entries().isEmpty()
                            ? mapping.entries().get(0).value()
                            : source;
                    faults.add(shown, key.name() + " is only for numeric types, not " + Shapes.word(notNumeric));
                });
            }
        });
    }

    private void checkRange(Values range) {
        Optional<Double> low = range.find(TagKeys.LOW);
        Optional<Double> high = range.find(TagKeys.HIGH);
        if (low.isPresent() && high.isPresent() && low.get() >= high.get()) {
            String shown = range.written(TagKeys.HIGH).map(Source::shown).orElse("");
            range.fault(faults, TagKeys.LOW, "must be below range.high (" + shown + ")");
        }
    }

    private Tag tag(Values values) {
        Scaling scaling = values.find(TagKeys.SCALING)
                .map(written -> new Scaling(written.get(TagKeys.FACTOR), written.get(TagKeys.OFFSET)))
                .orElse(Scaling.NONE);
        return new Tag(
                values.get(TagKeys.NAME),
                share(values.get(TagKeys.AREA)),
                values.get(TagKeys.DESCRIPTION),
                values.get(TagKeys.TYPE),
                new Tag.Address(
                        share(values.get(TagKeys.DEVICE)), values.get(TagKeys.ADDRESS), values.get(TagKeys.POLL)),
                values.get(TagKeys.ACCESS),
                scaling.equals(Scaling.NONE) ? Scaling.NONE : scaling,
                values.find(TagKeys.RANGE)
                        .map(written -> new Range(written.get(TagKeys.LOW), written.get(TagKeys.HIGH))),
                share(values.get(TagKeys.UNIT)),
                shareArchiving(archiving.archiving(values)));
    }

    private Tag.Archiving shareArchiving(Tag.Archiving each) {
        return sharedArchiving.computeIfAbsent(each, same -> same);
    }

    private String share(String text) {
        return shared.computeIfAbsent(text, same -> same);
    }
}
