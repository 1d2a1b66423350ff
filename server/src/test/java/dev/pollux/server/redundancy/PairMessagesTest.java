package dev.pollux.server.redundancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.server.message.SystemMessage;
import dev.pollux.server.redundancy.PairFacts.Link;
import dev.pollux.server.redundancy.PairFacts.Partner;
import dev.pollux.server.redundancy.PairMessages.Raised;
import dev.pollux.server.redundancy.PartnerView.Availability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What operators are told about the pair, and what not. CASTOR looks at POLLUX. */
class PairMessagesTest {
    private static final String OWN = "aaaaaaaaaaaaaaaa";
    private static final Partner STANDBY = new Partner(RoleState.STANDBY, true, true, 2, 2, true);

    private final PairMessages rules = new PairMessages();
    private RoleState role = RoleState.MASTER;
    private Reason reason = Reason.STARTED_TOGETHER;
    private Availability seen = Availability.AVAILABLE;
    private Optional<Partner> partner = Optional.of(STANDBY);
    private String theirs = OWN;
    private boolean main = true;
    private boolean status = true;
    private Duration uptime = Duration.ZERO;

    private List<SystemMessage> look() {
        return raised().stream().map(Raised::message).toList();
    }

    /** What is raised at once and when it has lasted, long after what was before. */
    private List<Raised> raised() {
        uptime = uptime.plus(LinkDamping.CALM.multipliedBy(2));
        List<Raised> all = new ArrayList<>(raisedAfter(Duration.ZERO));
        all.addAll(raisedAfter(LinkDamping.HOLD));
        return all;
    }

    private List<Raised> raisedAfter(Duration more) {
        uptime = uptime.plus(more);
        return rules.seen(new PairFacts(
                uptime,
                role,
                reason,
                "POLLUX",
                seen,
                partner,
                OWN,
                Optional.of(theirs),
                List.of(new Link("main", true, main), new Link("status", false, status))));
    }

    private void begin() {
        assertThat(look()).contains(SystemMessage.MAIN_LINK_READY, SystemMessage.STATUS_LINK_READY);
        assertThat(look()).as("control: nothing has changed").isEmpty();
    }

    @Test
    void linksThatGoAndComeAreToldEach() {
        begin();
        main = false;
        assertThat(raised())
                .containsExactly(
                        new Raised(SystemMessage.LINK_FAILED, List.of("POLLUX", "main")),
                        new Raised(SystemMessage.MAIN_LINK_INTERRUPTED, List.of()));
        assertThat(look()).isEmpty();
        main = true;
        assertThat(raised())
                .containsExactly(
                        new Raised(SystemMessage.LINK_RESTORED, List.of("POLLUX", "main")),
                        new Raised(SystemMessage.MAIN_LINK_READY, List.of()));
        status = false;
        assertThat(look()).containsExactly(SystemMessage.LINK_FAILED, SystemMessage.STATUS_LINK_FAILED);
        status = true;
        assertThat(look()).containsExactly(SystemMessage.LINK_RESTORED, SystemMessage.STATUS_LINK_READY);
    }

    // That is the loss of the partner, not of the main link.
    @Test
    void theMainLinkIsNotInterruptedWhenTheOtherIsDownToo() {
        begin();
        main = false;
        status = false;
        assertThat(look()).doesNotContain(SystemMessage.MAIN_LINK_INTERRUPTED);
        status = true;
        assertThat(look()).contains(SystemMessage.MAIN_LINK_INTERRUPTED);
    }

    // When a partner dies its links go one after the other: 1012200 and 1012205, but the main link is not the matter.
    @Test
    void aPartnerThatDiesInterruptsNoMainLink() {
        begin();
        main = false;
        List<Raised> all = new ArrayList<>(raisedAfter(Duration.ZERO));
        all.addAll(raisedAfter(Duration.ofMillis(300)));
        status = false;
        for (int look = 0; look < 6; look++) {
            all.addAll(raisedAfter(Duration.ofMillis(500)));
        }
        assertThat(all)
                .containsExactlyInAnyOrder(
                        new Raised(SystemMessage.LINK_FAILED, List.of("POLLUX", "main")),
                        new Raised(SystemMessage.LINK_FAILED, List.of("POLLUX", "status")),
                        new Raised(SystemMessage.STATUS_LINK_FAILED, List.of()));
    }

    // A busy machine misses heartbeats now and then; operators want to know that a cable is bad, once.
    @Test
    void aLinkThatFlapsIsToldOnceAndNotForEachTime() {
        begin();
        List<SystemMessage> all = new ArrayList<>();
        // Shorter than what counts.
        for (int flap = 0; flap < 100; flap++) {
            status = !status;
            raisedAfter(Duration.ofMillis(400)).forEach(each -> all.add(each.message()));
        }
        assertThat(all).isEmpty();
        // Two seconds down, two seconds up, for five minutes.
        for (int flap = 0; flap < 150; flap++) {
            status = flap % 2 == 1;
            for (int look = 0; look < 4; look++) {
                raisedAfter(Duration.ofMillis(500)).forEach(each -> all.add(each.message()));
            }
        }
        assertThat(all.stream().filter(SystemMessage.LINK_FAILED::equals))
                .as("of 75 failures")
                .hasSizeBetween(1, 3);
        // It is up for good.
        for (int look = 0; look < 200; look++) {
            raisedAfter(Duration.ofMillis(500)).forEach(each -> all.add(each.message()));
        }
        assertThat(all.stream().filter(SystemMessage.LINK_FAILED::equals))
                .hasSameSizeAs(
                        all.stream().filter(SystemMessage.LINK_RESTORED::equals).toList());
    }

