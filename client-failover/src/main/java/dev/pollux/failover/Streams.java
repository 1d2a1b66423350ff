package dev.pollux.failover;

import dev.pollux.failover.link.FailoverMode;
import dev.pollux.failover.link.Link;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MonitoringMode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All subscriptions, each with a feed on every connected member. Owned by the loop. */
final class Streams {
    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);
    private static final Duration REBUILD_PAUSE = Duration.ofSeconds(2);
    private static final Duration RETRY_REFUSED = Duration.ofSeconds(10);
    private static final Duration SEAM_RESERVE = Duration.ofSeconds(2);

    private final FailoverTiming timing;
    private final LongSupplier uptime;
    private final Members members;
    private final List<ValueStream> all = new ArrayList<>();
    private long retryRefusedAt;
    private MonitoringMode resting = MonitoringMode.Sampling;

    Streams(FailoverTiming timing, LongSupplier uptime, Members members) {
        this.timing = timing;
        this.uptime = uptime;
        this.members = members;
        this.retryRefusedAt = uptime.getAsLong() + RETRY_REFUSED.toNanos();
    }

    /** From now on backups do what their set needs: in a Warm one items are there, but do not sample. */
    void mode(FailoverMode mode, @Nullable Member active) {
        MonitoringMode now = mode == FailoverMode.HOT ? MonitoringMode.Sampling : MonitoringMode.Disabled;
        if (now != resting) {
            resting = now;
            members.all().stream()
                    .filter(member -> member != active && member.link() != null)
                    .forEach(this::rest);
        }
    }

    void add(ValueStream stream, @Nullable Member active) {
        all.add(stream);
        for (Member member : members.all()) {
            if (member.link() != null) {
                build(stream, member, member == active, new Replay());
            }
        }
        publish();
    }

    void remove(ValueStream stream) {
        all.remove(stream);
        for (Member member : members.all()) {
            Feed feed = member.feeds().remove(stream);
            if (feed != null) {
                feed.delete();
            }
        }
        stream.feeds(List.of());
    }

    /** Makes the feeds of a member that has just been connected, as backups. */
    void attach(Member member) {
        all.forEach(stream -> build(stream, member, false, new Replay()));
        publish();
    }

    /** A member is gone, and its feeds with it. */
    void publish() {
        for (ValueStream stream : all) {
            stream.feeds(members.all().stream()
                    .map(member -> member.feeds().get(stream))
                    .filter(Objects::nonNull)
                    .toList());
        }
    }

    private Feed build(ValueStream stream, Member member, boolean active, Replay replay) {
        Link link = Objects.requireNonNull(member.link());
        Feed feed = new Feed(stream, link, Objects.requireNonNull(member.pump()), timing.lostAfter(), uptime);
        member.feeds().put(stream, feed);
        if (active) {
            stream.follow(feed, replay, seamTime(stream));
        }
        var unused = feed.create(active ? MonitoringMode.Reporting : resting).whenComplete((done, failure) -> {
            if (failure != null && !link.gone().isDone()) {
                LOG.warn("{}: subscription could not be created, will be tried again", link.uri(), failure);
            }
        });
        return feed;
    }

    private Duration seamTime(ValueStream stream) {
        return timing.lostAfter().plus(SEAM_RESERVE).plus(stream.subscription().publishingInterval());
    }

    /** Turns all streams to a member. Fails if the member does not do what it is told. */
    CompletableFuture<Void> follow(Member member, Replay replay) {
        List<CompletableFuture<Void>> answers = new ArrayList<>();
        for (ValueStream stream : all) {
            Feed feed = member.feeds().get(stream);
            if (feed == null || feed.state() == Feed.State.FAILED) {
                build(stream, member, true, replay);
            } else {
                stream.follow(feed, replay, seamTime(stream));
                answers.add(feed.mode(MonitoringMode.Reporting));
            }
        }
        publish();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
    }

    /** Makes a member that still answers a backup. A feed that does not obey is built anew. */
    void rest(Member member) {
        for (Feed feed : member.feeds().values()) {
            var unused = feed.mode(resting).whenComplete((done, failure) -> {
                if (failure != null) {
                    feed.ended();
                }
            });
        }
    }

    /** Whether everything queued on the active member has arrived. */
    boolean caughtUp() {
        return all.stream().allMatch(ValueStream::caughtUp);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Builds feeds anew that have failed or fallen silent, and ends seams. */
    void maintain(long now, @Nullable Member active) {
        boolean retry = now - retryRefusedAt >= 0;
        if (retry) {
            retryRefusedAt = now + RETRY_REFUSED.toNanos();
        }
        boolean built = false;
        for (Member member : members.all()) {
            if (member.link() == null) {
                continue;
            }
            for (Map.Entry<ValueStream, Feed> entry : List.copyOf(member.feeds().entrySet())) {
                Feed feed = entry.getValue();
                boolean broken = feed.state() == Feed.State.FAILED || feed.silent(now);
                if (broken && now - feed.madeAt() >= REBUILD_PAUSE.toNanos()) {
                    LOG.warn(
                            "{}: subscription has {}, building it anew",
                            member.key(),
                            feed.silent(now) ? "fallen silent" : "failed");
                    feed.delete();
                    build(entry.getKey(), member, member == active, new Replay());
                    built = true;
                } else if (retry) {
                    feed.retryRefused(member == active ? MonitoringMode.Reporting : resting);
                }
            }
        }
        if (built) {
            publish();
        }
        all.forEach(stream -> stream.tick(now));
    }
}
