package dev.pollux.testkit.witness;

import dev.pollux.server.witness.EtcdWitness;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** Says again and again what each station wants of the witness, as its loop does with each decision. */
final class Wishes implements AutoCloseable {
    private static final long PERIOD_MILLIS = 50;

    private final Map<EtcdWitness, Wish> wishes = new ConcurrentHashMap<>();
    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();

    private record Wish(boolean lease, long term) {}

    Wishes() {
        var unused = loop.scheduleAtFixedRate(
                () -> wishes.forEach((witness, wish) -> witness.want(wish.lease(), wish.term())),
                PERIOD_MILLIS,
                PERIOD_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    /** From now on. */
    void want(EtcdWitness witness, boolean lease, long term) {
        wishes.put(witness, new Wish(lease, term));
        witness.want(lease, term);
    }

    /** The station's loop hangs. */
    void forget(EtcdWitness witness) {
        wishes.remove(witness);
    }

    @Override
    public void close() {
        loop.shutdownNow();
        Awaitility.await().until(loop::isTerminated);
    }
}
