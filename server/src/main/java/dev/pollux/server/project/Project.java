package dev.pollux.server.project;

import dev.pollux.server.tag.Tag;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The configuration that all stations of a set share, made by {@link ProjectReader}. Checked as a whole by the reader;
 * no later code doubts it.
 *
 * @param name of the plant, part of each station's ApplicationUri {@code urn:pollux:<name>:<station>}
 * @param namespaceUri of all tags and areas; the same on every station
 * @param redundancy the set and its rules
 * @param areas all areas, parents before children
 * @param devices upstream devices
 * @param archive what is archived and for how long
 * @param messages how long messages are kept
 * @param tags in a fixed order that is the same on both stations: position is the tag's index
 * @param users who may do what
 * @param fingerprint hash over everything above, lower-case hex SHA-256; equal if and only if the projects are
 *     functionally equivalent: comments, formats, the order of keys, areas, devices and users, and how tags are spread
 *     over files do not count; descriptions do, as clients see them, and so does the order of the tags
 */
public record Project(
        String name,
        String namespaceUri,
        RedundancyConfig redundancy,
        List<Area> areas,
        List<DeviceConfig> devices,
        ArchiveConfig archive,
        MessageConfig messages,
        List<Tag> tags,
        UsersConfig users,
        String fingerprint) {
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    public Project {
        areas = List.copyOf(areas);
        devices = List.copyOf(devices);
        tags = List.copyOf(tags);
        if (name.isBlank() || namespaceUri.isBlank()) {
            throw new IllegalArgumentException("a project needs a name and a namespace");
        }
        if (!SHA_256.matcher(fingerprint).matches()) {
            throw new IllegalArgumentException("fingerprint must be SHA-256 in lower-case hex, not " + fingerprint);
        }
        checkReferences(areas, devices, tags);
        checkArchiving(archive, tags);
    }

    /** A project with its true fingerprint. */
    public Project(
            String name,
            String namespaceUri,
            RedundancyConfig redundancy,
            List<Area> areas,
            List<DeviceConfig> devices,
            ArchiveConfig archive,
            MessageConfig messages,
            List<Tag> tags,
            UsersConfig users) {
        this(
                name,
                namespaceUri,
                redundancy,
                areas,
                devices,
                archive,
                messages,
                tags,
                users,
                new Fingerprint()
                        .head(name, namespaceUri)
                        .redundancy(redundancy)
                        .areas(areas)
                        .devices(devices)
                        .archive(archive)
                        .messages(messages)
                        .tags(tags)
                        .users(users)
                        .hex());
    }

    /** With the standard message log. */
    public Project(
            String name,
            String namespaceUri,
            RedundancyConfig redundancy,
            List<Area> areas,
            List<DeviceConfig> devices,
            ArchiveConfig archive,
            List<Tag> tags,
            UsersConfig users) {
        this(name, namespaceUri, redundancy, areas, devices, archive, MessageConfig.STANDARD, tags, users);
    }

    /** ApplicationUri of a station of this project. */
    public String applicationUri(String station) {
        return "urn:pollux:" + name + ":" + station;
    }

    private static void checkArchiving(ArchiveConfig archive, List<Tag> tags) {
        Set<String> profiles = new HashSet<>();
        archive.profiles().forEach(each -> profiles.add(each.name()));
        for (Tag tag : tags) {
            Optional<String> profile = tag.archiving().profile();
            if (profile.isPresent() && !profiles.contains(profile.get())) {
                throw new IllegalArgumentException(
                        "tag " + tag.name() + " needs a capture profile of the project, not " + profile.get());
            }
        }
    }

    private static void checkReferences(List<Area> areas, List<DeviceConfig> devices, List<Tag> tags) {
        Set<String> paths = new HashSet<>();
        for (Area area : areas) {
            int slash = area.path().lastIndexOf('/');
            if (slash >= 0 && !paths.contains(area.path().substring(0, slash))) {
                throw new IllegalArgumentException("area " + area.path() + " must come after its parent");
            }
            if (!paths.add(area.path())) {
                throw new IllegalArgumentException("area " + area.path() + " must occur only once");
            }
        }
        Set<String> deviceNames = new HashSet<>(Set.of(Tag.INTERNAL));
        for (DeviceConfig device : devices) {
            if (!deviceNames.add(device.name())) {
                throw new IllegalArgumentException("device " + device.name() + " must occur only once");
            }
        }
        Set<String> names = new HashSet<>();
        for (Tag tag : tags) {
            if (!names.add(tag.name())) {
                throw new IllegalArgumentException("tag " + tag.name() + " must occur only once");
            }
            if (!paths.contains(tag.area())
                    || !deviceNames.contains(tag.source().device())) {
                throw new IllegalArgumentException(
                        "tag " + tag.name() + " needs an area and a device of the project, not " + tag.area() + " and "
                                + tag.source().device());
            }
        }
    }
}
