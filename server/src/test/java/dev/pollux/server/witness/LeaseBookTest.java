package dev.pollux.server.witness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.server.redundancy.WitnessView;
import dev.pollux.server.redundancy.WitnessView.Status;
import dev.pollux.server.witness.Sighting.Holder;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What follows from the witness's answers, and when they are not to be believed. The lease lasts 5 s. */
class LeaseBookTest {
    private static final long LEASE = 77;

    private final LeaseBook book = new LeaseBook(new LeaseTiming(Duration.ofSeconds(5)));

    private static long seconds(double s) {
        return Math.round(s * 1e9);
    }

    private static Sighting sighting(Optional<Holder> holder, long term, long raftTerm) {
        return new Sighting(holder, term, 0, raftTerm);
    }

    private static Sighting mine(long raftTerm) {
        return sighting(Optional.of(new Holder("CASTOR", LEASE)), 1, raftTerm);
    }

    private WitnessView view(double at) {
        return book.view(seconds(at), Duration::ofNanos);
    }

    /** Asked at 1 s, answered at once. */
    private void hold() {
        book.want(true, 1, seconds(1));
        book.saw(sighting(Optional.empty(), 0, 3), seconds(1), book.epoch());
        assertThat(book.toTake()).isPresent();
        book.granted(LEASE, seconds(1));
        book.took(LEASE, seconds(1), mine(3), book.epoch());
        assertThat(view(1).status()).isEqualTo(Status.HELD);
    }

    @Test
    void aLeaseIsBelievedFromWhenItWasAskedForAndATenthShorter() {
        hold();

        assertThat(view(2).until()).contains(Duration.ofMillis(5_500));
        assertThat(view(5.6)).isEqualTo(WitnessView.UNREACHABLE.knowing(1));
    }

    @Test
    void aRenewalCountsFromWhenItWasSent() {
        hold();

        assertThat(book.renewed(LEASE, seconds(3), 3, mine(3), book.epoch())).isFalse();

        assertThat(view(4).until()).contains(Duration.ofMillis(7_500));
    }

    // A deposed leader of etcd that does not know it yet renews happily, while the new one lets the lease run out.
    @Test
    void aRenewalByALeaderThatIsNoneAnyMoreDoesNotCount() {
        hold();

        assertThat(book.renewed(LEASE, seconds(3), 3, mine(4), book.epoch()))
                .as("to be repeated soon")
                .isTrue();

        assertThat(view(4).until()).contains(Duration.ofMillis(5_500));
    }

    @Test
    void aLeaseThatAnotherHasIsLost() {
        hold();

        book.renewed(LEASE, seconds(3), 3, sighting(Optional.of(new Holder("POLLUX", 78)), 2, 3), book.epoch());

        assertThat(view(3.1)).isEqualTo(WitnessView.taken("POLLUX").knowing(2));
        assertThat(book.toGiveBack(seconds(3.1))).containsExactly(LEASE);
    }

    @Test
    void aReleaseActsAtOnceAndTheLeaseIsGivenBack() {
        hold();

        assertThat(book.want(false, 1, seconds(2))).as("to be told at once").isTrue();

        assertThat(view(2)).isEqualTo(WitnessView.FREE.knowing(1));
        assertThat(book.toGiveBack(seconds(2))).containsExactly(LEASE);
        book.gaveBack(LEASE);
        assertThat(book.toGiveBack(seconds(2))).isEmpty();
    }

    // Wanted, released and wanted again while an answer was under way: it is about a lease that is gone.
    @Test
    void anAnswerFromBeforeTheReleaseIsNotBelieved() {
        hold();
        long asked = book.epoch();
        book.want(false, 1, seconds(2));
        book.want(true, 2, seconds(2));

        book.renewed(LEASE, seconds(1.9), 3, mine(3), asked);
        book.took(LEASE, seconds(1.9), mine(3), asked);
        book.saw(mine(3), seconds(1.9), asked);

        assertThat(view(2.1).status()).isEqualTo(Status.FREE);
        assertThat(book.toGiveBack(seconds(2.1))).containsExactly(LEASE);
    }

