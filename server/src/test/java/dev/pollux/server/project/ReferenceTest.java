package dev.pollux.server.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written for people and editors is what the reader checks. */
class ReferenceTest {
    private static final String REGENERATE = "regenerate with: mvn -pl server -am test -Dtest=ReferenceTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dpollux.regenerate=true";

    @Test
    void referenceIsUpToDate() throws IOException {
        compare("project.md", ProjectReference.markdown());
    }

    @ParameterizedTest
    @EnumSource
    void schemaIsUpToDate(ProjectSchema.File file) throws IOException {
        compare(file.schemaFile(), ProjectSchema.json(file));
    }

    private static void compare(String name, String generated) throws IOException {
        Path checkedIn = Path.of("..", "docs", "reference", name);
        if (Boolean.getBoolean("pollux.regenerate")) {
            Files.createDirectories(checkedIn.getParent());
            Files.writeString(checkedIn, generated);
        }
        assertThat(checkedIn).as(REGENERATE).exists();
        assertThat(Files.readString(checkedIn)).as(REGENERATE).isEqualTo(generated);
    }
}
