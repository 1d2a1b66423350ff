package dev.pollux.server.redundancy;

import dev.pollux.server.redundancy.Decision.Event;
import dev.pollux.server.redundancy.Decision.Happening;
import dev.pollux.server.redundancy.Decision.RequestAnswer;
import dev.pollux.server.redundancy.StationState.Pending;
import dev.pollux.server.redundancy.StationState.Transfer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Which role a station takes. A pure function of its own state and what it observes; all stations of a set run the same
 * rules. A pair reaches one Master without a third party as long as one link between them works; with a witness no two
 * ever act as Master at once, whatever is cut ({@link Backing}).
 *
 * <p>Roles are not preemptive: a returning station becomes Standby, whoever was Master before. A condition that may
 * pass (a lower validation, no Master) must last before it acts, so that roles do not toggle.
 */
public final class RoleRules {
    private static final int LISTENING_FACTOR = 4;
    /** Longer than the lease of a Master that died, by standard values. */
    private static final int AFTER_LEASE_FACTOR = 10;

    private final PairTiming timing;
    private final String self;
    private final List<String> order;

    /**
     * Rules for one station.
     *
     * @param timing the same on all stations
     * @param self name of this station
     * @param order all stations; when all else is equal the earlier one leads
     */
    public RoleRules(PairTiming timing, String self, List<String> order) {
        this.timing = timing;
        this.self = self;
        this.order = List.copyOf(order);
        if (!order.contains(self)) {
            throw new IllegalArgumentException("station " + self + " is not one of " + order);
        }
    }

    /** One decision while it is being made. */
    private record Case(Observation seen, Others others, boolean unmet, List<Happening> happenings) {
        Duration uptime() {
            return seen.uptime();
        }

        /** Whether a station may call itself Master: then it will act as soon as its {@link Backing} holds. */
        boolean mayLead() {
            Backing backing = seen.backing();
            return !backing.witness().configured()
                    || backing.leased()
                    || (others.allAnswer() && others.master().isEmpty());
        }
    }

    /** Decides once. Thread-safe; keeps nothing. */
    public Decision decide(StationState before, Observation seen) {
        if (before.role() == RoleState.STANDALONE) {
            return new Decision(
                    before,
                    List.of(),
                    seen.request()
                            .map(r -> RequestAnswer.refused(before.reason().text())),
                    Backing.FOREVER);
        }
        Case now = new Case(seen, new Others(self, order, seen.partners()), before.unmet(), new ArrayList<>(2));
        StationState noticed = noticePartners(before, now);
        Optional<RequestAnswer> answer =
                seen.request().map(r -> SwitchoverRules.answer(noticed, seen, now.others(), r));
        StationState asked = answer.filter(RequestAnswer::begun).isPresent()
                ? SwitchoverRules.begin(
                        noticed, seen, now.others(), seen.request().orElseThrow())
                : noticed;
        StationState next = withHighestTerm(nextRole(asked.wantingLease(asked.role() == RoleState.MASTER), now), now);
        if (next.role() != before.role()) {
            now.happenings().add(new Happening(Event.STATE_CHANGED, ""));
        }
        return new Decision(next, now.happenings(), answer, leadsUntil(next, seen.backing()));
    }

    /** Bounded by freshness, so that a process that was suspended does nothing on the strength of an old decision. */
    private Duration leadsUntil(StationState next, Backing backing) {
        if (next.role() != RoleState.MASTER) {
            return Duration.ZERO;
        }
        Duration fresh = backing.now().plus(timing.freshness());
        Duration until = backing.until(next.term());
        return until.compareTo(fresh) < 0 ? until : fresh;
    }

    private StationState nextRole(StationState state, Case now) {
        if (now.seen().defect().isPresent()) {
            return state.role() == RoleState.FAULT && state.reason() == Reason.DEFECT
                    ? state
                    : state.become(RoleState.FAULT, Reason.DEFECT, now.uptime());
        }
        return switch (state.role()) {
            case UNDEFINED -> atStart(state, now);
            case MASTER -> asMaster(state, now);
            case STANDBY -> asStandby(state, now);
            case FAULT -> asFaulty(state, now);
            case STANDALONE -> state;
        };
    }

