package dev.pollux.testkit.pair;

import dev.pollux.server.redundancy.WitnessView;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** A station's side of the {@link SimulatedWitness}: gets, renews and releases the lease as its decisions want. */
final class LeaseKeeper {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final SimulatedStation station;
    private final PairSimulation world;
    private final SimulatedWitness witness;
    private WitnessView view = WitnessView.UNREACHABLE;
    private boolean wanted;
    private long term;
    private long grant;
    private Duration answeredAt = Duration.ZERO;
    private Optional<Duration> releasedAt = Optional.empty();

    LeaseKeeper(SimulatedStation station, PairSimulation world, SimulatedWitness witness) {
        this.station = station;
        this.world = world;
        this.witness = witness;
    }

    /** What is known at this uptime. */
    WitnessView view(Duration uptime) {
        boolean held = view.until().filter(until -> until.compareTo(uptime) > 0).isPresent();
        boolean answered = uptime.minus(answeredAt).compareTo(TIMEOUT) <= 0;
        return held || (answered && view.status() != WitnessView.Status.HELD)
                ? view
                : WitnessView.UNREACHABLE.knowing(view.term());
    }

    void want(boolean lease, long own) {
        if (wanted && !lease && grant != 0) {
            long released = grant;
            grant = 0;
            view = WitnessView.FREE.knowing(view.term());
            releasedAt = station.uptime();
            overNetwork(() -> witness.release(released));
        }
        boolean news = lease && (!wanted || own > Math.max(term, view.term()));
        wanted = lease;
        term = own;
        if (news) {
            ask();
        }
    }

    /** Called at a fixed rate while the process runs. */
    void poll() {
        ask();
    }

    Duration period() {
        return POLL;
    }

    private void ask() {
        Duration sent = station.uptime().orElseThrow();
        boolean acquire = wanted;
        long mine = grant;
        long own = term;
        Consumer<Runnable> back = station.returning();
        overNetwork(() -> {
            Optional<SimulatedWitness.Grant> granted =
                    acquire ? witness.acquire(station.name(), mine, own) : Optional.empty();
            Optional<SimulatedWitness.Grant> held = witness.held();
            long recorded = witness.term();
            overNetwork(() -> back.accept(() -> answered(sent, granted, held, recorded)));
        });
    }

    private void answered(
            Duration sent,
            Optional<SimulatedWitness.Grant> granted,
            Optional<SimulatedWitness.Grant> held,
            long onRecord) {
        long recorded = Math.max(onRecord, view.term()); // Answers may overtake each other.
        if (granted.isPresent()) {
            // An answer from before the release is about a lease that is gone.
            boolean stale = releasedAt.filter(at -> at.compareTo(sent) >= 0).isPresent();
            if (!wanted || stale) {
                long unwanted = granted.get().id();
                overNetwork(() -> witness.release(unwanted));
                return;
            }
            grant = granted.get().id();
            // A tenth less: clocks of two machines do not run alike.
            view = WitnessView.held(sent.plus(Duration.ofNanos(witness.lease().toNanos() / 10 * 9)), recorded);
        } else if (grant == 0 || held.filter(h -> h.id() == grant).isEmpty()) {
            grant = 0;
            view = held.map(h -> WitnessView.taken(h.holder()))
                    .orElse(WitnessView.FREE)
                    .knowing(recorded);
        }
        answeredAt = sent;
        station.witnessChanged();
    }

    private void overNetwork(Runnable there) {
        if (witness.reachedBy(station.name())) {
            world.clock().after(world.delay(), () -> {
                if (witness.reachedBy(station.name())) {
                    there.run();
                }
            });
        }
    }
}
