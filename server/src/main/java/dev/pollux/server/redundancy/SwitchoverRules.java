package dev.pollux.server.redundancy;

import dev.pollux.server.redundancy.Decision.Event;
import dev.pollux.server.redundancy.Decision.RequestAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The planned change of roles. The Master offers its role and stays Master until it sees the partner lead with a newer
 * term; so there is no moment without a Master. An offer or a question that is not answered in time is taken back.
 */
final class SwitchoverRules {
    private SwitchoverRules() {}

    /** Whether a request can be begun, and if not, why. */
    static RequestAnswer answer(StationState self, Observation seen, SwitchoverRequest request) {
        boolean leads = self.role() == RoleState.MASTER;
        if (request == SwitchoverRequest.LEAD && leads) {
            return RequestAnswer.notNeeded("this station is Master already");
        }
        if (request == SwitchoverRequest.YIELD && !leads) {
            return RequestAnswer.notNeeded("this station is not Master");
        }
        Optional<PartnerReport> partner = seen.partner().present();
        if (partner.isEmpty()) {
            return RequestAnswer.refused("the partner is not available");
        }
        return leads ? answerAsMaster(partner.get(), seen.own()) : answerAsOther(self, partner.get(), seen.own());
    }

    private static RequestAnswer answerAsMaster(PartnerReport partner, Validation own) {
        if (!partner.able()) {
            return RequestAnswer.refused("the partner is " + partner.state() + " and cannot lead");
        }
        // It would go to Fault after the stability time, and the role would come back.
        return fewerDevices("the partner", partner.validation(), own)
                .orElseGet(() -> RequestAnswer.begun("the role is offered to the partner"));
    }

    private static Optional<RequestAnswer> fewerDevices(String who, Validation target, Validation present) {
        return target.devicesCompared() < present.devicesCompared()
                ? Optional.of(RequestAnswer.refused(who + " has " + target.devicesCompared()
                        + " devices connected, the Master " + present.devicesCompared()))
                : Optional.empty();
    }

    private static RequestAnswer answerAsOther(StationState self, PartnerReport partner, Validation own) {
        if (self.role() != RoleState.STANDBY) {
            return RequestAnswer.refused(
                    "this station is " + self.role() + " (" + self.reason().text() + ") and cannot lead");
        }
        if (partner.state() != RoleState.MASTER) {
            return RequestAnswer.refused("the partner is " + partner.state() + ", not Master");
        }
        return fewerDevices("this station", own, partner.validation())
                .orElseGet(() -> RequestAnswer.begun("the Master is asked for the role"));
    }

    /** The state after a request that begins a switchover. */
    static StationState begin(StationState self, Observation seen, SwitchoverRequest request) {
        return self.withHandover(request == SwitchoverRequest.YIELD ? Handover.OFFERS : Handover.ASKS, seen.uptime());
    }

    /** Takes back an offer or question that has had no effect in twice the failure limit. */
    static StationState expire(StationState self, Duration uptime, PairTiming timing, List<Event> events) {
        boolean over = self.handover() != Handover.NONE
                && uptime.minus(self.handoverSince())
                                .compareTo(timing.failAfter().multipliedBy(2))
                        >= 0;
        if (!over) {
            return self;
        }
        events.add(Event.HANDOVER_TIMED_OUT);
        return self.withHandover(Handover.NONE, uptime);
    }
}
