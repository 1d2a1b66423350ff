package dev.pollux.server;

import dev.pollux.server.maintenance.Maintenance;
import dev.pollux.server.redundancy.PartnerView;
import dev.pollux.server.redundancy.RoleState;
import dev.pollux.server.redundancy.ServiceLevel;
import dev.pollux.server.redundancy.link.LinkWorker;
import dev.pollux.server.redundancy.loop.Effects;
import dev.pollux.server.redundancy.loop.PairSnapshot;
import dev.pollux.server.redundancy.loop.PairSnapshot.PartnerStation;
import dev.pollux.server.redundancy.loop.TermStore;
import dev.pollux.server.source.Acquisition;
import dev.pollux.server.space.StationServer;
import dev.pollux.server.space.system.PairDetails;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the outcome of decisions to address space, links and disk, on a thread of its own: what is shown and logged
 * may wait for clients or a disk, the redundancy loop may not. Told by the loop, and by a timer for what the devices do
 * in between.
 */
final class StationPublisher implements Effects, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StationPublisher.class);

    /** As in Fault with no device: serving, but better is a station that can decide. */
    private static final int LEVEL_STUCK = 50;

    private static final Duration SHOWN_MAX = Duration.ofMillis(100);

    private final StationValues values;
    private final TermStore terms;
    private final Acquisition acquisition;
    private final StationDevices devices;
    private final ExecutorService disk;
    private final ExecutorService showing = Executors.newSingleThreadExecutor(StationPublisher::thread);
    // Set once before the loop starts.
    private Optional<StationServer> server = Optional.empty();
    private List<LinkWorker> links = List.of();
    private Consumer<PairSnapshot> desk = snapshot -> {};
    private Consumer<PairSnapshot> door = snapshot -> {};
    private Consumer<String> broken = reason -> {};
    private Supplier<Optional<Maintenance>> maintenance = Optional::empty;
    private Optional<Function<PairSnapshot, PairDetails>> details = Optional.empty();
    // Owned by the showing thread.
    private Optional<PairSnapshot> decided = Optional.empty();
    // Written by the showing thread, read by the health check too.
    private volatile Optional<PairSnapshot> last = Optional.empty();

    /**
     * Nothing is published yet.
     *
     * @param disk writes terms, so that a slow disk never delays a takeover
     */
    StationPublisher(
            StationValues values,
            TermStore terms,
            Acquisition acquisition,
            StationDevices devices,
            ExecutorService disk) {
        this.values = values;
        this.terms = terms;
        this.acquisition = acquisition;
        this.devices = devices;
        this.disk = disk;
    }

    /** Says where to. Before the loop starts. */
    void connect(
            StationServer toServer,
            List<LinkWorker> toLinks,
            Consumer<PairSnapshot> toDesk,
            Consumer<String> whenBroken) {
        broken = whenBroken;
        server = Optional.of(toServer);
        door = new StationDoor(values.mode(), toServer)::follow;
        links = List.copyOf(toLinks);
        desk = toDesk;
    }

    /** Says who knows whether the station is out of service. Before the loop starts. */
    void maintained(Supplier<Optional<Maintenance>> by) {
        maintenance = by;
    }

    /** Says who explains the state of the pair. Before the loop starts. */
    void explained(Function<PairSnapshot, PairDetails> by) {
        details = Optional.of(by);
    }

    @Override
    public void follow(RoleState role, PartnerView partner, Optional<PartnerStation> said) {
        devices.follow(role, partner, said);
    }

    @Override
    public void nudgeLinks() {
        links.forEach(LinkWorker::nudge);
    }

    @Override
    public void storeTerm(long term) {
        disk.execute(() -> {
            try {
                terms.save(term);
            } catch (IOException e) {
                // The partner remembers it too; only the end of both at once could bring an old term back.
                LOG.error("cannot store term {}: {}", term, e.toString());
            }
        });
    }

    @Override
    public void publish(PairSnapshot snapshot) {
        show(() -> {
            decided = Optional.of(snapshot);
            show(snapshot);
        });
    }

    private void show(PairSnapshot snapshot) {
        last = Optional.of(snapshot);
        server.ifPresent(s -> {
            Optional<Maintenance> outOfService = maintenance.get();
            s.publish(outOfService);
            s.publish(values.topology(snapshot, outOfService));
            door.accept(snapshot);
            system(s, snapshot);
        });
        desk.accept(snapshot);
    }

    /** Publishes again with fresh numbers of the devices; what lasts may be worth a message by now. */
    void refresh() {
        show(() -> last.ifPresent(snapshot -> {
            server.ifPresent(s -> system(s, snapshot));
            desk.accept(snapshot);
        }));
    }

    private void system(StationServer to, PairSnapshot snapshot) {
        to.publish(values.system(snapshot, acquisition.devices()));
        details.ifPresent(each -> to.system().publish(each.apply(snapshot)));
    }

    /**
     * Waits until everything published so far is shown to clients, but not long: a partner that heard of a new role
     * before the clients could give up its own, and for a moment nobody would be seen as Master.
     */
    void awaitShown() {
        try {
            showing.submit(() -> {}).get(SHOWN_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
            LOG.debug("clients are shown later than the partner is told", e);
        }
    }

    /** What was shown last; empty at first. */
    Optional<PairSnapshot> last() {
        return last;
    }

    /** Shows that the station cannot decide any more; for when the thread that decides hangs. */
    void showStuck(String reason) {
        show(() -> decided.ifPresent(before -> show(before.stuck(ServiceLevel.of(LEVEL_STUCK, reason)))));
    }

    /** Shows what was decided last, as it may go on where it stopped, without anything new. */
    void showDeciding() {
        show(() -> decided.ifPresent(this::show));
    }

    /** Runs something on the thread, to see that it does its work. */
    void probe(Runnable alive) {
        showing.execute(alive);
    }

    private void show(Runnable action) {
        showing.execute(() -> {
            try {
                action.run();
            } catch (RuntimeException e) {
                LOG.error("cannot show the state of the pair", e);
                broken.accept("the address space cannot show the state of the pair: " + e);
            }
        });
    }

    /** Ends the thread after what is queued. */
    @Override
    public void close() {
        showing.shutdown();
    }

    private static Thread thread(Runnable action) {
        Thread thread = new Thread(action, "pollux-publish");
        thread.setDaemon(true);
        return thread;
    }
}
