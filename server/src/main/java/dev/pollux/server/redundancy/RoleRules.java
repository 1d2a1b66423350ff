package dev.pollux.server.redundancy;

import dev.pollux.server.redundancy.Decision.Event;
import dev.pollux.server.redundancy.Decision.RequestAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Which role a station takes. A pure function of its own state and what it observes; both stations of a pair run the
 * same rules and reach one Master without a third party, as long as one link between them works.
 *
 * <p>Roles are not preemptive: a returning station becomes Standby, whoever was Master before. A condition that may
 * pass (fewer devices, no Master) must last before it acts, so that roles do not toggle.
 */
public final class RoleRules {
    private static final int LISTENING_FACTOR = 4;

    private final PairTiming timing;
    private final boolean goesFirst;

    /**
     * Rules for one station.
     *
     * @param timing the same on both stations
     * @param goesFirst whether this station leads when all else is equal: the default master, else the lower name
     */
    public RoleRules(PairTiming timing, boolean goesFirst) {
        this.timing = timing;
        this.goesFirst = goesFirst;
    }

    /** Decides once. Thread-safe; keeps nothing. */
    public Decision decide(StationState self, Observation seen) {
        if (self.role() == RoleState.STANDALONE) {
            return new Decision(
                    self, List.of(), seen.request().map(r -> RequestAnswer.refused("no redundancy configured")));
        }
        List<Event> events = new ArrayList<>(2);
        StationState noticed = noticePartner(self, seen, events);
        Optional<RequestAnswer> answer = seen.request().map(r -> SwitchoverRules.answer(noticed, seen, r));
        StationState asked = answer.filter(RequestAnswer::begun).isPresent()
                ? SwitchoverRules.begin(noticed, seen, seen.request().orElseThrow())
                : noticed;
        StationState next = withHighestTerm(nextRole(asked, self.unmet(), seen, events), seen);
        if (next.role() != self.role()) {
            events.add(Event.STATE_CHANGED);
        }
        return new Decision(next, List.copyOf(events), answer);
    }

    private StationState nextRole(StationState self, boolean unmet, Observation seen, List<Event> events) {
        if (seen.defect().isPresent()) {
            return self.role() == RoleState.FAULT && self.reason() == Reason.DEFECT
                    ? self
                    : self.become(RoleState.FAULT, Reason.DEFECT, seen.uptime());
        }
        return switch (self.role()) {
            case UNDEFINED -> atStart(self, seen);
            case MASTER -> asMaster(self, unmet, seen, events);
            case STANDBY -> asStandby(self, seen, events);
            case FAULT -> asFaulty(self, seen);
            case STANDALONE -> self;
        };
    }

    private StationState atStart(StationState self, Observation seen) {
        Optional<PartnerReport> partner = seen.partner().present();
        if (partner.isEmpty()) {
            return seen.uptime().compareTo(patience(seen.partner())) >= 0
                    ? lead(self, Reason.NO_PARTNER_AT_START, seen)
                    : self;
        }
        return switch (partner.get().state()) {
            case MASTER, STANDBY, FAULT -> self.become(RoleState.STANDBY, Reason.PARTNER_ACTIVE, seen.uptime());
            // The other one goes first unless it does not hear this one; then somebody must.
            case UNDEFINED, STANDALONE ->
                goesFirst || seen.uptime().compareTo(timing.startupWait().multipliedBy(2)) >= 0
                        ? lead(self, Reason.STARTED_TOGETHER, seen)
                        : self;
        };
    }

    /** Somebody who accepts connections may need a while to say more, on a machine that is busy starting. */
    private Duration patience(PartnerView partner) {
        return partner.availability() == PartnerView.Availability.LISTENING
                ? timing.startupWait().multipliedBy(LISTENING_FACTOR)
                : timing.startupWait();
    }

    private StationState asMaster(StationState self, boolean unmet, Observation seen, List<Event> events) {
        StationState timed = SwitchoverRules.expire(self, seen.uptime(), timing, events);
        Optional<PartnerReport> present = seen.partner().present();
        if (present.isEmpty()) {
            return timed.withPending(Optional.empty());
        }
        PartnerReport partner = present.get();
        if (partner.state() == RoleState.MASTER) {
            return againstAnotherMaster(timed, unmet, seen, events);
        }
        if (partner.able()
                && seen.own().devicesCompared() < partner.validation().devicesCompared()) {
            return whenLasting(
                    timed,
                    seen.uptime(),
                    timing.stability(),
                    s -> s.become(RoleState.FAULT, Reason.PROCESS_CONNECTION, seen.uptime()));
        }
        if (partner.handover() == Handover.ASKS && partner.able() && timed.handover() == Handover.NONE) {
            return timed.withHandover(Handover.OFFERS, seen.uptime()).withPending(Optional.empty());
        }
        return timed.withPending(Optional.empty());
    }

    /** Two Masters would both command the plant: the same comparison on both sides leaves one. */
    private StationState againstAnotherMaster(StationState self, boolean unmet, Observation seen, List<Event> events) {
        PartnerReport partner = seen.partner().present().orElseThrow();
        if (self.handover() == Handover.OFFERS && partner.term() > self.term()) {
            return self.become(RoleState.STANDBY, Reason.SWITCHOVER, seen.uptime());
        }
        if (partner.handover() == Handover.OFFERS && partner.term() < self.term()) {
            return self; // It is about to see that this station took its offer.
        }
        if (self.pending().isEmpty()) {
            events.add(Event.BOTH_MASTERS);
        }
        return partnerGoesFirst(self, unmet, partner, seen)
                ? self.become(RoleState.STANDBY, Reason.BOTH_MASTERS, seen.uptime())
                : self.withHandover(Handover.NONE, seen.uptime()).withPending(Optional.of(seen.uptime()));
    }