    private StationState atStart(StationState state, Case now) {
        Others others = now.others();
        if (others.anySays(RoleState.MASTER) || others.anySays(RoleState.STANDBY) || others.anySays(RoleState.FAULT)) {
            return state.become(RoleState.STANDBY, Reason.PARTNER_ACTIVE, now.uptime());
        }
        if (others.unsure()) {
            return state;
        }
        if (others.present().isEmpty()) {
            return state.reason() == Reason.SUSPENDED || now.uptime().compareTo(patience(others)) >= 0
                    ? lead(state, others.any(PartnerView::gone) ? others.vacancy() : Reason.NO_PARTNER_AT_START, now)
                    : state;
        }
        // The other one goes first unless it does not hear this one; then somebody must.
        boolean complete = others.allPresent() || now.uptime().compareTo(timing.startupWait()) >= 0;
        boolean first = complete && others.ownFirst();
        return first || now.uptime().compareTo(timing.startupWait().multipliedBy(2)) >= 0
                ? lead(state, Reason.STARTED_TOGETHER, now)
                : state;
    }

    /** Somebody who accepts connections may need a while to say more, on a machine that is busy starting. */
    private Duration patience(Others others) {
        return others.any(view -> view.availability() == PartnerView.Availability.LISTENING)
                ? timing.startupWait().multipliedBy(LISTENING_FACTOR)
                : timing.startupWait();
    }

    private StationState asMaster(StationState state, Case now) {
        StationState timed = SwitchoverRules.expire(state, now.uptime(), timing, now.happenings());
        Others others = now.others();
        if (others.unsure()) {
            return timed.become(RoleState.UNDEFINED, Reason.SUSPENDED, now.uptime());
        }
        if (!now.seen().backing().holds() && !justLed(state, now)) {
            return timed.become(RoleState.STANDBY, Reason.WITNESS, now.uptime());
        }
        Optional<PartnerView> rival = others.master();
        if (rival.isPresent()) {
            return againstAnotherMaster(timed, rival.get(), now);
        }
        Optional<PartnerView> able = others.able();
        Optional<Reason> worse = able.flatMap(view -> worse(now.seen().own(), view))
                .filter(cause -> SwitchoverRules.passable(now.seen(), others, able.orElseThrow()));
        if (worse.isPresent()) {
            return whenLasting(
                    timed,
                    worse.get(),
                    lasting(worse.get()),
                    now,
                    s -> s.become(RoleState.FAULT, worse.get(), now.uptime()));
        }
        Optional<PartnerView> asking = others.asking();
        return (timed.handover().part() == Handover.NONE && asking.isPresent()
                        ? timed.withHandover(
                                new Transfer(Handover.OFFERS, asking.get().name(), now.uptime()))
                        : timed)
                .settled();
    }

    /** Called Master by a partner's offer or consent, it needs a moment until that is confirmed and it may act. */
    private boolean justLed(StationState state, Case now) {
        return now.uptime().minus(state.since()).compareTo(timing.promise()) < 0;
    }

    /** Why this station is less able than another, if that is for a cause that may pass. */
    private static Optional<Reason> worse(Validation own, PartnerView other) {
        Validation theirs = Others.report(other).validation();
        if (own.compareTo(theirs) >= 0 || !own.healthy()) {
            return Optional.empty();
        }
        if (own.plantNetwork() != theirs.plantNetwork()) {
            return Optional.of(Reason.PLANT_NETWORK);
        }
        return Optional.of(
                own.devicesCompared() < theirs.devicesCompared() ? Reason.PROCESS_CONNECTION : Reason.DEFECT);
    }

    private Duration lasting(Reason cause) {
        return cause == Reason.PLANT_NETWORK ? timing.networkStability() : timing.stability();
    }

