package dev.pollux.server.maintenance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps maintenance over restarts: one small file, replaced as a whole. */
public final class MaintenanceStore {
    private static final Logger LOG = LoggerFactory.getLogger(MaintenanceStore.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    /** @param directory of the station's data; must exist */
    public MaintenanceStore(Path directory) {
        file = directory.resolve("maintenance.json");
    }

    /**
     * What was stored last; empty if the station is in service. A file that cannot be understood counts as maintenance
     * without an end: somebody has wanted it, and serving by mistake is worse than a question to the administrator.
     *
     * @throws IOException if the file is there and cannot be read
     */
    public Optional<Maintenance> load() throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException inService) {
            return Optional.empty();
        }
        try {
            JsonNode node = JSON.readTree(bytes);
            String until = node.path("until").asText("");
            return Optional.of(new Maintenance(
                    Instant.parse(node.path("since").asText()),
                    until.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(until)),
                    node.path("reason").asText(""),
                    node.path("user").asText("")));
        } catch (JsonProcessingException | DateTimeException | IllegalArgumentException broken) {
            LOG.warn("{} cannot be understood ({}): the station stays in maintenance", file, broken.getMessage());
            return Optional.of(new Maintenance(Files.getLastModifiedTime(file).toInstant(), Optional.empty(), "", ""));
        }
    }

    /**
     * Stores, atomically and durably.
     *
     * @param maintenance empty: the station is in service
     */
    public void save(Optional<Maintenance> maintenance) throws IOException {
        if (maintenance.isEmpty()) {
            Files.deleteIfExists(file);
            return;
        }
        Maintenance kept = maintenance.get();
        ObjectNode node = JSON.createObjectNode()
                .put("since", kept.since().toString())
                .put("until", kept.until().map(Instant::toString).orElse(""))
                .put("reason", kept.reason())
                .put("user", kept.user());
        Path next = file.resolveSibling("maintenance.next");
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(node));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
