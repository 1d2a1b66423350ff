package dev.pollux.failover;

import dev.pollux.failover.Candidate.Presence;
import dev.pollux.failover.link.Connector;
import dev.pollux.failover.link.Link;
import dev.pollux.failover.link.LinkThreads;
import dev.pollux.failover.link.ServerAddress;
import dev.pollux.failover.link.SetDescription;
import dev.pollux.failover.link.Vital;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns all state about members: connects, probes, notices losses, and lets the {@link Helm} decide.
 * Everything that comes from the network is handed over to this thread first.
 */
final class FailoverLoop {
    private static final Logger LOG = LoggerFactory.getLogger(FailoverLoop.class);
    private static final Duration REFRESH = Duration.ofSeconds(5);
    private static final Duration MAINTENANCE_LOOK = Duration.ofSeconds(60);
    static final long GOODBYE_MILLIS = 700;

    private final FailoverTiming timing;
    private final Connector connector;
    private final LinkThreads threads;
    private final LongSupplier uptime;
    private final Members members;
    private final Streams streams;
    private final StandingBy standingBy;
    private final Helm helm;
    private final PreferenceWatch preference;
    private final Requests requests;
    private final Reporter reporter;
    private final Optional<SetFile> setFile;
    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, LinkThreads.named("pollux-failover-loop"));
    private final long tickNanos;

    private long lastTickAt;
    private long refreshAt;
    private boolean closed;
    private List<ServerAddress> kept = List.of();

    // Written by the loop, read by any thread.
    private volatile List<MemberStatus> snapshot = List.of();

    FailoverLoop(
            FailoverSettings settings,
            Connector connector,
            LinkThreads threads,
            Reporter reporter,
            LongSupplier uptime) {
        this.timing = settings.timing();
        this.connector = connector;
        this.threads = threads;
        this.uptime = uptime;
        this.reporter = reporter;
        this.setFile = settings.setFile().map(SetFile::new);
        this.members = new Members(
                settings.endpointUrls(),
                setFile.map(file -> file.read(settings.endpointUrls())).orElse(List.of()));
        this.streams = new Streams(timing, uptime, members);
        this.standingBy = new StandingBy(members, streams);
        this.preference = new PreferenceWatch(settings.preference(), settings.masterLookup(), this::execute);
        this.requests = new Requests(timing.requestTimeout(), threads.callbacks(), this::describe);
        this.helm = new Helm(
                timing, members, streams, preference, requests, reporter, this::execute, this::dropForDisobedience);
        this.tickNanos = Math.max(
                Duration.ofMillis(10).toNanos(),
                Math.min(Duration.ofMillis(50).toNanos(), timing.probeInterval().toNanos() / 5));
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    void start() {
        lastTickAt = uptime.getAsLong();
        refreshAt = lastTickAt + REFRESH.toNanos();
        var unused = thread.scheduleWithFixedDelay(this::safeTick, 0, tickNanos, TimeUnit.NANOSECONDS);
    }

    Requests requests() {
        return requests;
    }

    List<MemberStatus> members() {
        return snapshot;
    }

    /** Runs something on the loop; after closing nothing runs any more. */
    void execute(Runnable task) {
        try {
            thread.execute(() -> {
                if (!closed) {
                    safely(task);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("closed, a late event is dropped");
        }
    }

    private void safeTick() {
        if (!closed) {
            safely(this::tick);
        }
    }

    // A fault in one step must not end the watch over the members.
    private void safely(Runnable task) {
        try {
            task.run();
            publish();
        } catch (RuntimeException e) {
            LOG.error("a step of the failover loop failed", e);
        }
    }

    private void tick() {
        long now = uptime.getAsLong();
        forgiveStandstill(now);
        standingBy.look(now, helm.active());
        for (Member member : List.copyOf(members.all())) {
            step(member, now);
        }
        helm.steer(now);
        streams.maintain(now, helm.active());
        if (now - refreshAt >= 0) {
            refreshAt = now + REFRESH.toNanos();
            refresh();
        }
    }

    // After a long pause of this process (garbage collection, suspended machine) all members look silent at once. They
    // get the chance to show that they are not.
    private void forgiveStandstill(long now) {
        long late = now - lastTickAt - tickNanos;
        lastTickAt = now;
        if (late > timing.lostAfter().toNanos() / 4) {
            LOG.warn("this process stood still for {} ms, which is not counted as silence", late / 1_000_000);
            for (Member member : members.all()) {
                Link link = member.link();
                if (link != null) {
                    link.forgive(late);
                }
            }
        }
    }

    private void step(Member member, long now) {
        Link link = member.link();
        if (link == null) {
            if (standingBy.wanted() && member.wantsAttempt(now)) {
                String url = member.startAttempt();
                var unused =
                        connector.open(url).whenComplete((opened, failure) -> arrived(member, url, opened, failure));
            }
        } else if (now - link.heardAt() > timing.lostAfter().toNanos()) {
            lose(member, Presence.SILENT, "silent for " + (now - link.heardAt()) / 1_000_000 + " ms");
        } else if (member.wantsProbe(now)) {
            member.probeStarted(now, timing.probeInterval());
            var unused =
                    link.probe().whenComplete((vital, failure) -> execute(() -> probed(member, link, vital, failure)));
        }
    }

    private void arrived(Member member, String url, @Nullable Link opened, @Nullable Throwable failure) {
        try {
            thread.execute(() -> {
                if (closed) {
                    Optional.ofNullable(opened).ifPresent(Link::abandon);
                } else {
                    safely(() -> attempted(member, url, opened, failure));
                }
            });
        } catch (RejectedExecutionException e) {
            Optional.ofNullable(opened).ifPresent(Link::abandon);
        }
    }

    private void attempted(Member member, String url, @Nullable Link link, @Nullable Throwable failure) {
        long now = uptime.getAsLong();
        if (link == null) {
            String why = url + ": " + (failure == null ? "no link" : connector.reason(failure));
            if (!member.lastError().equals(Optional.of(why))) {
                LOG.info("cannot connect: {}", why);
            }
            member.attemptFailed(why, now, timing);
            return;
        }
        Optional<Member> owner = members.owner(member, link);
        if (owner.isEmpty() || owner.get() != member) {
            member.attemptFailed(link.uri() + " answers at " + url, now, timing);
        }
        if (owner.isPresent()) {
            attach(owner.get(), link, now);
        } else {
            var unused = link.close(GOODBYE_MILLIS);
        }
    }

    private void attach(Member member, Link link, long now) {
        member.attached(link, new PublishPump(link), now);
        member.observe(link.vital(), now);
        learn(link.set());
        if (link.vital().serviceLevel() == 0) {
            leaveForMaintenance(member, link, now);
            return;
        }
        LOG.info(
                "connected to {} at {}, level {}",
                member.key(),
                link.url(),
                link.vital().serviceLevel());
        var unused = link.gone()
                .thenAccept(reason -> execute(() -> {
                    if (member.link() == link) {
                        lose(member, Presence.DOWN, reason);
                    }
                }));
        streams.attach(member);
        preference.ask(link);
        helm.steer(now);
    }

    private void probed(Member member, Link link, @Nullable Vital vital, @Nullable Throwable failure) {
        if (member.link() != link) {
            return;
        }
        member.probeEnded();
        if (vital == null) {
            LOG.debug("{}: probe failed", member.key(), failure);
            return;
        }
        long now = uptime.getAsLong();
        if (member.observe(vital, now)) {
            LOG.info("{}: level {}, state {}", member.key(), vital.serviceLevel(), vital.state());
            helm.steer(now);
        }
        if (vital.serviceLevel() == 0) {
            leaveForMaintenance(member, link, now);
        }
    }

    // Level 0: disconnect, and come back at EstimatedReturnTime (OPC 10000-4 §6.6.2.4.2). An operator may end the
    // maintenance early, so look again at least every minute.
    private void leaveForMaintenance(Member member, Link link, long now) {
        Duration back = link.vital()
                .returnTime()
                .map(time -> Duration.between(Instant.now(), time))
                .filter(wait -> wait.compareTo(timing.reconnectMax()) > 0)
                .orElse(timing.reconnectMax());
        Duration wait = back.compareTo(MAINTENANCE_LOOK) > 0 ? MAINTENANCE_LOOK : back;
        LOG.info("{} is in maintenance, will look again in {} ms", member.key(), wait.toMillis());
        member.detached(Presence.DOWN, "in maintenance (level 0)", now + wait.toNanos());
        streams.publish();
        var unused = link.close(GOODBYE_MILLIS);
    }

    private void dropForDisobedience(Member member, String why) {
        if (member.link() != null) {
            lose(member, Presence.DOWN, why);
        }
    }

    private void lose(Member member, Presence how, String why) {
        Link link = member.link();
        if (link == null) {
            return;
        }
        long now = uptime.getAsLong();
        LOG.warn("lost {}: {}", member.key(), why);
        member.detached(how, why, now + timing.reconnectMin().toNanos());
        streams.publish();
        helm.steer(now);
        link.abandon();
    }

    // The set changes: stations are added, addresses change. Asking only at connect would miss that.
    private void refresh() {
        Member asked = helm.active();
        Link link = asked == null ? null : asked.link();
        if (link == null) {
            return;
        }
        preference.ask(link);
        var unused = link.readSet().whenComplete((set, failure) -> {
            if (failure == null) {
                execute(() -> learn(set));
            } else {
                LOG.debug("{}: the set cannot be read", link.uri(), failure);
            }
        });
    }

    private void learn(SetDescription set) {
        boolean changed = members.learn(set);
        standingBy.learn(set, helm.active());
        if (setFile.isPresent() && (changed || set.redundant())) {
            keep(setFile.get());
        }
    }

    private void keep(SetFile file) {
        var current = members.addresses();
        if (current.equals(kept)) {
            return;
        }
        kept = current;
        threads.background().execute(() -> file.write(current));
    }

    private void publish() {
        List<MemberStatus> before = snapshot;
        List<MemberStatus> after = members.all().stream().map(helm::status).toList();
        if (!after.equals(before)) {
            snapshot = after;
            after.stream()
                    .filter(status -> !before.contains(status))
                    .forEach(status -> reporter.tell(listener -> listener.onMemberChanged(status)));
        }
    }

    String describe() {
        List<String> parts = new ArrayList<>();
        for (MemberStatus member : snapshot) {
            parts.add(member.name() + " "
                    + member.lastError()
                            .orElse(
                                    member.connected()
                                            ? "level " + member.serviceLevel().orElse(0)
                                            : "not tried yet"));
        }
        return String.join("; ", parts);
    }

    void add(ValueStream stream) {
        execute(() -> helm.add(stream));
    }

    void remove(ValueStream stream) {
        execute(() -> streams.remove(stream));
    }

    /** The link of a member by name or uri; fails if there is no such member or it is not connected. */
    CompletableFuture<Link> linkOf(String name) {
        CompletableFuture<Link> found = new CompletableFuture<>();
        execute(() -> {
            Optional<Link> link = members.all().stream()
                    .filter(member -> member.named(name) || member.key().equals(name))
                    .findFirst()
                    .map(Member::link);
            link.ifPresentOrElse(
                    found::complete,
                    () -> found.completeExceptionally(
                            new NoMemberException("no session with a member '" + name + "': " + describe())));
        });
        return found.orTimeout(timing.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Says goodbye to the members that answer; completes within about a second, never exceptionally. */
    CompletableFuture<Void> close() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        thread.execute(() -> {
            closed = true;
            requests.useLink(null);
            CompletableFuture<?>[] goodbyes = members.all().stream()
                    .map(Member::link)
                    .filter(link -> link != null)
                    .map(link -> link.close(GOODBYE_MILLIS))
                    .toArray(CompletableFuture[]::new);
            var unused = CompletableFuture.allOf(goodbyes).whenComplete((all, failure) -> done.complete(null));
        });
        thread.shutdown();
        return done;
    }
}