    /** Two Masters would both command the plant: the same comparison on both sides leaves one. */
    private StationState againstAnotherMaster(StationState state, PartnerView rival, Case now) {
        PartnerReport other = Others.report(rival);
        if (state.handover().part() == Handover.OFFERS && other.term() > state.term()) {
            return state.become(RoleState.STANDBY, Reason.SWITCHOVER, now.uptime());
        }
        if (now.others().offered(rival) && other.term() < state.term()) {
            return state; // It is about to see that this station took its offer.
        }
        if (state.pending().isEmpty()) {
            now.happenings().add(new Happening(Event.BOTH_MASTERS, rival.name()));
        }
        return otherGoesFirst(state, rival, now)
                ? state.become(RoleState.STANDBY, Reason.BOTH_MASTERS, now.uptime())
                : state.withHandover(Transfer.NONE)
                        .withPending(Optional.of(new Pending(Reason.BOTH_MASTERS, now.uptime())));
    }

    private static boolean otherGoesFirst(StationState state, PartnerView rival, Case now) {
        PartnerReport other = Others.report(rival);
        int byValidation = other.validation().compareTo(now.seen().own());
        if (byValidation != 0) {
            return byValidation > 0;
        }
        if (now.unmet() != other.unmet()) {
            return now.unmet(); // One led all along, the other only since it started and found nobody.
        }
        return other.term() != state.term()
                ? other.term() > state.term()
                : !now.others().ownOrderBefore(rival);
    }

    private StationState asStandby(StationState state, Case now) {
        StationState timed = SwitchoverRules.expire(state, now.uptime(), timing, now.happenings());
        Others others = now.others();
        Optional<PartnerView> master = others.master();
        if (master.isPresent()) {
            return besideMaster(timed, master.get(), now);
        }
        if (others.unsure() || others.anySays(RoleState.STANDALONE)) {
            return timed.settled();
        }
        Reason vacancy = others.vacancy();
        return others.able()
                .map(best -> whenLasting(
                        timed, leaderless(best, now), leaderlessWait(best, now), now, s -> lead(s, vacancy, now)))
                .orElseGet(() -> lead(timed, vacancy, now));
    }

    private StationState besideMaster(StationState state, PartnerView master, Case now) {
        if (now.others().offered(master)) {
            return take(state, Reason.SWITCHOVER, now);
        }
        // A Standby that only its clients cannot reach, or whose machine is beyond a limit, stays Standby: it may still
        // lead if nobody else can. So what strains both at the same moment, such as full disks, leaves one of them.
        Optional<Reason> worse = worse(now.seen().own(), master).filter(cause -> cause == Reason.PROCESS_CONNECTION);
        return worse.isPresent()
                ? whenLasting(
                        state,
                        worse.get(),
                        lasting(worse.get()),
                        now,
                        s -> s.become(RoleState.FAULT, worse.get(), now.uptime()))
                : state.settled();
    }

    /**
     * What a station waits for that finds no Master. Once all others answer, so that it could lead without the lease,
     * the better one may lead too since that very moment: its time begins anew.
     */
    private static Reason leaderless(PartnerView best, Case now) {
        Backing backing = now.seen().backing();
        boolean needsLease = backing.witness().configured() && (backing.leased() || !now.mayLead());
        return needsLease && !now.others().ownBefore(now.seen().own(), best) ? Reason.WITNESS : Reason.NO_MASTER;
    }

    /** The better one leads soon; another only if that does not happen, for it may not be heard. */
    private Duration leaderlessWait(PartnerView best, Case now) {
        if (now.others().ownBefore(now.seen().own(), best)) {
            return timing.heartbeat().multipliedBy(2);
        }
        boolean waitsForLease = Others.report(best).witness() && !now.others().allAnswer();
        return timing.failAfter().multipliedBy(waitsForLease ? AFTER_LEASE_FACTOR : 2);
    }

