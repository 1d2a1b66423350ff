package dev.pollux.server.redundancy.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TermStoreTest {
    @TempDir
    Path directory = Path.of("set by JUnit");

    @Test
    void aTermSurvivesARestart() throws IOException {
        assertThat(new TermStore(directory).load()).isZero();

        new TermStore(directory).save(41);
        new TermStore(directory).save(42);

        assertThat(new TermStore(directory).load()).isEqualTo(42);
    }

    // After a power failure a file may be empty. The partner knows the term; staying down would help nobody.
    @Test
    void aSpoiltFileDoesNotKeepTheStationDown() throws IOException {
        for (String spoilt : new String[] {"", "many", "-3", "99999999999999999999"}) {
            Files.writeString(directory.resolve("term"), spoilt);

            assertThat(new TermStore(directory).load()).as(spoilt).isZero();
        }
    }
}
