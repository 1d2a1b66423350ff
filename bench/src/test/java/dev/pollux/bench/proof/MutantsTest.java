package dev.pollux.bench.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The list of deliberate bugs is about the sources as they are today. */
class MutantsTest {
    private static final Path SOURCES = Path.of("../server/src/main/java/dev/pollux/server/redundancy");

    @Test
    void everyBugCanBePutIntoTheSources() throws IOException {
        assertThat(Mutants.read()).hasSizeGreaterThan(30);
        for (Mutants.Mutant mutant : Mutants.read()) {
            assertThat(mutant.source(SOURCES))
                    .as(mutant.title())
                    .isNotEqualTo(Files.readString(SOURCES.resolve(mutant.file())));
        }
    }
}
