package dev.pollux.cli.pair;

import dev.pollux.failover.ClientSecurity;
import dev.pollux.failover.FailoverSettings;
import dev.pollux.failover.link.Connector;
import dev.pollux.failover.link.Keys;
import dev.pollux.failover.link.Link;
import dev.pollux.failover.link.LinkSettings;
import dev.pollux.failover.link.LinkThreads;
import dev.pollux.failover.link.ServerAddress;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Opens sessions to single stations. Safe for use by many threads. */
public final class Stations implements AutoCloseable {
    private static final int STATIONS_MAX = 16;

    private final FailoverSettings settings;
    private final Optional<Keys> keys;
    private final LinkThreads threads = new LinkThreads();
    private final Connector connector;

    /**
     * How an attempt to reach one station went.
     *
     * @param url that was tried
     * @param session if it worked; belongs to the receiver, who closes it
     * @param reason why it did not work; empty if it did
     */
    public record Attempt(String url, Optional<StationSession> session, String reason) {}

    /**
     * Prepares keys and threads.
     *
     * @throws CommandFailure if the keys cannot be read or made
     */
    public Stations(FailoverSettings settings) {
        this.settings = settings;
        keys = keys(settings);
        connector = new Connector(
                new LinkSettings(
                        settings.applicationName(),
                        keys,
                        settings.security().mode() == ClientSecurity.Mode.SIGN_AND_ENCRYPT,
                        settings.identity().user(),
                        settings.identity().password(),
                        settings.timing().connectTimeout(),
                        settings.timing().requestTimeout(),
                        settings.timing().sessionTimeout()),
                threads,
                System::nanoTime);
    }

    private static Optional<Keys> keys(FailoverSettings settings) {
        ClientSecurity security = settings.security();
        if (security.mode() == ClientSecurity.Mode.NONE) {
            return Optional.empty();
        }
        try {
            return security.pkiDirectory()
                    .map(directory -> Keys.open(directory, security.trustAll(), settings.applicationName()));
        } catch (UncheckedIOException e) {
            throw new CommandFailure(ExitCode.FAILED, "--pki: " + e.getMessage(), e);
        }
    }

    /** One attempt; never completes exceptionally. */
    public CompletableFuture<Attempt> open(String url) {
        return connector.open(url).handle((link, failure) -> {
            if (link == null) {
                return new Attempt(url, Optional.empty(), reason(failure));
            }
            return new Attempt(url, Optional.of(session(link)), "");
        });
    }

    private StationSession session(Link link) {
        return new StationSession(link, settings.timing().requestTimeout());
    }

    private String reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return ValueText.oneLine(connector.reason(cause));
    }

    /**
     * Tries all addresses at once, then those of the set that the stations name beside them. The attempts come in the
     * order of the addresses; of two addresses that lead to the same station the second is left out.
     */
    public List<Attempt> openAll() {
        Map<String, Attempt> attempts = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        List<String> fresh = settings.endpointUrls();
        while (!fresh.isEmpty()) {
            seen.addAll(fresh);
            List<CompletableFuture<Attempt>> tried =
                    fresh.stream().map(this::open).toList();
            tried.forEach(each -> each.thenAccept(done -> {}).join());
            for (CompletableFuture<Attempt> each : tried) {
                keep(each.join(), attempts);
            }
            fresh = unseen(attempts, seen);
        }
        return List.copyOf(attempts.values());
    }

    private static void keep(Attempt attempt, Map<String, Attempt> attempts) {
        boolean twice = attempt.session()
                .filter(session -> attempts.values().stream()
                        .flatMap(known -> known.session().stream())
                        .anyMatch(known -> known.uri().equals(session.uri())))
                .isPresent();
        if (twice) {
            attempt.session().ifPresent(StationSession::close);
        } else {
            attempts.put(attempt.url(), attempt);
        }
    }

    /** One address of each member of the set that has not been tried under any address. */
    private static List<String> unseen(Map<String, Attempt> attempts, Set<String> seen) {
        List<StationSession> open = attempts.values().stream()
                .flatMap(attempt -> attempt.session().stream())
                .toList();
        List<String> found = new ArrayList<>();
        for (StationSession session : open) {
            for (ServerAddress member : session.link().set().members()) {
                boolean known = open.stream().anyMatch(each -> each.uri().equals(member.uri()))
                        || member.urls().isEmpty()
                        || member.urls().stream().anyMatch(seen::contains)
                        || seen.size() + found.size() >= STATIONS_MAX;
                if (!known && !found.contains(member.urls().get(0))) {
                    found.add(member.urls().get(0));
                }
            }
        }
        return found;
    }

    @Override
    public void close() {
        threads.close();
        keys.ifPresent(Keys::close);
    }
}
