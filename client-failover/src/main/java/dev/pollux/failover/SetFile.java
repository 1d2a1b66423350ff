package dev.pollux.failover;

import dev.pollux.failover.link.ServerAddress;
import dev.pollux.failover.link.SetDescription;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The found set in a small text file, so that a later start works with any one member up. Lines: {@code member uri},
 * {@code name text}, {@code url address}; the lines after {@code member} belong to it.
 *
 * <p>It is a memory, not a setting: a broken file is reported in the log and made anew.
 */
final class SetFile {
    private static final Logger LOG = LoggerFactory.getLogger(SetFile.class);
    private static final int SIZE_MAX = 64 * 1024;

    private final Path file;

    SetFile(Path file) {
        this.file = file;
    }

    /**
     * Reads the set back.
     *
     * @param endpointUrls addresses in the settings; a set that has none of them belongs to something else and is
     *     ignored
     */
    List<ServerAddress> read(List<String> endpointUrls) {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            if (Files.size(file) > SIZE_MAX) {
                throw new IOException(
                        file + " has " + Files.size(file) + " bytes, at most " + SIZE_MAX + " make sense");
            }
            List<ServerAddress> members = parse(Files.readAllLines(file, StandardCharsets.UTF_8));
            boolean ours =
                    members.stream().flatMap(member -> member.urls().stream()).anyMatch(endpointUrls::contains);
            if (!ours) {
                LOG.info("{} is about servers other than {} and is ignored", file, endpointUrls);
                return List.of();
            }
            return members;
        } catch (IOException e) {
            LOG.warn("the known set cannot be read and will be found anew: {}", e.getMessage());
            return List.of();
        }
    }

    private List<ServerAddress> parse(List<String> lines) throws IOException {
        List<ServerAddress> members = new ArrayList<>();
        String uri = "";
        String name = "";
        List<String> urls = new ArrayList<>();
        for (int i = 0; i <= lines.size(); i++) {
            String line = i < lines.size() ? lines.get(i).strip() : "member ";
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String value = line.substring(line.indexOf(' ') + 1).strip();
            if (line.startsWith("name ")) {
                name = value;
            } else if (line.startsWith("url opc.tcp://")) {
                urls.add(value);
            } else if (line.startsWith("member ")) {
                if (!uri.isEmpty()) {
                    members.add(new ServerAddress(uri, name, urls));
                }
                uri = value;
                name = "";
                urls = new ArrayList<>();
            } else {
                throw new IOException(file + " line " + (i + 1) + " is '" + line
                        + "', must begin with 'member ', 'name ' or 'url opc.tcp://'");
            }
        }
        if (members.size() > SetDescription.MEMBERS_MAX) {
            throw new IOException(file + " has " + members.size() + " members, at most " + SetDescription.MEMBERS_MAX);
        }
        return members;
    }

    /** Writes the set; the old file stays whole until the new one is. A failure is logged: the client works without. */
    void write(List<ServerAddress> members) {
        StringBuilder text = new StringBuilder("# Redundant set as last found; written by the failover client\n");
        for (ServerAddress member : members) {
            text.append("member ").append(oneLine(member.uri())).append('\n');
            if (!member.name().isBlank()) {
                text.append("name ").append(oneLine(member.name())).append('\n');
            }
            member.urls()
                    .forEach(url -> text.append("url ").append(oneLine(url)).append('\n'));
        }
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(draft, text);
            try {
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            LOG.warn("the found set cannot be kept in {}: {}", file, e.toString());
        }
    }

    // Names come from the wire.
    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
