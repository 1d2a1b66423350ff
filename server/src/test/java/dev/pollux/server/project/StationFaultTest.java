package dev.pollux.server.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One slip in a station file, and the exact words for it. */
class StationFaultTest {
    private static final String FILE = "castor.yaml";

    @TempDir
    private Path directory;

    static Stream<Slip> slips() {
        return Slip.of(FILE);
    }

    @ParameterizedTest
    @MethodSource("slips")
    void slipIsToldInOneLine(Slip slip) {
        SampleProject sample = new SampleProject(directory);
        assertThat(SampleProject.lines(sample.readStation())).as("control").isEmpty();

        slip.apply(sample);

        assertThat(SampleProject.lines(sample.readStation())).containsExactlyElementsOf(slip.faults());
    }

    // A partner that the project does not know would never be looked at; somebody believes it is redundant.
    @Test
    void stationThatRunsAloneMustNotNameAPartner() {
        SampleProject sample = new SampleProject(directory);
        Reading<StationConfig> alone =
                new StationReader().read(sample.path(FILE), SampleProject.project(List.of("CASTOR")));

        assertThat(SampleProject.lines(alone))
                .containsExactly("castor.yaml:6: partner: {…} — must be left out as the project has one station");
    }

    @Test
    void missingStationFileIsAFault() {
        SampleProject sample = new SampleProject(directory).delete(FILE);

        assertThat(SampleProject.lines(sample.readStation())).containsExactly("castor.yaml — does not exist");
    }
}
