package dev.pollux.server;

import dev.pollux.server.maintenance.Maintenance;
import dev.pollux.server.maintenance.MaintenanceControl;
import dev.pollux.server.maintenance.MaintenanceStore;
import dev.pollux.server.maintenance.StateChange;
import dev.pollux.server.maintenance.StateChangeRules;
import dev.pollux.server.maintenance.StateChangeRules.Verdict;
import dev.pollux.server.redundancy.RoleState;
import dev.pollux.server.redundancy.loop.RedundancyLoop;
import dev.pollux.server.space.StationServer;
import dev.pollux.server.space.system.RoleRequest;
import dev.pollux.server.tag.Quality;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the station out of service and back, and ends its process when an administrator wants that. One step after the
 * other on a thread of its own; {@link #current()} may be asked from any.
 */
final class StationMaintenance implements MaintenanceControl, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StationMaintenance.class);
    /** Clients that watch ServiceLevel leave by themselves within this time; the others are put out. */
    static final Duration DRAIN = Duration.ofSeconds(10);

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration HAND_OVER_MAX = Duration.ofSeconds(20);
    private static final String GATE = "maintenance";

    private final MaintenanceStore store;
    private final RoleRequest roles;
    private final RedundancyLoop loop;
    private final Consumer<Station.Ending> ending;
    private final InstantSource clock;
    private final ScheduledExecutorService thread;
    // Written by the thread (once before it runs), read by whoever decides or publishes.
    private volatile Optional<Maintenance> current;
    // Set once, before anything is asked.
    private Optional<StationServer> server = Optional.empty();
    // Owned by the thread.
    private boolean endingBegun;
    private long drainAt;

    /**
     * A station in the state that the store remembers.
     *
     * @param roles takes the wish to hand the Master role over
     * @param ending is told when the process is to end
     * @throws IOException if the store cannot be read
     */
    StationMaintenance(
            MaintenanceStore store,
            RoleRequest roles,
            RedundancyLoop loop,
            Consumer<Station.Ending> ending,
            InstantSource clock)
            throws IOException {
        this.store = store;
        this.roles = roles;
        this.loop = loop;
        this.ending = ending;
        this.clock = clock;
        current = store.load();
        thread = Executors.newSingleThreadScheduledExecutor(action -> {
            Thread made = new Thread(action, "pollux-maintenance");
            made.setDaemon(true);
            return made;
        });
    }

    /** Why the station is out of service; empty while it is in service. */
    Optional<Maintenance> current() {
        return current;
    }

    /** Says whose door to close. Before the station starts; a station that was in maintenance opens none. */
    void connect(StationServer of) {
        server = Optional.of(of);
        current.ifPresent(kept -> {
            LOG.warn("{}: the station starts out of service", kept.text());
            of.gate().close(GATE, kept.text());
        });
        of.control(this);
    }

    /** Begins to drain. */
    void start() {
        var unused =
                thread.scheduleWithFixedDelay(this::drain, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public CompletionStage<Answer> begin(Optional<Instant> until, String reason, boolean force, String user) {
        return ask(() -> maintain(until, reason, force, user));
    }

    @Override
    public CompletionStage<Answer> end(String user) {
        return ask(() -> serve(user));
    }

    @Override
    public CompletionStage<Answer> change(StateChange wish, String user) {
        Verdict verdict = StateChangeRules.judge(wish, clock.instant());
        LOG.info("RequestServerStateChange({}) by '{}': {}", wish, user, verdict.text());
        return switch (verdict.action()) {
            case REFUSE ->
                CompletableFuture.completedFuture(new Answer(verdict.quality(), verdict.argument(), verdict.text()));
            case RUN -> end(user);
            case MAINTAIN -> begin(wish.returnTime(), wish.reason(), false, user);
            case STOP -> ask(() -> countDown(verdict, wish.reason(), Station.Ending.STOP, user));
            case RESTART -> ask(() -> countDown(verdict, wish.reason(), Station.Ending.RESTART, user));
            case MAINTAIN_AND_RESTART ->
                ask(() -> {
                    Answer begun = maintain(wish.returnTime(), wish.reason(), false, user);
                    return begun.quality().good()
                            ? countDown(verdict, wish.reason(), Station.Ending.RESTART, user)
                            : begun;
                });
        };
    }

    private Answer maintain(Optional<Instant> until, String reason, boolean force, String user) throws IOException {
        if (endingBegun) {
            return refused("the station is shutting down");
        }
        if (current.isEmpty()) {
            Answer handedOver = handOver(user);
            if (!handedOver.quality().good() && !force) {
                return refused("the Master role cannot be handed over (" + handedOver.message()
                        + "); force it if the plant may do without this station");
            }
        }
        Instant since = current.map(Maintenance::since).orElseGet(clock::instant);
        Maintenance next = new Maintenance(since, until, reason, user);
        // First to the disk: a restart in the next moment must not bring clients back.
        store.save(Optional.of(next));
        boolean fresh = current.isEmpty();
        current = Optional.of(next);
        decided();
        server.ifPresent(each -> each.gate().close(GATE, next.text()));
        if (fresh) {
            drainAt = System.nanoTime() + DRAIN.toNanos();
        }
        LOG.warn("{} (by '{}')", next.text(), user);
        return new Answer(Quality.GOOD, -1, next.text() + "; clients are put out after " + DRAIN.toSeconds() + " s");
    }

    private Answer serve(String user) throws IOException {
        if (endingBegun) {
            return refused("the station is shutting down");
        }
        if (current.isEmpty()) {
            return new Answer(Quality.GOOD, -1, "the station is in service already");
        }
        store.save(Optional.empty());
        current = Optional.empty();
        server.ifPresent(each -> each.gate().open(GATE));
        decided();
        LOG.warn("maintenance ended by '{}'", user);
        return new Answer(Quality.GOOD, -1, "the station is in service again");
    }

    private Answer handOver(String user) {
        try {
            if (loop.role().toCompletableFuture().get(HAND_OVER_MAX.toSeconds(), TimeUnit.SECONDS)
                    != RoleState.MASTER) {
                return new Answer(Quality.GOOD, -1, "not Master");
            }
            RoleRequest.Outcome outcome = roles.requestMaster(false, user)
                    .toCompletableFuture()
                    .get(HAND_OVER_MAX.toSeconds(), TimeUnit.SECONDS);
            return new Answer(outcome.quality(), -1, outcome.message());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return refused("interrupted");
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            return refused("no answer about the Master role: " + e);
        }
    }

    private Answer countDown(Verdict verdict, String reason, Station.Ending end, String user) {
        if (endingBegun) {
            return refused("the station is shutting down already");
        }
        Answer handedOver = handOver(user);
        if (!handedOver.quality().good()) {
            LOG.warn("shutting down as Master: {}", handedOver.message());
        }
        endingBegun = true;
        LOG.warn(
                "the station {} in {} s: {} (by '{}')",
                verdict.text(),
                verdict.countdown().toSeconds(),
                reason,
                user);
        count(System.nanoTime() + verdict.countdown().toNanos(), reason, end);
        return new Answer(
                Quality.GOOD, -1, verdict.text() + " in " + verdict.countdown().toSeconds() + " s");
    }

    private void count(long endNanos, String reason, Station.Ending end) {
        Duration left = Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
        server.ifPresent(each -> each.announceShutdown(left, reason));
        if (left.isZero()) {
            ending.accept(end);
        } else {
            long wait = Math.min(LOOK.toNanos(), left.toNanos());
            var unused = thread.schedule(() -> count(endNanos, reason, end), wait, TimeUnit.NANOSECONDS);
        }
    }

    private void drain() {
        if (current.isPresent() && System.nanoTime() - drainAt >= 0) {
            int ended = server.map(StationServer::drain).orElse(0);
            if (ended > 0) {
                LOG.info("maintenance: {} sessions of clients ended", ended);
            }
        }
    }

    /** Waits until the loop has decided with the new state and clients are shown it. */
    private void decided() {
        loop.devicesChanged();
        try {
            var unused = loop.role().toCompletableFuture().get(HAND_OVER_MAX.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            LOG.warn("the redundancy loop does not answer", e);
        }
    }

    private static Answer refused(String why) {
        return new Answer(Quality.BAD_INVALID_STATE, -1, "refused: " + why);
    }

    @FunctionalInterface
    private interface Step {
        Answer run() throws IOException;
    }

    private CompletionStage<Answer> ask(Step step) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        try {
            thread.execute(() -> {
                try {
                    answer.complete(step.run());
                } catch (IOException cannotStore) {
                    LOG.error("maintenance cannot be stored", cannotStore);
                    answer.complete(new Answer(
                            Quality.BAD_INTERNAL_ERROR,
                            -1,
                            "refused: it cannot be stored: " + cannotStore.getMessage()));
                } catch (RuntimeException bug) {
                    answer.completeExceptionally(bug);
                }
            });
        } catch (RejectedExecutionException closed) {
            answer.complete(refused("the station is stopping"));
        }
        return answer;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
