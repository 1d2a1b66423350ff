package dev.pollux.failover;

import dev.pollux.failover.link.Link;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the active member and turns requests and streams to it, one move at a time. Owned by the loop. */
final class Helm {
    private static final Logger LOG = LoggerFactory.getLogger(Helm.class);
    private static final Duration REPORT_AT_LATEST = Duration.ofSeconds(5);

    private final FailoverTiming timing;
    private final FailoverRules rules;
    private final Members members;
    private final Streams streams;
    private final PreferenceWatch preference;
    private final Requests requests;
    private final Reporter reporter;
    private final Executor loop;
    private final BiConsumer<Member, String> drop;

    private @Nullable Member active;
    private @Nullable Move move;
    private @Nullable Move unreported;
    private long movedAt;
    private boolean everActive;
    private @Nullable Long firstLinkAt;
    private Optional<String> left = Optional.empty();

    Helm(
            FailoverTiming timing,
            Members members,
            Streams streams,
            PreferenceWatch preference,
            Requests requests,
            Reporter reporter,
            Executor loop,
            BiConsumer<Member, String> drop) {
        this.timing = timing;
        this.rules = new FailoverRules(timing.holdDown(), timing.lostAfter());
        this.members = members;
        this.streams = streams;
        this.preference = preference;
        this.requests = requests;
        this.reporter = reporter;
        this.loop = loop;
        this.drop = drop;
    }

    @Nullable
    Member active() {
        return active;
    }

    /** Decides, and acts on it. */
    void steer(long now) {
        report(now);
        Situation situation = situation(now);
        Member current = active;
        if (move != null && current != null && usable(current, situation)) {
            return; // the move under way comes to its end first
        }
        Choice choice = rules.decide(situation);
        switch (choice.step()) {
            case STAY -> {}
            case MOVE -> choice.to().flatMap(members::byKey).ifPresent(to -> begin(to, choice, now));
            case LEAVE -> leave(choice);
        }
    }

    private static boolean usable(Member member, Situation situation) {
        return situation.candidates().stream()
                .anyMatch(candidate -> candidate.key().equals(member.key()) && candidate.usable());
    }

    private Situation situation(long now) {
        List<Candidate> candidates = members.all().stream()
                .map(member -> member.candidate(now, preference.prefers(member)))
                .toList();
        return new Situation(
                candidates,
                Optional.ofNullable(active).map(Member::key),
                settled(now),
                Duration.ofNanos(now - movedAt));
    }

    // The first member that answers is not always the best one.
    private boolean settled(long now) {
        if (firstLinkAt == null && members.all().stream().anyMatch(member -> member.link() != null)) {
            firstLinkAt = now;
        }
        boolean allTried = members.all().stream()
                .allMatch(member -> member.attempted() || member.urls().isEmpty());
        boolean patienceOver =
                firstLinkAt != null && now - firstLinkAt >= timing.settle().toNanos();
        return everActive || (allTried && preference.resolved()) || patienceOver;
    }

    private void begin(Member to, Choice choice, long now) {
        Link link = to.link();
        if (link == null) {
            return; // cannot be: the rules choose present members only
        }
        Member from = active;
        Move aborted = move;
        Optional<String> fromKey = aborted != null && !aborted.switched()
                ? aborted.from()
                : Optional.ofNullable(from).map(Member::key).or(() -> left);
        Duration detection = from != null && from.link() == null ? from.silence(now) : Duration.ZERO;
        Move begun = new Move(fromKey, to, choice, now, Instant.now(), detection);
        LOG.info(
                "moving to {}: {} ({})", to.key(), choice.text(), choice.cause().orElseThrow());
        active = to;
        move = begun;
        movedAt = now;
        everActive = true;
        left = Optional.empty();
        requests.useLink(link);
        var unused =
                streams.follow(to, begun.replay()).whenCompleteAsync((done, failure) -> switched(begun, failure), loop);
        if (from != null && from.link() != null) {
            streams.rest(from);
        }
    }

    private void switched(Move done, @Nullable Throwable failure) {
        if (move != done) {
            return; // overtaken by the loss of its target
        }
        if (failure != null) {
            LOG.warn("{} does not deliver what it has queued", done.to().key(), failure);
            move = null;
            drop.accept(done.to(), "SetMonitoringMode failed: " + failure.getMessage());
            return;
        }
        done.switchedOver();
        move = null;
        unreported = done;
    }

    private void leave(Choice choice) {
        Member from = active;
        if (from == null) {
            return;
        }
        LOG.warn("no member left: {}", choice.text());
        left = Optional.of(from.key());
        active = null;
        move = null;
        requests.useLink(null);
        if (from.link() != null) {
            streams.rest(from);
        }
        reporter.tell(listener -> listener.onNoMember(choice.text()));
    }

    private void report(long now) {
        Move done = unreported;
        boolean late = done != null && now - done.startedAt() >= REPORT_AT_LATEST.toNanos();
        if (done != null && (streams.caughtUp() || late)) {
            unreported = null;
            FailoverReport report = done.report();
            LOG.info(
                    "moved to {} ({}): detected after {} ms, first value after {} ms, {} values from its queues",
                    report.to(),
                    report.cause(),
                    report.detection().toMillis(),
                    report.untilFirstValue().map(Duration::toMillis).orElse(-1L),
                    report.valuesReplayed());
            reporter.tell(listener -> listener.onFailover(report));
        }
    }

    /** The active member has a new subscription to follow; nothing else changes. */
    void add(ValueStream stream) {
        streams.add(stream, active);
    }

    MemberStatus status(Member member) {
        return member.status(member == active, preference.prefers(member));
    }
}
