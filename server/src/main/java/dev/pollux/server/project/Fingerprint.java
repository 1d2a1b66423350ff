package dev.pollux.server.project;

import dev.pollux.server.project.UsersConfig.User;
import dev.pollux.server.tag.Tag;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * SHA-256 over a rendering of a project in which equivalent projects look alike: areas, devices and users are ordered
 * by name. The order of the tags counts, as it is their index, by which the stations speak about them.
 */
final class Fingerprint {
    private static final String VERSION = "pollux-project-1";

    private final MessageDigest digest;

    Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
        text(VERSION);
    }

    Fingerprint head(String name, String namespaceUri) {
        return texts(Rendering.head(name, namespaceUri));
    }

    Fingerprint redundancy(RedundancyConfig redundancy) {
        return texts(Rendering.redundancy(redundancy));
    }

    Fingerprint areas(List<Area> areas) {
        text("areas " + areas.size());
        areas.stream()
                .sorted(Comparator.comparing(Area::path))
                .map(Rendering::area)
                .forEach(this::texts);
        return this;
    }

    Fingerprint devices(List<DeviceConfig> devices) {
        text("devices " + devices.size());
        devices.stream()
                .sorted(Comparator.comparing(DeviceConfig::name))
                .map(Rendering::device)
                .forEach(this::texts);
        return this;
    }

    Fingerprint archive(ArchiveConfig archive) {
        texts(Rendering.archive(archive));
        text("profiles " + archive.profiles().size());
        archive.profiles().stream()
                .sorted(Comparator.comparing(ArchiveConfig.Profile::name))
                .map(Rendering::profile)
                .forEach(this::texts);
        text("long-term " + archive.longTerm().size());
        archive.longTerm().stream()
                .sorted(Comparator.comparing(ArchiveConfig.LongTerm::name))
                .map(Rendering::longTerm)
                .forEach(this::texts);
        return this;
    }

    Fingerprint messages(MessageConfig messages) {
        return texts(Rendering.messages(messages));
    }

    Fingerprint tags(List<Tag> tags) {
        text("tags " + tags.size());
        tags.stream().map(Rendering::tag).forEach(this::texts);
        return this;
    }

    Fingerprint users(UsersConfig users) {
        texts(Rendering.anonymous(users));
        text("accounts " + users.users().size());
        users.users().stream()
                .sorted(Comparator.comparing(User::name))
                .map(Rendering::user)
                .forEach(this::texts);
        return this;
    }

    /** Lower-case hex. */
    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private Fingerprint texts(Map<String, String> texts) {
        texts.forEach((key, value) -> {
            text(key);
            text(value);
        });
        return this;
    }

    /** With its length before it, so that no two lists of texts look alike. */
    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
    }
}