    @Test
    void aLinkThatIsNotUpYetAtTheStartIsNoFailure() {
        main = false;
        assertThat(look()).containsExactly(SystemMessage.STATUS_LINK_READY);
        main = true;
        assertThat(look()).containsExactly(SystemMessage.MAIN_LINK_READY);
    }

    @Test
    void projectsThatDifferAreToldOnceWithTheDifference() {
        begin();
        theirs = "bbbbbbbbbbbbbbbb";
        assertThat(raised())
                .containsExactly(new Raised(
                        SystemMessage.PROJECTS_DIFFER,
                        List.of("fingerprint aaaaaaaaaaaa here, bbbbbbbbbbbb on POLLUX")));
        assertThat(look()).isEmpty();
        theirs = OWN;
        assertThat(look()).isEmpty();
        theirs = "cccccccccccccccc";
        assertThat(look()).containsExactly(SystemMessage.PROJECTS_DIFFER);
    }

    @Test
    void aRuntimeThatIsActivatedAgainIsTold() {
        begin();
        seen = Availability.STOPPED;
        assertThat(look()).isEmpty();
        seen = Availability.AVAILABLE;
        assertThat(look()).containsExactly(SystemMessage.PARTNER_RUNTIME_ACTIVE);
    }

    @Test
    void everyTakeoverThatNobodyAskedForIsTold() {
        for (Reason cause : List.of(Reason.PARTNER_LOST, Reason.PARTNER_STOPPED, Reason.PARTNER_FAULT)) {
            role = RoleState.STANDBY;
            look();
            role = RoleState.MASTER;
            reason = cause;
            assertThat(raised()).contains(new Raised(SystemMessage.FAILURE_SWITCHOVER, List.of(cause.text())));
        }
        role = RoleState.STANDBY;
        look();
        role = RoleState.MASTER;
        reason = Reason.SWITCHOVER;
        assertThat(look()).as("control: an operator asked for it").isEmpty();
    }

    @Test
    void aStandbyThatCannotTakeOverIsToldByTheMasterOnly() {
        begin();
        partner = Optional.of(new Partner(RoleState.FAULT, false, true, 1, 2, true));
        assertThat(raised())
                .containsExactly(new Raised(
                        SystemMessage.STANDBY_ERROR, List.of("POLLUX is in Fault, 1 of 2 devices connected")));
        assertThat(look()).isEmpty();
        // Its loss in between is another matter.
        seen = Availability.LOST;
        assertThat(look()).isEmpty();
        seen = Availability.AVAILABLE;
        partner = Optional.of(STANDBY);
        assertThat(look()).containsExactly(SystemMessage.STANDBY_ERROR_GONE);
        partner = Optional.of(new Partner(RoleState.FAULT, false, false, 2, 2, true));
        assertThat(raised()).containsExactly(new Raised(SystemMessage.STANDBY_ERROR, List.of("POLLUX has a defect")));
    }

    // One that has just started has not asked the witness yet; that is no failure.
    @Test
    void aStandbyThatDoesNotReachTheWitnessAnyMoreIsTold() {
        Partner unwitnessed = new Partner(RoleState.STANDBY, true, true, 2, 2, false);
        partner = Optional.of(unwitnessed);
        begin();
        assertThat(look()).isEmpty();

        partner = Optional.of(STANDBY);
        assertThat(look()).as("control").isEmpty();
        partner = Optional.of(unwitnessed);
        assertThat(raised())
                .containsExactly(new Raised(SystemMessage.STANDBY_ERROR, List.of("POLLUX does not reach the witness")));
        assertThat(look()).isEmpty();
        partner = Optional.of(STANDBY);
        assertThat(look()).containsExactly(SystemMessage.STANDBY_ERROR_GONE);
    }

    @Test
    void faultWithoutAnAblePartnerIsTold() {
        begin();
        role = RoleState.FAULT;
        reason = Reason.DEFECT;
        assertThat(look()).as("control: the partner is able").isEmpty();
        seen = Availability.LOST;
        assertThat(look()).containsExactly(SystemMessage.FAULT_WITHOUT_PARTNER);
        assertThat(look()).isEmpty();
        seen = Availability.AVAILABLE;
        partner = Optional.of(new Partner(RoleState.FAULT, false, true, 0, 2, true));
        assertThat(look()).isEmpty();
        partner = Optional.of(STANDBY);
        assertThat(look()).isEmpty();
        partner = Optional.of(new Partner(RoleState.FAULT, false, true, 0, 2, true));
        assertThat(look()).containsExactly(SystemMessage.FAULT_WITHOUT_PARTNER);
    }
}