    private StationState asFaulty(StationState state, Case now) {
        if (state.reason() == Reason.DEFECT || now.others().unsure()) {
            return state;
        }
        Validation own = now.seen().own();
        boolean network = state.reason() == Reason.PLANT_NETWORK;
        // Without a partner to compare with, only a repair in full counts.
        boolean repaired = now.others()
                .master()
                .or(() -> now.others().present())
                .map(other -> own.strained(false).compareTo(Others.report(other).validation()) >= 0)
                .orElse(network ? own.plantNetwork() : own.complete() && own.plantNetwork());
        Reason repair = network ? Reason.PLANT_NETWORK_REPAIRED : Reason.PROCESS_CONNECTION_REPAIRED;
        return repaired
                ? whenLasting(
                        state,
                        repair,
                        lasting(state.reason()),
                        now,
                        s -> s.become(RoleState.STANDBY, repair, now.uptime()))
                : state.settled();
    }

    /** Leads if that is allowed; asks the witness otherwise. */
    private StationState lead(StationState state, Reason reason, Case now) {
        if (now.mayLead()) {
            return take(state, reason, now);
        }
        // Without the lease a station still serves: after the start as Standby.
        boolean patient = now.uptime().compareTo(timing.startupWait()) >= 0;
        return (state.role() == RoleState.UNDEFINED && patient
                        ? state.become(RoleState.STANDBY, Reason.WITNESS, now.uptime())
                        : state)
                .wantingLease(true);
    }

    private StationState take(StationState state, Reason reason, Case now) {
        return state.become(RoleState.MASTER, reason, now.uptime()).withTerm(termAbove(highest(state, now)));
    }

    /** The highest term known. The witness may remember a Master that none of those here has heard of. */
    private static long highest(StationState state, Case now) {
        long recorded = now.seen().backing().witness().term();
        return Math.max(recorded, Math.max(state.term(), now.others().term()));
    }

    /** Each station leads with terms of its own: with two stations the first takes odd ones, the other even ones. */
    private long termAbove(long known) {
        long behind = Math.floorMod(order.indexOf(self) + 1 - known, (long) order.size());
        return known + (behind == 0 ? order.size() : behind);
    }

    /** The Master's term is always the highest one known, and its alone; the others follow it. */
    private StationState withHighestTerm(StationState state, Case now) {
        long known = now.others().term();
        if (state.role() != RoleState.MASTER) {
            return known > state.term() ? state.withTerm(known) : state;
        }
        long highest = highest(state, now);
        boolean rival = now.others().master().isPresent();
        return highest > state.term() || (rival && known == state.term()) ? state.withTerm(termAbove(highest)) : state;
    }

    private static StationState whenLasting(
            StationState state, Reason cause, Duration wait, Case now, UnaryOperator<StationState> action) {
        Pending pending = state.pending()
                .filter(before -> before.cause() == cause)
                .orElseGet(() -> new Pending(cause, now.uptime()));
        StationState waiting = state.withPending(Optional.of(pending));
        return now.uptime().minus(pending.since()).compareTo(wait) >= 0 ? action.apply(waiting) : waiting;
    }

    private static StationState noticePartners(StationState before, Case now) {
        StationState state = before;
        for (PartnerView partner : now.seen().partners()) {
            state = noticePartner(state, partner, now.happenings());
        }
        return state;
    }

    private static StationState noticePartner(StationState state, PartnerView partner, List<Happening> happenings) {
        PartnerView.Availability seen = partner.availability();
        PartnerView.Availability before =
                state.partnersSeen().getOrDefault(partner.name(), PartnerView.Availability.UNKNOWN);
        if (seen == before) {
            return state;
        }
        boolean unmet = StationState.unmet(before);
        switch (seen) {
            case LOST -> {
                if (before != PartnerView.Availability.STOPPED) {
                    happenings.add(new Happening(Event.PARTNER_LOST, partner.name()));
                }
            }
            case STOPPED -> happenings.add(new Happening(Event.PARTNER_STOPPED, partner.name()));
            case AVAILABLE -> {
                if (!unmet) {
                    happenings.add(new Happening(Event.PARTNER_RETURNED, partner.name()));
                }
            }
            case UNSURE -> {
                return state; // No news of the partner.
            }
            case UNKNOWN, LISTENING -> {
                if (!unmet) {
                    throw new IllegalStateException("a partner that was heard cannot become unknown");
                }
            }
        }
        return state.withPartnerSeen(partner.name(), seen);
    }
}
