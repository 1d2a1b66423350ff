package dev.pollux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.cli.pair.ExitCode;
import dev.pollux.cli.pair.SyncReport;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.junit.jupiter.api.Test;

class SyncTextTest {
    private static SyncReport report(Map<String, Object> values) {
        Map<String, Object> all = new HashMap<>(Map.of("@LocalMachineName", "CASTOR", "Remaining", -1.0));
        all.putAll(values);
        return SyncReport.of("opc.tcp://castor:4840/pollux", all);
    }

    private static Seen<SyncReport> seen(SyncReport report) {
        return new Seen<>("opc.tcp://castor:4840/pollux", Optional.of(report), "");
    }

    @Test
    void aFillingArchiveTellsWhatIsLeftAndHowLongItTakes() {
        SyncReport report = report(Map.of(
                "Phase",
                "filling",
                "NeedsSync",
                true,
                "Gaps",
                UInteger.valueOf(1),
                "From",
                new DateTime(Instant.parse("2026-11-21T12:00:00Z")),
                "To",
                new DateTime(Instant.parse("2026-11-21T13:00:00Z")),
                "Missing",
                1_800_000.0,
                "Progress",
                50.0,
                "Rate",
                120_000.0,
                "Remaining",
                90_000.0,
                "CopiedValues",
                ULong.valueOf(18_000_000)));
        assertThat(SyncText.of(report))
                .contains("CASTOR: archive is being filled from the partner's")
                .contains("1 gap, 30 min in all")
                .contains("50% done, 120,000 values/s, 90.0 s left")
                .contains("18,000,000 values copied since start");
        assertThat(new StatusSync().exitCode(List.of(seen(report)))).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void aCompleteArchiveIsGoodAndTroubleIsNamed() {
        SyncReport complete = report(Map.of("Phase", "complete"));
        assertThat(SyncText.of(complete)).isEqualTo("CASTOR: archive complete");
        assertThat(new StatusSync().exitCode(List.of(seen(complete)))).isEqualTo(ExitCode.OK);

        SyncReport waiting = report(Map.of("Phase", "waiting", "Trouble", "link main: refused", "LastError", "cut"));
        assertThat(SyncText.of(waiting)).contains("waits: link main: refused");
        Seen<SyncReport> dead = new Seen<>("opc.tcp://pollux:4840", Optional.empty(), "refused");
        assertThat(new StatusSync().exitCode(List.of(seen(waiting), dead))).isEqualTo(ExitCode.FAILED);
        assertThat(new StatusSync().exitCode(List.of(dead))).isEqualTo(ExitCode.UNREACHABLE);
    }
}
