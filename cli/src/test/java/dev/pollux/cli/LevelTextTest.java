package dev.pollux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.cli.pair.ExitCode;
import dev.pollux.cli.pair.LevelReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.junit.jupiter.api.Test;

/** Why a level is what it is, as operators read it. */
class LevelTextTest {
    private static final String URL = "opc.tcp://castor:4840/pollux";
    private static final Seen<LevelReport> DEAD =
            new Seen<>("opc.tcp://pollux:4840/pollux", Optional.empty(), "Connection refused");

    private static Seen<LevelReport> castor(boolean partner, String... parts) {
        return new Seen<>(
                URL,
                Optional.of(LevelReport.of(
                        URL,
                        Map.of(
                                "@LocalMachineName",
                                "CASTOR",
                                "PartnerName",
                                "POLLUX",
                                "PartnerAvailable",
                                partner,
                                "PartnerServiceLevel",
                                UByte.valueOf(partner ? 229 : 0),
                                "ServiceLevelParts",
                                parts))),
                "");
    }

    @Test
    void whatDecidesIsMarkedAndEachRemedyIsNamed() {
        Seen<LevelReport> seen = castor(
                true,
                "role: at most 255: Master",
                "devices: at most 124: 1 of 2 devices connected -- connect the others",
                "impairment: at most 199: heap 91 % -- mend it");

        assertThat(LevelText.of(List.of(seen)).lines())
                .containsExactly(
                        "CASTOR  " + URL,
                        "  level 124, Degraded: 1 of 2 devices connected",
                        "    255  role          Master",
                        "    124  devices       1 of 2 devices connected  <- decides",
                        "                       -> connect the others",
                        "    199  impairment    heap 91 %",
                        "                       -> mend it",
                        "  without devices it would be 199");
        assertThat(JsonLine.compact(seen.json(LevelReport::json)))
                .contains(
                        "\"level\":124,\"band\":\"Degraded\"",
                        "\"otherwise\":199",
                        "{\"name\":\"devices\",\"atMost\":124,\"finding\":\"1 of 2 devices connected\","
                                + "\"remedy\":\"connect the others\",\"decides\":true}",
                        "\"partnerLevel\":229");
    }

    @Test
    void aFullLevelHasNothingToRaise() {
        assertThat(LevelText.of(List.of(castor(true, "role: at most 255: Master")))
                        .lines())
                .containsExactly("CASTOR  " + URL, "  level 255, Healthy: Master", "    255  role          Master");
    }

    // The one that answers says what it hears of the other.
    @Test
    void aStationThatDoesNotAnswerIsSeenWithItsPartnersEyes() {
        assertThat(LevelText.of(List.of(castor(true, "role: at most 255: Master"), DEAD)))
                .contains("is not reachable: Connection refused", "CASTOR hears POLLUX with level 229");
        assertThat(LevelText.of(List.of(castor(false, "role: at most 255: Master"), DEAD)))
                .contains("CASTOR does not hear POLLUX either");
    }

    @Test
    void theExitCodeTellsWhoAnswers() {
        LevelExplain command = new LevelExplain();
        Seen<LevelReport> good = castor(true, "role: at most 255: Master");

        assertThat(command.exitCode(List.of(good))).isEqualTo(ExitCode.OK);
        assertThat(command.exitCode(List.of(good, DEAD))).isEqualTo(ExitCode.FAILED);
        assertThat(command.exitCode(List.of(castor(true))))
                .as("another version")
                .isEqualTo(ExitCode.FAILED);
        assertThat(command.exitCode(List.of(DEAD))).isEqualTo(ExitCode.UNREACHABLE);
    }
}
