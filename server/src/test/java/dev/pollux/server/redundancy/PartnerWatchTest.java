package dev.pollux.server.redundancy;

import static dev.pollux.server.redundancy.PartnerView.Availability.AVAILABLE;
import static dev.pollux.server.redundancy.PartnerView.Availability.LISTENING;
import static dev.pollux.server.redundancy.PartnerView.Availability.LOST;
import static dev.pollux.server.redundancy.PartnerView.Availability.STOPPED;
import static dev.pollux.server.redundancy.PartnerView.Availability.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When the partner counts as failed: only when nothing comes through on any link. */
class PartnerWatchTest {
    private static final Duration LIMIT = Duration.ofSeconds(1);
    private final PartnerWatch fresh = PartnerWatch.of("POLLUX", List.of("main", "status"));

    private static Duration at(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    private static NumberedReport report(long sequence, RoleState state, boolean active) {
        return new NumberedReport(
                1,
                sequence,
                new PartnerReport(state, Handover.NONE, "", 1, new Validation(true, true, 1, 1), active, false, false));
    }

    private static NumberedReport report(long sequence) {
        return report(sequence, RoleState.MASTER, true);
    }

    @Test
    void aPartnerNeverHeardIsUnknownOnceEveryLinkHasBeenTried() {
        PartnerWatch half = fresh.refused("main", at(1));
        assertThat(half.view(at(5), LIMIT).availability())
                .as("status not tried yet")
                .isEqualTo(LISTENING);

        assertThat(half.silent("status").view(at(5), LIMIT).availability()).isEqualTo(UNKNOWN);
    }

    // A server that is still starting accepts connections before it can say who it is.
    @Test
    void aPartnerThatOnlyAcceptsConnectionsIsListening() {
        PartnerWatch tried = fresh.silent("main").silent("status");

        assertThat(tried.accepted("main").view(at(1), LIMIT).availability()).isEqualTo(LISTENING);
    }

    @Test
    void oneLinkIsEnough() {
        PartnerWatch watch =
                fresh.answered("main", at(0), at(0), report(1)).answered("status", at(4), at(4), report(2));

        assertThat(watch.view(at(4.5), LIMIT).availability()).isEqualTo(AVAILABLE);
        assertThat(watch.view(at(5.1), LIMIT).availability()).isEqualTo(LOST);
    }

    @Test
    void oneDirectionIsEnough() {
        PartnerWatch watch = fresh.heard("main", at(4), report(1));

        assertThat(watch.view(at(4.9), LIMIT).availability()).isEqualTo(AVAILABLE);
    }

    // A refusal is the word of a living host that no server is there: no need to wait for silence.
    @Test
    void refusedOnEveryLinkIsLostAtOnce() {
        PartnerWatch watch = fresh.answered("main", at(4), at(4), report(1))
                .heard("main", at(4), report(2))
                .answered("status", at(4), at(4), report(3))
                .refused("main", at(4.1));
        assertThat(watch.view(at(4.2), LIMIT).availability()).isEqualTo(AVAILABLE);

        assertThat(watch.refused("status", at(4.2)).view(at(4.2), LIMIT).availability())
                .isEqualTo(LOST);
    }

    @Test
    void beingHeardAfterARefusalCounts() {
        PartnerWatch watch = fresh.answered("main", at(4), at(4), report(1))
                .refused("main", at(4.1))
                .heard("main", at(4.2), report(2));

        assertThat(watch.view(at(4.3), LIMIT).availability()).isEqualTo(AVAILABLE);
    }

    @Test
    void itsOwnWordThatItStopsCountsMoreThanItsSilence() {
        PartnerWatch watch = fresh.answered("main", at(4), at(4), report(1, RoleState.MASTER, false));

        assertThat(watch.view(at(4), LIMIT).availability()).isEqualTo(STOPPED);
        assertThat(watch.view(at(9), LIMIT).availability()).isEqualTo(STOPPED);
    }

    // Two links may overtake each other; the older word must not undo the newer.
    @Test
    void aReportThatWasOvertakenIsNoNews() {
        PartnerWatch watch = fresh.answered("main", at(1), at(1), report(9, RoleState.MASTER, true))
                .heard("status", at(1.1), report(8, RoleState.STANDBY, true));

        assertThat(watch.view(at(1.2), LIMIT).report().orElseThrow().state()).isEqualTo(RoleState.MASTER);
    }

    // The time when the question was sent counts: the answer may have been on its way for long.
    @Test
    void anAnswerOfOneWhoDoesNotLeadAcknowledgesFromWhenTheQuestionWasSent() {
        PartnerWatch watch = fresh.answered("main", at(1), at(3), report(1, RoleState.STANDBY, true));
        assertThat(watch.acknowledged().orElseThrow().sent()).isEqualTo(at(1));

        PartnerWatch rival = watch.answered("main", at(4), at(4), report(2, RoleState.MASTER, true));
        assertThat(rival.acknowledged()).as("a rival acknowledges nobody").isEqualTo(watch.acknowledged());
    }

    @Test
    void thePromiseHoldsFromTheLastTimeTheMasterWasHeardUntilItSaysThatItLeadsNoMore() {
        PartnerWatch watch = fresh.heard("main", at(1), report(1, RoleState.MASTER, true));
        assertThat(watch.promised(at(2.9), at(2))).isTrue();
        assertThat(watch.promised(at(3), at(2))).isFalse();

        PartnerWatch released = watch.heard("main", at(1.5), report(2, RoleState.STANDBY, true));
        assertThat(released.promised(at(1.6), at(2))).isFalse();
    }

    // After a pause of its own a station knows nothing: neither that the partner is there nor that it is lost.
    @Test
    void aPauseOfOnesOwnMakesUnsureUntilAQuestionIsAnsweredOrTheLimitPasses() {
        PartnerWatch paused =
                fresh.answered("main", at(4), at(4), report(1)).paused(new PartnerWatch.Pause(at(4.1), at(9.1)));
        assertThat(paused.view(at(4.2), LIMIT).availability()).isEqualTo(PartnerView.Availability.UNSURE);

        assertThat(paused.view(at(5.2), LIMIT).availability()).isEqualTo(LOST);
        assertThat(paused.answered("status", at(9.2), at(4.3), report(2))
                        .view(at(4.4), LIMIT)
                        .availability())
                .isEqualTo(AVAILABLE);
        // These may have waited in a socket since before the pause.
        assertThat(paused.heard("status", at(4.3), report(2))
                        .answered("main", at(9), at(4.3), report(3))
                        .view(at(4.4), LIMIT)
                        .availability())
                .isEqualTo(PartnerView.Availability.UNSURE);
        assertThat(paused.refused("main", at(4.3))
                        .refused("status", at(4.3))
                        .view(at(4.4), LIMIT)
                        .availability())
                .isEqualTo(LOST);
    }
}
