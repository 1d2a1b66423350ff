package dev.pollux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.cli.pair.ExitCode;
import dev.pollux.cli.pair.StationReport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.junit.jupiter.api.Test;

class StatusTextTest {
    private static Seen<StationReport> station(String name, String partner, int state, boolean partnerAvailable) {
        Map<String, Object> values = new HashMap<>();
        values.put("@LocalMachineName", name);
        values.put("@RedundantServerState", UByte.valueOf(state));
        values.put("@RM_MASTER_NAME", state == 1 ? name : partner);
        values.put("StateReason", "partner is already active");
        values.put("Term", ULong.valueOf(7));
        values.put("PartnerName", partner);
        values.put("PartnerAvailable", partnerAvailable);
        values.put("DevicesConnected", UInteger.valueOf(1));
        values.put("DevicesConfigured", UInteger.valueOf(2));
        values.put("LinkStates", new String[] {"main: own to partner up, partner to own up"});
        values.put("LastSwitchDuration", 12.5);
        String url = "opc.tcp://" + name + ":4840/pollux";
        return new Seen<>(url, Optional.of(StationReport.of(url, OptionalInt.of(199), values)), "");
    }

    private static Seen<StationReport> dead(String url) {
        return new Seen<>(url, Optional.empty(), "Connection refused");
    }

    @Test
    void bothStationsAnswer() {
        List<Seen<StationReport>> seen =
                List.of(station("CASTOR", "POLLUX", 1, true), station("POLLUX", "CASTOR", 2, true));

        assertThat(StatusText.of(seen))
                .contains(
                        "Master (partner is already active), term 7",
                        "1 of 2 connected",
                        "199",
                        "Standby",
                        "Master: CASTOR");
        assertThat(new Status().exitCode(seen)).isEqualTo(ExitCode.OK);
    }

    // The survivor is all that is left to ask; it knows the name of the one that is gone.
    @Test
    void deadStationIsShownWithItsReasonAndTheNameThatTheSurvivorKnows() {
        List<Seen<StationReport>> seen = List.of(dead("opc.tcp://a:4840"), station("POLLUX", "CASTOR", 1, false));

        assertThat(StatusText.of(seen))
                .contains("CASTOR  opc.tcp://a:4840", "not reachable: Connection refused", "CASTOR: not available");
        assertThat(new Status().exitCode(seen)).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void twoMastersOrNoneAreNotGood() {
        assertThat(new Status()
                        .exitCode(List.of(station("CASTOR", "POLLUX", 1, true), station("POLLUX", "CASTOR", 1, true))))
                .isEqualTo(ExitCode.FAILED);
        assertThat(new Status()
                        .exitCode(List.of(station("CASTOR", "POLLUX", 2, true), station("POLLUX", "CASTOR", 3, true))))
                .isEqualTo(ExitCode.FAILED);
        assertThat(new Status().exitCode(List.of(dead("a"), dead("b")))).isEqualTo(ExitCode.UNREACHABLE);
    }

    @Test
    void jsonHasPlainTypes() {
        String json = JsonLine.compact(new Status().json(List.of(station("CASTOR", "POLLUX", 1, true), dead("b"))));

        assertThat(json)
                .contains(
                        "\"master\":\"CASTOR\"",
                        "\"term\":7",
                        "\"serviceLevel\":199",
                        "\"linkStates\":[\"main: own to partner up, partner to own up\"]",
                        "\"lastSwitchDuration\":12.5",
                        "\"lastLossTime\":null",
                        "\"reachable\":false");
    }
}
