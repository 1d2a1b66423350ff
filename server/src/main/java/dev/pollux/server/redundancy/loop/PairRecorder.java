package dev.pollux.server.redundancy.loop;

import dev.pollux.server.message.Messages;
import dev.pollux.server.message.SystemMessage;
import dev.pollux.server.redundancy.Decision;
import dev.pollux.server.redundancy.Decision.RequestAnswer;
import dev.pollux.server.redundancy.Handover;
import dev.pollux.server.redundancy.PartnerView;
import dev.pollux.server.redundancy.StationState;
import dev.pollux.server.redundancy.link.StationStatus;
import dev.pollux.server.redundancy.loop.PairSnapshot.Partner;
import dev.pollux.server.redundancy.loop.PairSnapshot.PartnerStation;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the times of what happened, turns events into messages, and publishes snapshots that differ. */
final class PairRecorder {
    private final Effects effects;
    private final Messages messages;
    private PairHistory history = PairHistory.NONE;
    private final Map<String, PartnerStation> partners = new HashMap<>();
    private final Map<String, Duration> clockOffsets = new HashMap<>();
    private Optional<Duration> causeAt = Optional.empty();
    private @Nullable PairSnapshot published;

    PairRecorder(Effects effects, Messages messages) {
        this.effects = effects;
        this.messages = messages;
    }

    PairHistory history() {
        return history;
    }

    Partner partner(PartnerView view) {
        return new Partner(
                view,
                Optional.ofNullable(partners.get(view.name())),
                Optional.ofNullable(clockOffsets.get(view.name())));
    }

    void partner(StationStatus status, Optional<Duration> offset) {
        partners.put(status.station(), PartnerStation.of(status));
        offset.ifPresent(o ->
                clockOffsets.put(status.station(), Duration.ofMillis(Math.round(o.toNanos() / 1e7) * 10)));
    }

    void decided(StationState before, Decision decision, Duration uptime) {
        Instant now = Instant.now();
        if (decision.answer().filter(RequestAnswer::begun).isPresent()
                || (before.handover().part() == Handover.NONE
                        && decision.next().handover().part() != Handover.NONE)) {
            causeAt = Optional.of(uptime);
        }
        for (Decision.Happening happening : decision.happenings()) {
            record(happening, decision.next(), uptime, now);
        }
    }

    private void record(Decision.Happening happening, StationState next, Duration uptime, Instant now) {
        String name = happening.partner();
        switch (happening.event()) {
            case PARTNER_LOST -> {
                history = history.lost(now);
                causeAt = Optional.of(uptime);
                messages.raise(SystemMessage.PARTNER_FAILED, name);
            }
            case PARTNER_STOPPED -> {
                history = history.lost(now);
                causeAt = Optional.of(uptime);
                messages.raise(SystemMessage.PARTNER_RUNTIME_INACTIVE, name);
            }
            case PARTNER_RETURNED -> {
                history = history.returned(now);
                causeAt = Optional.empty();
                messages.raise(SystemMessage.PARTNER_BACK, name);
            }
            case STATE_CHANGED -> {
                Optional<Duration> took = causeAt.map(uptime::minus);
                causeAt = Optional.empty();
                history = history.switched(now, next.reason(), took);
                messages.raise(
                        SystemMessage.STATE_CHANGED, next.role(), next.reason().text());
            }
            case BOTH_MASTERS -> messages.raise(SystemMessage.FAILURE_SWITCHOVER, "both stations are Master");
            case HANDOVER_TIMED_OUT -> {
                causeAt = Optional.empty();
                messages.raise(SystemMessage.REDUNDANCY_ERROR, "the switchover was not completed in time");
            }
        }
    }

    /** A rule is broken. */
    void broke(Throwable what) {
        messages.raise(SystemMessage.REDUNDANCY_ERROR, what);
    }

    void publish(PairSnapshot snapshot) {
        if (!snapshot.equals(published)) {
            published = snapshot;
            effects.publish(snapshot);
        }
    }
}
