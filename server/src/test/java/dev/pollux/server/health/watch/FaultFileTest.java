package dev.pollux.server.health.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.server.health.watch.FaultFile.Contents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultFileTest {
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path directory = Path.of("set by JUnit");

    @Test
    void whatWasStoredIsThereForTheNextProcess() throws IOException {
        assertThat(new FaultFile(directory).load()).as("control").isEqualTo(new Contents(false, List.of()));

        new FaultFile(directory)
                .save(new Contents(true, List.of()).restarted(AT).restarted(AT.plusSeconds(9)));

        assertThat(new FaultFile(directory).load()).isEqualTo(new Contents(true, List.of(AT, AT.plusSeconds(9))));
    }

    // A power failure between writing and renaming leaves the new file unfinished beside the old one.
    @Test
    void halfWrittenFileDoesNotCount() throws IOException {
        new FaultFile(directory).save(new Contents(true, List.of(AT)));
        Files.writeString(directory.resolve("health.next"), "restart 2026-0");

        assertThat(new FaultFile(directory).load()).isEqualTo(new Contents(true, List.of(AT)));
    }

    @Test
    void damagedLinesAreLeftOut() throws IOException {
        Files.writeString(directory.resolve("health"), "fault\nrubbish\nrestart " + AT + "\n");

        assertThat(new FaultFile(directory).load()).isEqualTo(new Contents(true, List.of(AT)));
    }

    @Test
    void operatorForbidsRestartsByAFileWithTheReason() throws IOException {
        FaultFile file = new FaultFile(directory);
        assertThat(file.forbidden()).as("control").isEmpty();

        Files.writeString(directory.resolve("no-restart"), "ask the shift leader\n");

        assertThat(file.forbidden()).contains("ask the shift leader");
    }
}
