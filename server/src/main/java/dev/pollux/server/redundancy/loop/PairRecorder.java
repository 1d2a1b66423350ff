package dev.pollux.server.redundancy.loop;

import dev.pollux.server.redundancy.Decision;
import dev.pollux.server.redundancy.Decision.RequestAnswer;
import dev.pollux.server.redundancy.Handover;
import dev.pollux.server.redundancy.RoleState;
import dev.pollux.server.redundancy.StationState;
import dev.pollux.server.redundancy.link.StationStatus;
import dev.pollux.server.redundancy.loop.PairSnapshot.PartnerStation;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the times of what happened, turns events into messages, and publishes snapshots that differ. */
final class PairRecorder {
    private final Effects effects;
    private PairHistory history = PairHistory.NONE;
    private Optional<PartnerStation> partner = Optional.empty();
    private Optional<Duration> clockOffset = Optional.empty();
    private Optional<Duration> causeAt = Optional.empty();
    private @Nullable PairSnapshot published;

    PairRecorder(Effects effects) {
        this.effects = effects;
    }

    PairHistory history() {
        return history;
    }

    Optional<PartnerStation> partner() {
        return partner;
    }

    Optional<Duration> clockOffset() {
        return clockOffset;
    }

    void partner(StationStatus status, Optional<Duration> offset) {
        partner = Optional.of(PartnerStation.of(status));
        if (offset.isPresent()) {
            clockOffset = offset.map(o -> Duration.ofMillis(Math.round(o.toNanos() / 1e7) * 10));
        }
    }

    void decided(StationState before, Decision decision, Duration uptime) {
        Instant now = Instant.now();
        if (decision.answer().filter(RequestAnswer::begun).isPresent()
                || (before.handover() == Handover.NONE && decision.next().handover() != Handover.NONE)) {
            causeAt = Optional.of(uptime);
        }
        for (Decision.Event event : decision.events()) {
            record(event, decision.next(), uptime, now);
        }
    }

    private void record(Decision.Event event, StationState next, Duration uptime, Instant now) {
        String name = partner.map(PartnerStation::name).orElse("unknown");
        switch (event) {
            case PARTNER_LOST -> {
                history = history.lost(now);
                causeAt = Optional.of(uptime);
                say(1012200, 800, "Partner station " + name + " failed", now);
            }
            case PARTNER_STOPPED -> {
                history = history.lost(now);
                causeAt = Optional.of(uptime);
                say(1012217, 600, "Runtime of partner " + name + " is not active", now);
            }
            case PARTNER_RETURNED -> {
                history = history.returned(now);
                causeAt = Optional.empty();
                say(1012201, 300, "Partner station " + name + " is back", now);
            }
            case STATE_CHANGED -> {
                Optional<Duration> took = causeAt.map(uptime::minus);
                causeAt = Optional.empty();
                history = history.switched(now, next.reason(), took);
                String text = "Switched to state " + next.role() + ": "
                        + next.reason().text();
                say(1012241, next.role() == RoleState.FAULT ? 800 : 400, text, now);
            }
            case BOTH_MASTERS ->
                say(1012240, 800, "Redundancy failure triggered a switchover: both stations are Master", now);
            case HANDOVER_TIMED_OUT -> {
                causeAt = Optional.empty();
                say(1012204, 800, "Internal redundancy error: the switchover was not completed in time", now);
            }
        }
    }

    private void say(int number, int severity, String text, Instant now) {
        effects.report(new PairMessage(number, severity, text, now));
    }

    void publish(PairSnapshot snapshot) {
        if (!snapshot.equals(published)) {
            published = snapshot;
            effects.publish(snapshot);
        }
    }
}
