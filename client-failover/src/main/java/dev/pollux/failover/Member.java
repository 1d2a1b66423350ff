package dev.pollux.failover;

import dev.pollux.failover.Candidate.Presence;
import dev.pollux.failover.link.Link;
import dev.pollux.failover.link.ServerAddress;
import dev.pollux.failover.link.Vital;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.eclipse.milo.opcua.stack.core.types.enumerated.ServerState;
import org.jspecify.annotations.Nullable;

/** Everything the loop knows about one member. Owned by the loop, no other thread touches it. */
final class Member {
    private static final long NEVER = Long.MIN_VALUE;

    private String uri;
    private String name = "";
    private final LinkedHashSet<String> urls = new LinkedHashSet<>();
    private final Map<ValueStream, Feed> feeds = new LinkedHashMap<>();

    private @Nullable Link link;
    private @Nullable PublishPump pump;
    private Presence presence = Presence.DOWN;
    private boolean connecting;
    private boolean attempted;
    private boolean probing;
    private int nextUrl;
    private long retryAt;
    private Duration pause = Duration.ZERO;
    private long nextProbeAt;
    private long lastHeardAt = NEVER;
    private @Nullable Vital vital;
    private long levelSince;
    private long healthySince = NEVER;
    private @Nullable String lastError;

    /** A member that is known by its uri. */
    static Member known(ServerAddress address) {
        Member member = new Member(address.uri());
        member.learn(address);
        return member;
    }

    /** A member of which only an address is known. */
    static Member at(String url) {
        Member member = new Member("");
        member.urls.add(url);
        return member;
    }

    private Member(String uri) {
        this.uri = uri;
    }

    /** Takes over a name and addresses found elsewhere. */
    void learn(ServerAddress address) {
        if (!address.name().isBlank()) {
            name = address.name();
        }
        address.urls().stream()
                .filter(url -> urls.size() < ServerAddress.URLS_MAX)
                .forEach(urls::add);
    }

    boolean identified() {
        return !uri.isEmpty();
    }

    void identify(String foundUri) {
        uri = foundUri;
    }

    String key() {
        return identified() ? uri : urls.iterator().next();
    }

    /** ApplicationName, or else the last part of the uri. */
    String name() {
        return name.isBlank() ? lastPart(key()) : name;
    }

    private static String lastPart(String text) {
        return Arrays.stream(text.split("[:/]", -1))
                .filter(part -> !part.isBlank())
                .reduce((first, second) -> second)
                .orElse(text);
    }

    boolean named(String wanted) {
        return identified() && (lastPart(uri).equalsIgnoreCase(wanted) || name.equalsIgnoreCase(wanted));
    }

    ServerAddress address() {
        return new ServerAddress(uri, name, List.copyOf(urls));
    }

    Set<String> urls() {
        return urls;
    }

    // ---- connecting

    /** Try again without a pause: this member is needed now. */
    void needed(long now) {
        pause = Duration.ZERO;
        retryAt = now;
    }

    boolean wantsAttempt(long now) {
        return link == null && !connecting && !urls.isEmpty() && now - retryAt >= 0;
    }

    String startAttempt() {
        connecting = true;
        List<String> all = new ArrayList<>(urls);
        return all.get(Math.floorMod(nextUrl, all.size()));
    }

    /** An attempt is over without a link; the next one is due after a growing pause and tries the next address. */
    void attemptFailed(String why, long now, FailoverTiming timing) {
        connecting = false;
        attempted = true;
        lastError = why;
        nextUrl++;
        pause = pause.isZero() ? timing.reconnectMin() : pause.multipliedBy(2);
        pause = pause.compareTo(timing.reconnectMax()) > 0 ? timing.reconnectMax() : pause;
        retryAt = now + pause.toNanos();
    }

    void attached(Link opened, PublishPump itsPump, long now) {
        connecting = false;
        attempted = true;
        link = opened;
        pump = itsPump;
        pause = Duration.ZERO;
        presence = Presence.UP;
        probing = false;
        nextProbeAt = now;
        lastError = null;
        if (!opened.name().isBlank()) {
            name = opened.name();
        }
    }

    /** The link is gone. */
    void detached(Presence how, String why, long retry) {
        if (link != null) {
            lastHeardAt = link.heardAt();
        }
        link = null;
        pump = null;
        presence = how;
        lastError = why;
        retryAt = retry;
        healthySince = NEVER;
        feeds.clear();
    }

    boolean attempted() {
        return attempted;
    }

    @Nullable
    Link link() {
        return link;
    }

    @Nullable
    PublishPump pump() {
        return pump;
    }

    Map<ValueStream, Feed> feeds() {
        return feeds;
    }

    boolean connecting() {
        return connecting;
    }

    Optional<String> lastError() {
        return Optional.ofNullable(lastError);
    }

    // ---- probing

    boolean wantsProbe(long now) {
        return link != null && !probing && now - nextProbeAt >= 0;
    }

    void probeStarted(long now, Duration interval) {
        probing = true;
        nextProbeAt = now + interval.toNanos();
    }

    void probeEnded() {
        probing = false;
    }

    /** Takes note of an answer. Returns whether level or state have changed. */
    boolean observe(Vital seen, long now) {
        boolean levelChanged = vital == null || vital.serviceLevel() != seen.serviceLevel();
        boolean changed = levelChanged || vital == null || vital.state() != seen.state();
        if (levelChanged) {
            levelSince = now;
        }
        vital = seen;
        return changed;
    }

    /** How long ago the member gave its last sign of life. */
    Duration silence(long now) {
        long last = link == null ? lastHeardAt : link.heardAt();
        return last == NEVER ? Duration.ZERO : Duration.ofNanos(Math.max(0, now - last));
    }

    /** Whether it is there and has data. */
    boolean serves() {
        Vital seen = vital;
        return link != null && seen != null && seen.state() == ServerState.Running && seen.serviceLevel() > 1;
    }

    /** The member as the rules see it. */
    Candidate candidate(long now, boolean preferred) {
        Vital seen = vital;
        boolean muted = feeds.values().stream().anyMatch(feed -> feed.silent(now));
        boolean ready = link != null && feeds.values().stream().allMatch(feed -> feed.state() == Feed.State.READY);
        int level = seen == null ? 0 : seen.serviceLevel();
        boolean running = seen != null && seen.state() == ServerState.Running;
        boolean healthy = presence == Presence.UP && running && ready && !muted && level >= Candidate.HEALTHY;
        if (!healthy) {
            healthySince = NEVER;
        } else if (healthySince == NEVER) {
            healthySince = now;
        }
        return new Candidate(
                key(),
                presence,
                level,
                running,
                muted,
                ready,
                preferred,
                healthySince == NEVER ? Duration.ZERO : Duration.ofNanos(now - healthySince),
                Duration.ofNanos(now - levelSince));
    }

    MemberStatus status(boolean active, boolean preferred) {
        Vital seen = vital;
        Collection<String> ordered = new LinkedHashSet<>();
        if (link != null) {
            ordered.add(link.url());
        }
        ordered.addAll(urls);
        return new MemberStatus(
                key(),
                name(),
                List.copyOf(ordered),
                link != null,
                seen == null ? OptionalInt.empty() : OptionalInt.of(seen.serviceLevel()),
                seen == null ? Optional.empty() : Optional.of(seen.state()),
                active,
                preferred,
                lastError());
    }
}
