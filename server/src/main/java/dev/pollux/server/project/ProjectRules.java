package dev.pollux.server.project;

import dev.pollux.server.project.DeviceConfig.Protocol;
import dev.pollux.server.tag.Tag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The rules of {@code project.yaml} that concern more than one key. */
final class ProjectRules {
    private final Faults faults;

    ProjectRules(Faults faults) {
        this.faults = faults;
    }

    /**
     * What tags may refer to.
     *
     * @param areas all paths; empty when the list of areas is broken, so that not every tag is reported as well
     * @param devices protocol by name, likewise; the protocol is empty when it is broken
     */
    record Known(Optional<Set<String>> areas, Optional<Map<String, Optional<Protocol>>> devices) {}

    /** Reports what is broken; answers what tags may refer to. */
    Known check(Values root) {
        root.find(ProjectKeys.REDUNDANCY).ifPresent(this::checkRedundancy);
        root.find(ProjectKeys.AREAS).ifPresent(areas -> unique(areas, ProjectKeys.PATH));
        root.find(ProjectKeys.DEVICES).ifPresent(devices -> {
            unique(devices, ProjectKeys.DEVICE);
            devices.stream()
                    .filter(each -> each.find(ProjectKeys.DEVICE).equals(Optional.of(Tag.INTERNAL)))
                    .forEach(each -> each.fault(
                            faults,
                            ProjectKeys.DEVICE,
                            "must not be internal, which stands for tags without a device"));
        });
        ModeKeys.check(root, faults);
        root.find(ProjectKeys.USERS)
                .flatMap(users -> users.find(ProjectKeys.ACCOUNTS))
                .ifPresent(accounts -> unique(accounts, ProjectKeys.USER));
        return new Known(
                complete(root, ProjectKeys.AREAS, ProjectKeys.PATH).map(areas -> {
                    Set<String> paths = new HashSet<>();
                    areas.forEach(area -> paths.addAll(lineage(area.get(ProjectKeys.PATH))));
                    return paths;
                }),
                complete(root, ProjectKeys.DEVICES, ProjectKeys.DEVICE).map(devices -> {
                    Map<String, Optional<Protocol>> protocols = new HashMap<>();
                    devices.forEach(device ->
                            protocols.putIfAbsent(device.get(ProjectKeys.DEVICE), device.find(ProjectKeys.PROTOCOL)));
                    return protocols;
                }));
    }

    private void checkRedundancy(Values redundancy) {
        redundancy
                .find(ProjectKeys.STATIONS)
                .ifPresent(stations -> redundancy
                        .find(ProjectKeys.DEFAULT_MASTER)
                        .filter(master -> !stations.contains(master))
                        .ifPresent(master -> redundancy.fault(
                                faults,
                                ProjectKeys.DEFAULT_MASTER,
                                "must be one of redundancy.stations (" + String.join(", ", stations) + ")")));
        WitnessKeys.check(redundancy, faults);
        boolean witness = redundancy.written(WitnessKeys.WITNESS).isPresent();
        redundancy
                .find(ProjectKeys.STATIONS)
                .filter(stations -> stations.size() > 2 && !witness)
                .ifPresent(stations -> redundancy.fault(
                        faults,
                        ProjectKeys.STATIONS,
                        "must be at most two as long as redundancy.witness is not given"));
        redundancy.find(ProjectKeys.LINK).ifPresent(link -> {
            Optional<Duration> least = link.find(ProjectKeys.HEARTBEAT).map(heartbeat -> heartbeat.multipliedBy(3));
            Optional<Duration> failAfter = link.find(ProjectKeys.FAIL_AFTER);
            if (least.isPresent() && failAfter.isPresent() && failAfter.get().compareTo(least.get()) < 0) {
                // Either may be a default; the one that is written is to be changed.
                if (link.written(ProjectKeys.FAIL_AFTER).isPresent()) {
                    String rule = "must be at least 3 x heartbeat (" + Durations.text(least.get()) + ")";
                    link.fault(faults, ProjectKeys.FAIL_AFTER, rule);
                } else {
                    String rule = "must be at most a third of fail-after (" + Durations.text(failAfter.get()) + ")";
                    link.fault(faults, ProjectKeys.HEARTBEAT, rule);
                }
            }
            checkStartupWait(redundancy, link);
        });
    }

    /** A station that waits shorter than a link may be silent would lead before it can have met its partner. */
    private void checkStartupWait(Values redundancy, Values link) {
        Optional<Duration> wait = redundancy.find(ProjectKeys.STARTUP_WAIT);
        Optional<Duration> failAfter = link.find(ProjectKeys.FAIL_AFTER);
        if (wait.isEmpty() || failAfter.isEmpty() || wait.get().compareTo(failAfter.get()) >= 0) {
            return;
        }
        if (redundancy.written(ProjectKeys.STARTUP_WAIT).isPresent()) {
            String rule = "must be at least fail-after (" + Durations.text(failAfter.get()) + ")";
            redundancy.fault(faults, ProjectKeys.STARTUP_WAIT, rule);
        } else {
            String rule = "must be at most startup-wait (" + Durations.text(wait.get()) + ")";
            link.fault(faults, ProjectKeys.FAIL_AFTER, rule);
        }
    }

    private void unique(List<Values> list, Key<String> key) {
        unique(list, key, faults);
    }

    /** Reports each value that occurs again. */
    static void unique(List<Values> list, Key<String> key, Faults faults) {
        Map<String, Spot> seen = new HashMap<>();
        for (Values each : list) {
            each.find(key).ifPresent(value -> {
                Spot first = seen.putIfAbsent(value, each.spot(key));
                if (first != null) {
                    each.fault(faults, key, "must be unique, is already used in line " + first.line());
                }
            });
        }
    }

    /** The list, if nothing in it is so broken that a name is missing. */
    static Optional<List<Values>> complete(Values root, Key<List<Values>> list, Key<String> name) {
        return root.find(list)
                .filter(values ->
                        values.stream().allMatch(each -> each.find(name).isPresent()))
                .filter(values -> root.written(list)
                        .filter(source -> source instanceof Source.Items items
                                && items.items().size() != values.size())
                        .isEmpty());
    }

    /** The path and all its parents, the highest first. */
    static List<String> lineage(String path) {
        List<String> lineage = new ArrayList<>();
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            lineage.add(path.substring(0, slash));
        }
        lineage.add(path);
        return lineage;
    }

    /** The listed areas in their order, each after its parents, which need not be listed. */
    static List<Area> withParents(List<Values> listed) {
        Map<String, String> descriptions = new HashMap<>();
        listed.forEach(area -> descriptions.put(area.get(ProjectKeys.PATH), area.get(ProjectKeys.DESCRIPTION)));
        Map<String, Area> areas = new LinkedHashMap<>();
        for (Values area : listed) {
            for (String path : lineage(area.get(ProjectKeys.PATH))) {
                areas.putIfAbsent(path, new Area(path, descriptions.getOrDefault(path, "")));
            }
        }
        return List.copyOf(areas.values());
    }
}
