package dev.pollux.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That measures still run; how fast is for {@code make bench} on a machine that does nothing else. */
class MeasureTest {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void runsInSmall() throws Exception {
        List<Row> rows = new ArrayList<>();

        new SustainedRecording().run(new Ground(directory, 0.001), rows::add);

        assertThat(rows).singleElement().satisfies(row -> {
            assertThat(row.pollux()).endsWith(" cores");
            assertThat(row.markdown())
                    .startsWith("| the same from acquisition on")
                    .endsWith(" |");
        });
    }

    /** Somebody else's work is told from one's own. */
    @Test
    void countsProcessorTimeOfThisProcess() {
        Meter meter = new Meter();
        long end = System.nanoTime() + 300_000_000L;
        long sum = 0;
        while (System.nanoTime() < end) {
            sum += Workload.mix(System.nanoTime());
        }
        Cost cost = meter.cost();

        assertThat(sum).isNotZero();
        assertThat(cost.seconds()).isGreaterThanOrEqualTo(0.3);
        assertThat(cost.cpu()).isPositive();
        assertThat(cost.beside()).isZero();
    }
}
