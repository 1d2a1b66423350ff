package dev.pollux.cli;

import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.DiagReport;
import dev.pollux.cli.pair.StationSession;
import dev.pollux.cli.pair.Stations;
import dev.pollux.cli.pair.Stations.Attempt;
import dev.pollux.cli.pair.ValueText;
import dev.pollux.failover.link.ServerAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Looks at one station again and again, on a thread of its own, so that a station that hangs holds up nobody else. When
 * the station has gone it is tried again.
 */
final class DiagEye implements AutoCloseable {
    /** The reason before the first answer. */
    static final String NOT_ASKED = "not asked yet";

    private static final Duration LOOK = Duration.ofSeconds(1);
    /** A station that answers nothing for so long is shown as silent, whatever the limit of a request is. */
    private static final Duration SILENT = Duration.ofSeconds(3);

    /** The set is asked for with the first look and every so many looks. */
    private static final int SET_EVERY = 5;

    private static final Duration CLOSE_MAX = Duration.ofMillis(500);

    private final Stations stations;
    private final String url;
    private final int messages;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    // Written by the thread, read by who draws.
    private volatile Seen<DiagReport> seen;
    private volatile long seenNanos = System.nanoTime();
    private volatile Optional<String> uri = Optional.empty();
    private volatile Optional<String> name = Optional.empty();
    private volatile List<ServerAddress> members = List.of();
    // Owned by the thread.
    private int looks;

    /**
     * An eye that is closed yet.
     *
     * @param first how the first attempt to reach the station went; its session is closed by this
     * @param messages how many are wanted
     */
    DiagEye(Stations stations, Attempt first, int messages) {
        this.stations = stations;
        this.messages = messages;
        url = first.url();
        seen = new Seen<>(url, Optional.empty(), first.session().isPresent() ? NOT_ASKED : first.reason());
        thread = new Thread(() -> run(first), "pollux-diag-" + url);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** What was seen last. */
    Seen<DiagReport> seen() {
        Seen<DiagReport> last = seen;
        Duration ago = Duration.ofNanos(System.nanoTime() - seenNanos);
        return last.report().isPresent() && ago.compareTo(SILENT) > 0
                ? silent("no answer for " + ago.toSeconds() + " s")
                : last;
    }

    /** Who answered at this address; empty if nobody has yet. */
    Optional<String> uri() {
        return uri;
    }

    /** The set as this station has described it last. */
    List<ServerAddress> members() {
        return members;
    }

    /** Whether this is an eye for that station. */
    boolean looksAt(ServerAddress member) {
        return uri.filter(member.uri()::equals).isPresent() || member.urls().contains(url);
    }

    private void run(Attempt first) {
        Optional<StationSession> open = first.session();
        try {
            do {
                if (open.isEmpty()) {
                    Attempt again = stations.open(url).join();
                    open = again.session();
                    again.session().ifPresentOrElse(there -> {}, () -> show(silent(again.reason())));
                }
                Optional<StationSession> session = open;
                session.ifPresent(this::look);
                if (seen.report().isEmpty() && session.isPresent()) {
                    session.get().close();
                    open = Optional.empty();
                }
            } while (!closing.await(LOOK.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // The page must say so rather than show an old state for ever.
            show(silent("the observer has failed: " + ValueText.reason(e)));
        } finally {
            open.ifPresent(StationSession::close);
        }
    }

    private void look(StationSession session) {
        show(
                session.alive()
                        ? Seen.read(url, session, each -> DiagReport.read(each, messages))
                        : silent("connection lost"));
        seen.report().ifPresent(report -> {
            name = Optional.of(report.station().station());
            uri = Optional.of(session.uri());
            lookAround(session);
        });
    }

    private void lookAround(StationSession session) {
        if (looks++ % SET_EVERY != 0) {
            return;
        }
        try {
            members = session.await(session.link().readSet(), "FindServers").members();
        } catch (CommandFailure e) {
            show(silent(String.valueOf(e.getMessage())));
        }
    }

    private Seen<DiagReport> silent(String reason) {
        return new Seen<>(url, Optional.empty(), reason, name);
    }

    private void show(Seen<DiagReport> now) {
        seen = now;
        seenNanos = System.nanoTime();
    }

    /** Looks no more; returns at once. */
    void end() {
        closing.countDown();
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(CLOSE_MAX.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