    private boolean partnerGoesFirst(StationState self, boolean unmet, PartnerReport partner, Observation seen) {
        int byValidation = partner.validation().compareTo(seen.own());
        if (byValidation != 0) {
            return byValidation > 0;
        }
        if (unmet != partner.unmet()) {
            return unmet; // One led all along, the other only since it started and found nobody.
        }
        return partner.term() != self.term() ? partner.term() > self.term() : !goesFirst;
    }

    private StationState asStandby(StationState self, Observation seen, List<Event> events) {
        StationState timed = SwitchoverRules.expire(self, seen.uptime(), timing, events);
        Optional<PartnerReport> present = seen.partner().present();
        if (present.isEmpty()) {
            return seen.partner().met() ? lead(timed, goneReason(seen.partner()), seen) : timed;
        }
        PartnerReport partner = present.get();
        return switch (partner.state()) {
            case MASTER -> besideMaster(timed, partner, seen);
            case FAULT -> lead(timed, Reason.PARTNER_FAULT, seen);
            case UNDEFINED -> lead(timed, Reason.PARTNER_RESTARTED, seen);
            case STANDBY ->
                whenLasting(timed, seen.uptime(), leaderlessWait(partner, seen), s -> lead(s, Reason.NO_MASTER, seen));
            case STANDALONE -> timed;
        };
    }

    private StationState besideMaster(StationState self, PartnerReport partner, Observation seen) {
        if (partner.handover() == Handover.OFFERS) {
            return lead(self, Reason.SWITCHOVER, seen);
        }
        if (seen.own().devicesCompared() < partner.validation().devicesCompared()) {
            return whenLasting(
                    self,
                    seen.uptime(),
                    timing.stability(),
                    s -> s.become(RoleState.FAULT, Reason.PROCESS_CONNECTION, seen.uptime()));
        }
        return self.withPending(Optional.empty());
    }

    /** The better one leads soon; the other only if that does not happen, for it may not be heard. */
    private Duration leaderlessWait(PartnerReport partner, Observation seen) {
        int byValidation = seen.own().compareTo(partner.validation());
        boolean first = byValidation != 0 ? byValidation > 0 : goesFirst;
        return first ? timing.heartbeat().multipliedBy(2) : timing.failAfter().multipliedBy(2);
    }

    private StationState asFaulty(StationState self, Observation seen) {
        if (self.reason() == Reason.DEFECT) {
            return self;
        }
        // Without a partner to compare with, only complete connections count as repaired.
        boolean repaired = seen.partner()
                .present()
                .map(p -> seen.own().compareTo(p.validation()) >= 0)
                .orElse(seen.own().complete());
        return repaired
                ? whenLasting(
                        self,
                        seen.uptime(),
                        timing.stability(),
                        s -> s.become(RoleState.STANDBY, Reason.PROCESS_CONNECTION_REPAIRED, seen.uptime()))
                : self.withPending(Optional.empty());
    }

    private static Reason goneReason(PartnerView partner) {
        return partner.availability() == PartnerView.Availability.STOPPED
                ? Reason.PARTNER_STOPPED
                : Reason.PARTNER_LOST;
    }

    private static StationState lead(StationState self, Reason reason, Observation seen) {
        long highest = Math.max(
                self.term(), seen.partner().report().map(PartnerReport::term).orElse(0L));
        return self.become(RoleState.MASTER, reason, seen.uptime()).withTerm(highest + 1);
    }

    /** The Master's term is always the highest one known, and its alone; the others follow it. */
    private static StationState withHighestTerm(StationState self, Observation seen) {
        long known = seen.partner().report().map(PartnerReport::term).orElse(0L);
        if (self.role() != RoleState.MASTER) {
            return known > self.term() ? self.withTerm(known) : self;
        }
        boolean rival = seen.partner()
                .present()
                .filter(p -> p.state() == RoleState.MASTER)
                .isPresent();
        return known > self.term() || (rival && known == self.term()) ? self.withTerm(known + 1) : self;
    }

    private static StationState whenLasting(
            StationState self, Duration uptime, Duration wait, UnaryOperator<StationState> action) {
        Duration start = self.pending().orElse(uptime);
        return uptime.minus(start).compareTo(wait) >= 0 ? action.apply(self) : self.withPending(Optional.of(start));
    }

    private static StationState noticePartner(StationState self, Observation seen, List<Event> events) {
        PartnerView.Availability now = seen.partner().availability();
        PartnerView.Availability before = self.partnerSeen();
        if (now == before) {
            return self;
        }
        switch (now) {
            case LOST -> {
                if (before != PartnerView.Availability.STOPPED) {
                    events.add(Event.PARTNER_LOST);
                }
            }
            case STOPPED -> events.add(Event.PARTNER_STOPPED);
            case AVAILABLE -> {
                if (!self.unmet()) {
                    events.add(Event.PARTNER_RETURNED);
                }
            }
            case UNKNOWN, LISTENING -> {
                if (!self.unmet()) {
                    throw new IllegalStateException("a partner that was heard cannot become unknown");
                }
            }
        }
        return self.withPartnerSeen(now);
    }
}
