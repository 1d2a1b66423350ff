package dev.pollux.server.project;

import static dev.pollux.server.project.ProjectKeys.FILE;

import dev.pollux.server.project.UsersConfig.User;
import dev.pollux.server.tag.Tag;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads a project directory: {@code project.yaml}, {@code tags/*.yaml} and {@code tags/*.csv}. Reports all faults of
 * all files at once and never throws because of what the files hold. Sizes are bounded: 16 MiB for a YAML file, 512 MiB
 * for a CSV file, 1,000,000 tags, 1,000 faults. Stateless; may be used by any thread.
 */
public final class ProjectReader {
    private static final String TAGS = "tags";
    private static final int TAG_FILES_MAX = 10_000;

    private final AddressSyntax addresses;

    /**
     * A reader.
     *
     * @param addresses knows the addresses of each protocol
     */
    public ProjectReader(AddressSyntax addresses) {
        this.addresses = addresses;
    }

    /** Reads the project in {@code directory}; files in faults are named relative to it. */
    public Reading<Project> read(Path directory) {
        Faults faults = new Faults();
        if (!Files.isDirectory(directory)) {
            String rule = Files.exists(directory) ? "must be a directory" : "the directory does not exist";
            faults.add(Fault.ofFile(directory.toString(), rule));
            return new Reading.Faulty<>(faults.list());
        }
        Optional<Values> root = TextFile.read(directory.resolve(FILE), FILE, faults)
                .flatMap(text -> YamlText.parse(FILE, text, faults))
                .flatMap(source -> ProjectKeys.ROOT.read(source, faults));
        ProjectRules rules = new ProjectRules(faults);
        Optional<ProjectRules.Known> known = root.map(rules::check);
        ArchiveRules archiving = new ArchiveRules(root, faults);
        TagReader tags = new TagReader(known, addresses, archiving, faults);
        int before = faults.count();
        for (Path file : tagFiles(directory, faults)) {
            tags.read(file, TAGS + "/" + file.getFileName());
        }
        if (faults.count() == before) {
            archiving.checkTriggers();
        }
        if (!faults.isEmpty() || root.isEmpty()) {
            return new Reading.Faulty<>(faults.list());
        }
        return new Reading.Checked<>(project(root.get(), tags.tags()));
    }

    /** Sorted by name, so that each station numbers the tags alike. */
    private static List<Path> tagFiles(Path directory, Faults faults) {
        List<Path> files = new ArrayList<>();
        boolean misnamed = false;
        Path tags = directory.resolve(TAGS);
        if (!Files.isDirectory(tags)) {
            faults.add(Fault.ofFile(TAGS, "must be a directory with at least one .yaml or .csv file"));
            return files;
        }
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(tags)) {
            for (Path file : stream) {
                String name = String.valueOf(file.getFileName());
                String lower = name.toLowerCase(Locale.ROOT);
                if (name.endsWith(".yaml") || name.endsWith(".csv")) {
                    files.add(file);
                } else if (lower.endsWith(".yaml") || lower.endsWith(".yml") || lower.endsWith(".csv")) {
                    // Left out in silence, its tags would be missed only in the control room.
                    faults.add(Fault.ofFile(TAGS + "/" + name, "must end with .yaml or .csv to be read"));
                    misnamed = true;
                }
            }
        } catch (DirectoryIteratorException unreadable) {
            faults.add(Fault.ofFile(TAGS, TextFile.reason(unreadable.getCause())));
            return List.of();
        } catch (IOException unreadable) {
            faults.add(Fault.ofFile(TAGS, TextFile.reason(unreadable)));
            return List.of();
        }
        if (files.isEmpty() && !misnamed) {
            faults.add(Fault.ofFile(TAGS, "must hold at least one .yaml or .csv file"));
        } else if (files.size() > TAG_FILES_MAX) {
            faults.add(Fault.ofFile(TAGS, "must not hold more than " + TAG_FILES_MAX + " files"));
            return List.of();
        }
        files.sort((a, b) -> String.valueOf(a.getFileName()).compareTo(String.valueOf(b.getFileName())));
        return files;
    }

    private static Project project(Values root, List<Tag> tags) {
        Values named = root.get(ProjectKeys.PROJECT);
        return new Project(
                named.get(ProjectKeys.NAME),
                named.get(ProjectKeys.NAMESPACE),
                redundancy(root.get(ProjectKeys.REDUNDANCY)),
                ProjectRules.withParents(root.get(ProjectKeys.AREAS)),
                root.get(ProjectKeys.DEVICES).stream()
                        .map(ProjectReader::device)
                        .toList(),
                ArchiveRules.config(root.get(ArchiveKeys.ARCHIVE)),
                MessageKeys.config(root.get(MessageKeys.MESSAGES)),
                tags,
                users(root.get(ProjectKeys.USERS)));
    }

    private static RedundancyConfig redundancy(Values values) {
        Values link = values.get(ProjectKeys.LINK);
        return new RedundancyConfig(
                values.get(ProjectKeys.STATIONS),
                values.find(ProjectKeys.DEFAULT_MASTER),
                values.get(ProjectKeys.STARTUP_WAIT),
                values.get(ProjectKeys.STABILITY),
                values.get(ProjectKeys.NETWORK_STABILITY),
                link.get(ProjectKeys.HEARTBEAT),
                link.get(ProjectKeys.FAIL_AFTER),
                values.get(ModeKeys.MODE),
                WitnessKeys.config(values),
                values.get(ModeKeys.ENABLED),
                values.get(ModeKeys.SWITCH_CLIENTS));
    }

    private static DeviceConfig device(Values values) {
        DeviceConfig.Protocol protocol = values.get(ProjectKeys.PROTOCOL);
        return new DeviceConfig(
                values.get(ProjectKeys.DEVICE),
                protocol,
                values.get(ProjectKeys.HOST_KEY),
                values.find(ProjectKeys.PORT).orElse(standardPort(protocol)),
                values.get(ProjectKeys.UNIT),
                values.get(ProjectKeys.CONNECT_TIMEOUT),
                values.get(ProjectKeys.REQUEST_TIMEOUT),
                values.get(ProjectKeys.BLOCK_GAP),
                values.get(ModeKeys.CONNECTION));
    }

    private static int standardPort(DeviceConfig.Protocol protocol) {
        return switch (protocol) {
            case MODBUS_TCP -> 502;
            case S7 -> 102;
        };
    }

    private static UsersConfig users(Values values) {
        List<User> users = values.get(ProjectKeys.ACCOUNTS).stream()
                .map(account -> new User(
                        account.get(ProjectKeys.USER),
                        account.get(ProjectKeys.PASSWORD_HASH),
                        account.get(ProjectKeys.ROLE)))
                .toList();
        return new UsersConfig(values.get(ProjectKeys.ANONYMOUS), users);
    }
}
