package dev.pollux.server.redundancy.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.server.redundancy.Handover;
import dev.pollux.server.redundancy.NumberedReport;
import dev.pollux.server.redundancy.PartnerReport;
import dev.pollux.server.redundancy.RoleState;
import dev.pollux.server.redundancy.Validation;
import dev.pollux.server.redundancy.link.SerialCodec.Echo;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SerialTalkTest {
    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final long SECOND = 1_000_000_000L;

    private static NumberedReport report(long incarnation, long sequence) {
        return new NumberedReport(
                incarnation,
                sequence,
                new PartnerReport(RoleState.MASTER, Handover.NONE, 1, new Validation(true, true, 0, 0), true, false));
    }

    @Test
    void twoStationsFindEachOtherWhoeverSpeaksFirst() {
        SerialTalk castor = new SerialTalk();
        SerialTalk pollux = new SerialTalk();
        castor.sent(report(1, 1), 0);
        pollux.sent(report(2, 1), 0);

        assertThat(pollux.fresh(report(1, 1), Echo.NONE))
                .as("may be a recording")
                .isFalse();
        assertThat(castor.fresh(report(2, 2), pollux.echo()))
                .as("confirms CASTOR")
                .isTrue();
        assertThat(pollux.fresh(report(1, 2), castor.echo())).isTrue();
        assertThat(castor.confirmed(new Echo(1, 1), SECOND / 2, LIMIT)).isPresent();
        assertThat(castor.confirmed(new Echo(1, 1), 2 * SECOND, LIMIT))
                .as("sent too long ago")
                .isEmpty();
        assertThat(castor.confirmed(new Echo(7, 1), 0, LIMIT))
                .as("of another process")
                .isEmpty();
    }

    // An acknowledgement is the partner's word not to lead. Nobody who decides has heard the first frame of all.
    @Test
    void whatNobodyDecidedOnIsNotConfirmed() {
        SerialTalk castor = new SerialTalk();
        SerialTalk pollux = new SerialTalk();
        castor.sent(report(1, 1), 0);
        pollux.sent(report(2, 1), 0);
        assertThat(pollux.fresh(report(1, 1), Echo.NONE)).isFalse();
        assertThat(castor.confirmed(pollux.echo(), 0, LIMIT))
                .as("the first frame only makes CASTOR known")
                .isEmpty();

        assertThat(castor.fresh(report(2, 2), pollux.echo())).isTrue();
        castor.sent(report(1, 2), 0);
        assertThat(pollux.fresh(report(1, 2), castor.echo()))
                .as("POLLUX is known to CASTOR")
                .isTrue();
        assertThat(castor.confirmed(pollux.echo(), 0, LIMIT))
                .as("it waits for who decides")
                .isEmpty();

        pollux.decidedOn(report(1, 2));
        assertThat(castor.confirmed(pollux.echo(), 0, LIMIT)).as("control").isPresent();

        castor.sent(report(7, 1), 0);
        assertThat(castor.confirmed(pollux.echo(), 0, LIMIT))
                .as("not to CASTOR's next process")
                .isEmpty();
        assertThat(pollux.fresh(report(7, 1), new Echo(2, 1))).isTrue();
        assertThat(castor.confirmed(pollux.echo(), 0, LIMIT)).isEmpty();
    }

    // Somebody with access to the line plays back what was recorded there, now or last year.
    @Test
    void aRecordingIsNothing() {
        SerialTalk castor = new SerialTalk();
        castor.sent(report(1, 1), 0);
        Echo confirming = new Echo(1, 1);
        assertThat(castor.fresh(report(2, 5), confirming)).isTrue();

        assertThat(castor.fresh(report(2, 5), confirming)).as("the same again").isFalse();
        assertThat(castor.fresh(report(2, 4), confirming)).as("an older one").isFalse();
        assertThat(castor.fresh(report(9, 100), new Echo(8, 1)))
                .as("of last year")
                .isFalse();
        assertThat(castor.fresh(report(2, 6), confirming))
                .as("the line still works")
                .isTrue();

        assertThat(castor.fresh(report(3, 1), confirming))
                .as("the partner's next process")
                .isTrue();
        assertThat(castor.fresh(report(2, 7), confirming))
                .as("its last one, recorded")
                .isFalse();
    }

    // A recording heard before anything else must not lock the true partner out.
    @Test
    void aRecordingAtTheStartDoesNotLockThePartnerOut() {
        SerialTalk castor = new SerialTalk();
        castor.sent(report(1, 1), 0);
        assertThat(castor.fresh(report(9, 100), new Echo(8, 1))).isFalse();

        assertThat(castor.fresh(report(2, 1), Echo.NONE)).isFalse();
        assertThat(castor.fresh(report(2, 2), new Echo(1, 1))).isTrue();
    }
}
