package dev.pollux.server.redundancy;

import dev.pollux.server.redundancy.Decision.Event;
import dev.pollux.server.redundancy.Decision.Happening;
import dev.pollux.server.redundancy.Decision.RequestAnswer;
import dev.pollux.server.redundancy.StationState.Transfer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The planned change of roles. The Master offers its role and stays Master until it sees the other lead with a newer
 * term; so there is no moment without a Master. An offer or a question that is not answered in time is taken back.
 *
 * <p>With a witness the new Master calls itself so at once, and acts as soon as the old one has answered that it leads
 * no more: its word covers the time until the lease has gone over.
 */
final class SwitchoverRules {
    private SwitchoverRules() {}

    /** Whether a request can be begun, and if not, why. */
    static RequestAnswer answer(StationState self, Observation seen, Others others, SwitchoverRequest request) {
        boolean leads = self.role() == RoleState.MASTER;
        boolean toLead = request.kind() == SwitchoverRequest.Kind.LEAD;
        if (toLead && leads) {
            return RequestAnswer.notNeeded("this station is Master already");
        }
        if (!toLead && !leads) {
            return request.target()
                    .flatMap(target -> others.master().filter(m -> !m.name().equals(target)))
                    .map(master -> RequestAnswer.refused("this station is not Master: ask " + master.name()))
                    .orElseGet(() -> RequestAnswer.notNeeded("this station is not Master"));
        }
        Optional<PartnerView> other = toLead
                ? others.master().or(others::present)
                : successor(others, request).or(() -> present(others, request));
        if (other.isEmpty()) {
            return RequestAnswer.refused(
                    request.target().filter(name -> seen.partners().size() > 1).orElse("the partner")
                            + " is not available");
        }
        return leads ? answerAsMaster(other.get(), seen, others) : answerAsOther(self, other.get(), seen, others);
    }

    private static Optional<PartnerView> successor(Others others, SwitchoverRequest request) {
        return others.able()
                .filter(best -> request.target().isEmpty())
                .or(() -> request.target().flatMap(others::present));
    }

    private static Optional<PartnerView> present(Others others, SwitchoverRequest request) {
        return request.target().isPresent() ? Optional.empty() : others.present();
    }

    private static RequestAnswer answerAsMaster(PartnerView other, Observation seen, Others others) {
        PartnerReport said = Others.report(other);
        String title = others.title(other);
        if (!said.able()) {
            String state = said.validation().inService() ? said.state().toString() : "out of service";
            return RequestAnswer.refused(title + " is " + state + " and cannot lead");
        }
        if (!passable(seen, others, other)) {
            return RequestAnswer.refused(
                    title + " could not lead: it does not reach the witness, and not every station answers");
        }
        // It would go to Fault after the stability time, and the role would come back.
        return worse(title, said.validation(), seen.own())
                .orElseGet(() -> RequestAnswer.begun("the role is offered to " + title));
    }

    /** Whether another could act as Master if it were to lead: by the lease, or because every station answers. */
    static boolean passable(Observation seen, Others others, PartnerView other) {
        return !seen.backing().witness().configured() || Others.report(other).witness() || others.allAnswer();
    }

    private static Optional<RequestAnswer> worse(String who, Validation target, Validation present) {
        if (!target.inService()) {
            return Optional.of(RequestAnswer.refused(who + " is out of service"));
        }
        if (target.compareTo(present) >= 0) {
            return Optional.empty();
        }
        if (target.healthy() != present.healthy()) {
            return Optional.of(RequestAnswer.refused(who + " has a defect, the Master has none"));
        }
        if (target.plantNetwork() == present.plantNetwork() && target.devicesCompared() == present.devicesCompared()) {
            return Optional.of(
                    RequestAnswer.refused(who + " is beyond a fault limit of its self-diagnosis, the Master is not"));
        }
        return Optional.of(RequestAnswer.refused(
                target.plantNetwork() != present.plantNetwork()
                        ? who + " is cut off from the plant's network, the Master is not"
                        : who + " has " + target.devicesCompared() + " devices connected, the Master "
                                + present.devicesCompared()));
    }

    private static RequestAnswer answerAsOther(StationState self, PartnerView other, Observation seen, Others others) {
        PartnerReport said = Others.report(other);
        if (self.role() != RoleState.STANDBY) {
            return RequestAnswer.refused(
                    "this station is " + self.role() + " (" + self.reason().text() + ") and cannot lead");
        }
        if (said.state() != RoleState.MASTER) {
            return RequestAnswer.refused(others.title(other) + " is " + said.state() + ", not Master");
        }
        return worse("this station", seen.own(), said.validation())
                .orElseGet(() -> RequestAnswer.begun("the Master is asked for the role"));
    }

    /** The state after a request that begins a switchover. */
    static StationState begin(StationState self, Observation seen, Others others, SwitchoverRequest request) {
        Transfer transfer = request.kind() == SwitchoverRequest.Kind.YIELD
                ? new Transfer(
                        Handover.OFFERS,
                        successor(others, request).orElseThrow().name(),
                        seen.uptime())
                : new Transfer(Handover.ASKS, "", seen.uptime());
        return self.withHandover(transfer);
    }

    /** Takes back an offer or question that has had no effect in twice the failure limit. */
    static StationState expire(StationState self, Duration uptime, PairTiming timing, List<Happening> happenings) {
        Transfer transfer = self.handover();
        boolean over = transfer.part() != Handover.NONE
                && uptime.minus(transfer.since()).compareTo(timing.failAfter().multipliedBy(2)) >= 0;
        if (!over) {
            return self;
        }
        happenings.add(new Happening(Event.HANDOVER_TIMED_OUT, transfer.to()));
        return self.withHandover(Transfer.NONE);
    }
}