    @Test
    void whatIsWantedAgainAndAgainAsksTheWitnessOnce() {
        assertThat(book.want(false, 1, 0)).isFalse();
        assertThat(book.want(true, 1, 0)).isTrue();
        assertThat(book.want(true, 1, 0)).isFalse();
        assertThat(book.want(false, 1, 0)).isTrue();
        assertThat(book.want(false, 1, 0)).isFalse();
    }

    @Test
    void aNewTermIsToBeRecordedWhileTheLeaseIsHeld() {
        assertThat(book.want(false, 9, seconds(1))).isFalse();
        assertThat(book.toRecord(seconds(1))).isEmpty();
        hold();
        assertThat(book.toRecord(seconds(2))).as("control").isEmpty();

        assertThat(book.want(true, 2, seconds(2))).isTrue();

        assertThat(book.toRecord(seconds(2))).contains(2L);
        assertThat(view(2).term()).isEqualTo(1);
        book.recorded(2, 12);
        assertThat(book.toRecord(seconds(2))).isEmpty();
        assertThat(view(2).term()).isEqualTo(2);
        assertThat(book.toRecord(seconds(9))).as("not when it has run out").isEmpty();
    }

    // The loop decides every 50 ms. An etcd that is just electing a leader needs pauses, not twenty requests a second.
    @Test
    void aTermThatCannotBeRecordedIsUrgentOnce() {
        hold();

        assertThat(book.want(true, 2, seconds(2))).isTrue();
        assertThat(book.want(true, 2, seconds(2.05))).as("the pause is kept").isFalse();
        assertThat(book.toRecord(seconds(2.05))).as("but still to be done").contains(2L);
        assertThat(book.want(true, 3, seconds(2.1))).as("control: another term").isTrue();
        assertThat(book.want(true, 3, seconds(2.15))).isFalse();

        book.lost(LEASE);
        book.granted(LEASE, seconds(3));
        book.took(LEASE, seconds(3), mine(3), book.epoch());
        assertThat(book.want(true, 3, seconds(3.05)))
                .as("the term came before the lease")
                .isTrue();
        assertThat(book.want(true, 3, seconds(3.1))).isFalse();
    }

    @Test
    void whatIsRecordedReplacesOnlyWhatWasSeen() {
        hold();
        assertThat(book.recordedRevision()).isZero();

        book.recorded(2, 12);
        assertThat(book.recordedRevision()).isEqualTo(12);

        book.renewed(LEASE, seconds(3), 3, new Sighting(mine(3).holder(), 5, 14, 3), book.epoch());
        assertThat(book.recordedRevision()).as("somebody has recorded 5").isEqualTo(14);
        assertThat(view(3).term()).isEqualTo(5);
    }

    @Test
    void newsGrowOld() {
        book.saw(sighting(Optional.of(new Holder("POLLUX", 5)), 4, 3), seconds(1), book.epoch());

        assertThat(view(2)).isEqualTo(WitnessView.taken("POLLUX").knowing(4));
        assertThat(book.toTake()).as("not wanted").isEmpty();
        assertThat(view(20)).isEqualTo(WitnessView.UNREACHABLE.knowing(4));
    }

    @Test
    void leasesThatCannotBeGivenBackAreForgottenWhenTheyHaveRunOut() {
        book.granted(LEASE, 0);

        assertThat(book.toGiveBack(seconds(5))).containsExactly(LEASE);
        assertThat(book.toGiveBack(seconds(30))).isEmpty();
    }

    @Test
    void aLeaseThatNobodyAsksForAnyMoreIsAbandoned() {
        hold();

        assertThat(book.abandoned(seconds(3.4))).isFalse();
        assertThat(book.abandoned(seconds(3.6))).isTrue();
        book.want(true, 1, seconds(4));
        assertThat(book.abandoned(seconds(4.1))).as("the loop goes on").isFalse();
    }
}
