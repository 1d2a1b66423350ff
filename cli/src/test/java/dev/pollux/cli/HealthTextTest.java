package dev.pollux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.cli.pair.HealthReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HealthTextTest {
    private static final String URL = "opc.tcp://castor:4840/pollux";

    private static Seen<HealthReport> seen(Map<String, Object> values) {
        return new Seen<>(URL, Optional.of(HealthReport.of(URL, values)), "");
    }

    @Test
    void stationTellsWhatIsWrongAndWhatWasMeasured() {
        Seen<HealthReport> ill = seen(Map.of(
                "@LocalMachineName",
                "CASTOR",
                "Overall",
                "defect: component archive without sign of life for 20 s",
                "Components",
                new String[] {"archive: last sign of life 20.5 s ago, limit 20 s, SILENT"},
                "ArchiveDiskFree",
                3L << 30,
                "HeapAfterCollection",
                41.5,
                "Isolated",
                true));

        assertThat(HealthText.of(List.of(ill)).lines())
                .containsExactly(
                        "CASTOR  " + URL,
                        "  health        defect: component archive without sign of life for 20 s, isolated: clients"
                                + " are sent away",
                        "  archive disk  3.0 GiB free",
                        "  heap          41.5% after garbage collection",
                        "  component     archive: last sign of life 20.5 s ago, limit 20 s, SILENT");
        assertThat(new StatusHealth().exitCode(List.of(ill))).isEqualTo(1);
    }

    @Test
    void healthyPairIsGoodAndASilentStationIsNot() {
        Seen<HealthReport> healthy = seen(Map.of("@LocalMachineName", "CASTOR", "Overall", "healthy"));
        Seen<HealthReport> silent = new Seen<>("opc.tcp://pollux:4840/pollux", Optional.empty(), "refused");

        assertThat(new StatusHealth().exitCode(List.of(healthy, healthy))).isZero();
        assertThat(new StatusHealth().exitCode(List.of(healthy, silent))).isEqualTo(1);
        assertThat(new StatusHealth().exitCode(List.of(silent))).isEqualTo(2);
        assertThat(HealthText.of(List.of(silent))).contains("is not reachable: refused");
    }
}
