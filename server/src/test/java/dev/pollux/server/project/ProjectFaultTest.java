package dev.pollux.server.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One slip in project.yaml or in the tags, and the exact words for it. */
class ProjectFaultTest {

    static Stream<Slip> slips() {
        return Stream.concat(Slip.of("project.yaml"), Slip.of("tags/"));
    }

    @ParameterizedTest
    @MethodSource("slips")
    void slipIsToldInOneLine(Slip slip, @TempDir Path directory) {
        SampleProject sample = new SampleProject(directory);
        assertThat(SampleProject.lines(sample.read())).as("control").isEmpty();

        slip.apply(sample);

        assertThat(SampleProject.lines(sample.read())).containsExactlyElementsOf(slip.faults());
    }
}
