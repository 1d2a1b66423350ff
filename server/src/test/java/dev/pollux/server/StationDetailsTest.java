package dev.pollux.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.server.redundancy.Handover;
import dev.pollux.server.redundancy.PartnerReport;
import dev.pollux.server.redundancy.PartnerView;
import dev.pollux.server.redundancy.Reason;
import dev.pollux.server.redundancy.RoleState;
import dev.pollux.server.redundancy.ServiceLevel;
import dev.pollux.server.redundancy.StationState;
import dev.pollux.server.redundancy.StationState.Pending;
import dev.pollux.server.redundancy.StationState.Transfer;
import dev.pollux.server.redundancy.Validation;
import dev.pollux.server.redundancy.link.LinkFacts;
import dev.pollux.server.redundancy.loop.PairHistory;
import dev.pollux.server.redundancy.loop.PairSnapshot;
import dev.pollux.server.redundancy.loop.PairSnapshot.LinkStatus;
import dev.pollux.server.space.system.PairDetails;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How the state of the pair is explained, on a clock that the test turns. */
class StationDetailsTest {
    private long nanos;
    private final StationDetails details = new StationDetails(Map.of(), Optional.empty(), () -> nanos);

    private static PairSnapshot pair(Handover part, Optional<Pending> pending, LinkStatus... links) {
        PartnerReport said =
                new PartnerReport(RoleState.STANDBY, Handover.NONE, 3, new Validation(false, true, 1, 2), true, false);
        return new PairSnapshot(
                new StationState(
                        RoleState.MASTER,
                        Reason.PARTNER_LOST,
                        Duration.ZERO,
                        3,
                        new Transfer(part, "", Duration.ZERO),
                        pending,
                        Map.of(),
                        true),
                new Validation(true, false, 1, 2),
                ServiceLevel.of(133, "a reason"),
                0,
                List.of(new PairSnapshot.Partner(
                        new PartnerView("POLLUX", PartnerView.Availability.AVAILABLE, Optional.of(said), true),
                        Optional.empty(),
                        Optional.empty())),
                List.of(links),
                "",
                true,
                PairHistory.NONE);
    }

    private static LinkStatus link(LinkFacts.Kind kind, boolean to, boolean from) {
        return new LinkStatus(kind.name(), to, from, new LinkFacts(kind, "there", Optional.empty()));
    }

    // The clients see one of five states; under way there are more, and an engineer wants to see them.
    @Test
    void aSwitchoverUnderWayIsAStateOfItsOwn() {
        assertThat(details.of(pair(Handover.NONE, Optional.empty())).currentState())
                .isEqualTo("MASTER");
        assertThat(details.of(pair(Handover.OFFERS, Optional.empty())).currentState())
                .isEqualTo("SWITCH_DOWN");
        assertThat(details.of(pair(Handover.ASKS, Optional.empty())).currentState())
                .isEqualTo("SWITCH_UP");
        assertThat(StationState.disabled(3).current()).isEqualTo("DISABLED");
    }

    @Test
    void theTimerRunsWhileTheSameConditionLasts() {
        Pending devices = new Pending(Reason.PROCESS_CONNECTION, Duration.ofSeconds(7));
        Pending network = new Pending(Reason.PLANT_NETWORK, Duration.ofSeconds(9));

        assertThat(lasted(devices)).isZero();
        nanos += 2_000_000_000L;
        assertThat(lasted(devices)).isEqualTo(Duration.ofSeconds(2));
        assertThat(details.of(pair(Handover.NONE, Optional.of(devices))).pending())
                .contains(new PairDetails.Pending(
                        "fewer devices connected than the partner has", true, Duration.ofSeconds(2)));
        assertThat(lasted(network)).as("another condition begins anew").isZero();
        assertThat(details.of(pair(Handover.NONE, Optional.of(network)))
                        .pending()
                        .orElseThrow()
                        .devices())
                .isFalse();
        assertThat(details.of(pair(Handover.NONE, Optional.empty())).pending()).isEmpty();
    }

    private Duration lasted(Pending pending) {
        return details.of(pair(Handover.NONE, Optional.of(pending)))
                .pending()
                .orElseThrow()
                .lasted();
    }

    @Test
    void eachDirectionOfEachKindOfLinkIsTold() {
        PairDetails.Links links = details.of(pair(
                        Handover.NONE,
                        Optional.empty(),
                        link(LinkFacts.Kind.MAIN, true, false),
                        link(LinkFacts.Kind.STATUS, false, true),
                        link(LinkFacts.Kind.SERIAL, true, true)))
                .links();

        assertThat(links.mainToPartner()).isTrue();
        assertThat(links.mainFromPartner()).isFalse();
        assertThat(links.status()).isEqualTo("only from partner");
        assertThat(links.serial()).isEqualTo("up");
        assertThat(links.roundTrips()).hasSize(3);
        assertThat(details.of(pair(Handover.NONE, Optional.empty())).links().serial())
                .as("control")
                .isEqualTo("none");
    }

    @Test
    void whatStationsAreComparedByIsSpelledOut() {
        PairDetails seen = details.of(pair(Handover.NONE, Optional.empty()));

        assertThat(seen.validation()).isEqualTo("healthy, cut off from the plant network, 1 of 2 devices, 1 compared");
        assertThat(seen.partnerValidation()).isEqualTo("defect, plant network reached, 1 of 2 devices, 1 compared");
        assertThat(seen.level().band()).isEqualTo("Degraded");
        assertThat(seen.level().parts()).containsExactly("station: at most 133: a reason");
    }
}
