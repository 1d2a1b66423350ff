package dev.pollux.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollux.server.message.Messages;
import dev.pollux.server.message.SystemMessage;
import dev.pollux.server.project.Project;
import dev.pollux.server.project.ProjectReader;
import dev.pollux.server.project.StationConfig;
import dev.pollux.server.project.StationReader;
import dev.pollux.server.source.block.PlcAddresses;
import dev.pollux.server.tag.TagTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operators hear of an archive that may not be what was written. */
class ArchiveSuspectTest {
    @TempDir
    Path directory;

    private final Project project = new ProjectReader(new PlcAddresses()::fault)
            .read(Path.of("..", "examples", "waterworks"))
            .orThrow();
    private final List<String> told = new ArrayList<>();
    private final Messages messages = (message, values) -> told.add(message.number() + " " + message.text(values));

    private StationConfig config(String archive) throws IOException {
        Path file = directory.resolve("castor.yaml");
        Files.writeString(file, """
                station: CASTOR
                endpoints: [{host: localhost, port: 22300, bind: 127.0.0.1, security: [none]}]
                partner: {links: [{name: main, kind: main, url: "opc.tcp://localhost:22301/pollux"}]}
                archive: {directory: %s}
                data: data
                """.formatted(archive));
        return new StationReader().read(file, project).orThrow();
    }

    private StationArchive open(String archive) throws IOException {
        TagTable table = new TagTable(project.tags(), Instant.EPOCH);
        return StationArchive.open(project, config(archive), table, messages).orElseThrow();
    }

    private void copy(String from, String to) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve(from))) {
            for (Path file : files.toList()) {
                Path target =
                        directory.resolve(to).resolve(directory.resolve(from).relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    // What a killed station leaves behind is what its directory holds while it runs.
    @Test
    void anUncleanStopIsTold() throws IOException {
        StationArchive running = open("first");
        copy("first", "left");
        running.close();
        open("first").close();
        assertThat(told).as("control: a clean stop is not told").isEmpty();

        open("left").close();

        assertThat(told)
                .hasSize(1)
                .first()
                .asString()
                .startsWith(SystemMessage.ARCHIVE_SUSPECT.number() + " Archive may be inconsistent: it was not closed");
    }

    @Test
    void anArchiveThatCannotBeOpenedIsTold() throws IOException {
        open("broken").close();
        try (Stream<Path> files = Files.walk(directory.resolve("broken"))) {
            for (Path file : files.filter(each -> each.endsWith("CURRENT")).toList()) {
                Files.writeString(file, "MANIFEST-nothing");
            }
        }

        assertThatThrownBy(() -> open("broken")).isInstanceOf(IOException.class);

        assertThat(told).hasSize(1).first().asString().contains("1012350", "cannot open the archive in");
    }
}
