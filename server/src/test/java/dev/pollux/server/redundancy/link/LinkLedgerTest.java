package dev.pollux.server.redundancy.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.server.message.SystemMessage;
import dev.pollux.server.project.StationConfig.PartnerLink;
import dev.pollux.server.project.StationConfig.SerialLine;
import dev.pollux.server.redundancy.link.LinkTrouble.Cause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LinkLedgerTest {
    private final List<String> raised = new ArrayList<>();
    private final LinkLedger ledger = new LinkLedger(
            "POLLUX",
            List.of(
                    new PartnerLink("main", PartnerLink.Kind.MAIN, "opc.tcp://a:1"),
                    new PartnerLink("status", PartnerLink.Kind.STATUS, "opc.tcp://b:1")),
            (message, values) -> raised.add(message.number() + " " + message.text(values)));

    private static LinkTrouble trouble(Cause cause) {
        return new LinkTrouble(cause, "because");
    }

    // Two links find the same at every attempt; the operator is told once.
    @Test
    void whatTheLinksFindIsToldOnceUntilThePartnerAnswers() {
        ledger.down("main", trouble(Cause.SILENT));
        assertThat(raised).isEmpty();

        ledger.down("main", trouble(Cause.NO_SERVER));
        ledger.down("status", trouble(Cause.NO_SERVER));
        ledger.down("main", trouble(Cause.NO_SERVER));
        assertThat(raised)
                .containsExactly(SystemMessage.PARTNER_SERVER_NOT_STARTED.number()
                        + " Partner POLLUX reachable but its server is not started");

        ledger.down("status", trouble(Cause.UNTRUSTED));
        assertThat(raised).hasSize(2).last().asString().startsWith("1012227 Configuration error: partner POLLUX");

        ledger.up("main", "opc.tcp://c:1");
        assertThat(ledger.find("main").orElseThrow().trouble()).isEmpty();
        assertThat(ledger.find("main").orElseThrow().address()).isEqualTo("opc.tcp://c:1");
        ledger.down("main", trouble(Cause.NO_SERVER));
        assertThat(raised).hasSize(3);
        assertThat(ledger.find("main").orElseThrow().kind()).isEqualTo(LinkFacts.Kind.MAIN);
        assertThat(ledger.find("status").orElseThrow().kind()).isEqualTo(LinkFacts.Kind.STATUS);
    }

    @Test
    void aSerialLineHasMessagesOfItsOwn() {
        LinkLedger serial = new LinkLedger(
                "POLLUX",
                List.of(new PartnerLink(
                        "line",
                        PartnerLink.Kind.STATUS,
                        List.of(),
                        Optional.empty(),
                        Optional.of(new SerialLine("/dev/ttyS0", 115_200)),
                        Optional.empty())),
                (message, values) -> raised.add(message.number() + " " + message.text(values)));
        serial.up("line", "/dev/ttyS0");
        assertThat(raised).as("it was never lost").isEmpty();

        serial.down("line", trouble(Cause.SILENT));
        serial.down("line", trouble(Cause.FAILED));
        assertThat(raised).containsExactly("1012245 Serial link lost");

        serial.up("line", "/dev/ttyS0");
        assertThat(raised).last().isEqualTo("1012246 Serial link restored");
    }

    @Test
    void theClockOffsetIsThatOfTheShortestRoundTripUntilTheClockIsSet() {
        ClockOffset offset = new ClockOffset();
        assertThat(offset.measured(Duration.ofMillis(20), Duration.ofMillis(9))).hasMillis(9);
        assertThat(offset.measured(Duration.ofMillis(2), Duration.ofMillis(3))).hasMillis(3);
        // A slow answer comes with an error of up to half its time; the better measurement stands.
        assertThat(offset.measured(Duration.ofMillis(200), Duration.ofMillis(-90)))
                .hasMillis(3);

        assertThat(offset.measured(Duration.ofMillis(20), Duration.ofSeconds(60)))
                .as("somebody has set the clock")
                .hasSeconds(60);
    }
}
