package dev.pollux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.cli.pair.ArchiveReport;
import dev.pollux.cli.pair.ExitCode;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.junit.jupiter.api.Test;

class ArchiveTextTest {
    private static Map<String, Object> values(String station) {
        Map<String, Object> values = new HashMap<>();
        values.put("@LocalMachineName", station);
        values.put("Engine", "RocksDB 10.10.1");
        values.put("StoredSamples", ULong.valueOf(1_234_567));
        values.put("StoreRate", 998.7);
        values.put("PendingSamples", ULong.valueOf(12));
        values.put("DroppedSamples", ULong.valueOf(0));
        values.put("DiskBytes", ULong.valueOf(5L << 30));
        values.put("DiskBytesMax", ULong.valueOf(20L << 30));
        values.put("Oldest", new DateTime(Instant.parse("2026-11-21T13:00:00Z")));
        values.put("CoverageGaps", UInteger.valueOf(2));
        values.put("CoverageGapList", new String[] {"plc1 2026-11-21T13:00:00Z to 2026-11-21T13:01:00Z", "plc2 ..."});
        return values;
    }

    private static Seen<ArchiveReport> seen(Map<String, Object> values) {
        String url = "opc.tcp://" + values.get("@LocalMachineName") + ":4840/pollux";
        return new Seen<>(url, Optional.of(ArchiveReport.of(url, values)), "");
    }

    @Test
    void bothStationsStandSideBySide() {
        List<Seen<ArchiveReport>> seen = List.of(seen(values("CASTOR")), seen(values("POLLUX")));
        String text = ArchiveText.of(seen);

        assertThat(text.lines().toList().get(0)).matches(" +CASTOR +POLLUX");
        assertThat(text)
                .containsPattern("stored +1,234,567 since start +1,234,567 since start")
                .containsPattern("rate +999/s +999/s")
                .containsPattern("disk +5.0 GiB of 20.0 GiB, 25%")
                .containsPattern("gaps +2 +2")
                .contains("  gap: plc1 2026-11-21T13:00:00Z to")
                .doesNotContain("queue", "not archived");
        assertThat(new StatusArchive().exitCode(seen)).isEqualTo(ExitCode.OK);
    }

    @Test
    void queueAndFaultsAreShownWhereTheyAre() {
        Map<String, Object> values = values("POLLUX");
        values.put("Engine", "InfluxDB 1.6.7");
        values.put("Fault", "disk full");
        values.put("QueueSamples", ULong.valueOf(2_000_000));
        values.put("QueueBytes", ULong.valueOf(40 << 20));
        values.put("QueueLag", 7_500_000.0);
        values.put("QueueRate", 0.0);
        values.put("QueueError", "Connection refused");
        List<Seen<ArchiveReport>> seen = List.of(seen(values("CASTOR")), seen(values));
        String text = ArchiveText.of(seen);

        assertThat(text)
                .containsPattern("queue +2,000,000 wait, 40.0 MiB")
                .containsPattern("queue lag +2 h")
                .containsPattern("state +stores +FAULT, see below")
                .contains("  fault: disk full", "  database: Connection refused");
        assertThat(new StatusArchive().exitCode(seen)).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void deadStationAndOneWithoutArchiveAreShown() {
        Seen<ArchiveReport> dead = new Seen<>("opc.tcp://a:4840", Optional.empty(), "Connection refused");
        Seen<ArchiveReport> without = seen(Map.of("@LocalMachineName", "POLLUX", "Engine", ""));
        String text = ArchiveText.of(List.of(dead, without));

        assertThat(text)
                .containsPattern("archive +not reachable +none")
                .contains("opc.tcp://a:4840 is not reachable: Connection refused")
                .doesNotContain("stored");
        assertThat(new StatusArchive().exitCode(List.of(dead, without))).isEqualTo(ExitCode.FAILED);
        assertThat(new StatusArchive().exitCode(List.of(without))).isEqualTo(ExitCode.OK);
        assertThat(new StatusArchive().exitCode(List.of(dead))).isEqualTo(ExitCode.UNREACHABLE);
    }
}
