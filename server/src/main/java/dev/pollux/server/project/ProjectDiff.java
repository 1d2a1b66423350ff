package dev.pollux.server.project;

import dev.pollux.server.project.UsersConfig.User;
import dev.pollux.server.tag.Tag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Names what differs between two projects, one line each. Pure. */
public final class ProjectDiff {
    /** The most lines that are told; one more line counts the rest. */
    public static final int LINES_MAX = 1000;

    private final List<String> lines = new ArrayList<>();
    private long omitted;

    private ProjectDiff() {}

    /**
     * The functional differences, empty if and only if the fingerprints are equal. For example
     * {@code tag FLOW1: poll: 1s -> 100ms} or {@code device PLC2: only in the second project}. Password hashes are
     * not shown.
     */
    public static List<String> between(Project first, Project second) {
        ProjectDiff diff = new ProjectDiff();
        diff.compare(
                "",
                Rendering.head(first.name(), first.namespaceUri()),
                Rendering.head(second.name(), second.namespaceUri()));
        diff.compare("", Rendering.redundancy(first.redundancy()), Rendering.redundancy(second.redundancy()));
        diff.compareAll("area", Area::path, Rendering::area, first.areas(), second.areas());
        diff.compareAll("device", DeviceConfig::name, Rendering::device, first.devices(), second.devices());
        diff.compare("", Rendering.archive(first.archive()), Rendering.archive(second.archive()));
        diff.compareAll(
                "capture profile",
                ArchiveConfig.Profile::name,
                Rendering::profile,
                first.archive().profiles(),
                second.archive().profiles());
        diff.compareAll(
                "long-term archive",
                ArchiveConfig.LongTerm::name,
                Rendering::longTerm,
                first.archive().longTerm(),
                second.archive().longTerm());
        diff.compare("", Rendering.messages(first.messages()), Rendering.messages(second.messages()));
        diff.compareAll("tag", Tag::name, Rendering::tag, first.tags(), second.tags());
        diff.compareOrder(first.tags(), second.tags());
        diff.compare("", Rendering.anonymous(first.users()), Rendering.anonymous(second.users()));
        diff.compareAll(
                "user",
                User::name,
                Rendering::user,
                first.users().users(),
                second.users().users());
        if (diff.omitted > 0) {
            diff.lines.add("and " + diff.omitted + " more differences, left out here");
        }
        return List.copyOf(diff.lines);
    }

    private <T> void compareAll(
            String noun,
            Function<T, String> name,
            Function<T, Map<String, String>> render,
            List<T> first,
            List<T> second) {
        Map<String, T> others = new LinkedHashMap<>();
        second.forEach(each -> others.put(name.apply(each), each));
        for (T each : first) {
            T other = others.remove(name.apply(each));
            String what = noun + " " + name.apply(each) + ": ";
            if (other == null) {
                tell(what + "only in the first project");
            } else if (!each.equals(other)) {
                compare(what, render.apply(each), render.apply(other));
            }
        }
        others.keySet().forEach(left -> tell(noun + " " + left + ": only in the second project"));
    }

    private void compare(String what, Map<String, String> first, Map<String, String> second) {
        first.forEach((key, value) -> {
            String other = second.getOrDefault(key, "");
            if (!value.equals(other)) {
                boolean secret = key.equals(ProjectKeys.PASSWORD_HASH.name());
                tell(what + key + (secret ? " differs" : ": " + shown(value) + " -> " + shown(other)));
            }
        });
    }

    /** Only of interest when the tags are the same: otherwise the lines above tell. */
    private void compareOrder(List<Tag> first, List<Tag> second) {
        List<String> here = first.stream().map(Tag::name).toList();
        List<String> there = second.stream().map(Tag::name).toList();
        if (!Set.copyOf(here).equals(Set.copyOf(there))) {
            return;
        }
        for (int i = 0; i < here.size(); i++) {
            if (!here.get(i).equals(there.get(i))) {
                tell("tags: the order differs, position " + i + " is " + here.get(i) + " -> " + there.get(i));
                return;
            }
        }
    }

    private static String shown(String value) {
        return value.isEmpty() ? "(none)" : value;
    }

    private void tell(String line) {
        if (lines.size() < LINES_MAX) {
            lines.add(line);
        } else {
            omitted++;
        }
    }
}
