package dev.pollux.server;

import dev.pollux.server.project.Project;
import dev.pollux.server.project.StationConfig;
import dev.pollux.server.project.WitnessConfig;
import dev.pollux.server.redundancy.WitnessView;
import dev.pollux.server.redundancy.loop.Witness;
import dev.pollux.server.space.system.WitnessValues;
import dev.pollux.server.witness.EtcdWitness;
import dev.pollux.server.witness.WitnessStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The witness as one station has it; there need not be one. */
final class StationWitness implements Witness, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StationWitness.class);

    private final Optional<WitnessConfig> config;
    private final Supplier<EtcdWitness> maker;
    // Replaced by the health check.
    private volatile Optional<EtcdWitness> witness;

    /**
     * Not asked yet.
     *
     * @param changed called on the witness's thread when something about the lease has changed
     */
    StationWitness(Project project, StationConfig station, Runnable changed) {
        config = project.redundancy()
                .witness()
                .filter(each -> project.redundancy().isPair());
        maker = () ->
                new EtcdWitness(project.name(), station.station(), config.orElseThrow(), station.witness(), changed);
        witness = config.map(each -> maker.get());
    }

    @Override
    public WitnessView view(LongFunction<Duration> uptimeOf) {
        return witness.map(each -> each.view(uptimeOf)).orElse(WitnessView.NONE);
    }

    @Override
    public void want(boolean lease, long term) {
        witness.ifPresent(each -> each.want(lease, term));
    }

    void begin() throws IOException {
        if (witness.isPresent()) {
            witness.get().start();
        }
    }

    /** How long its thread may be without a sign of life; empty where there is none. */
    Optional<Duration> silence(Duration limit) {
        return config.map(WitnessConfig::lease).map(lease -> lease.compareTo(limit) > 0 ? lease : limit);
    }

    /** The sign of life of its thread. */
    long beat() {
        return witness.map(EtcdWitness::beat).orElse(0L);
    }

    /** Leaves a thread that hangs alone; another one begins with nothing, and what it held runs out in etcd. */
    void startAnew() {
        witness.ifPresent(hung -> {
            EtcdWitness next = maker.get();
            try {
                next.start();
            } catch (IOException e) {
                LOG.error("the witness cannot be asked anew: {}", e.getMessage());
                next.abandon();
                return;
            }
            witness = Optional.of(next);
            hung.abandon();
        });
    }

    WitnessValues values(boolean acts) {
        Optional<EtcdWitness> now = witness;
        if (now.isEmpty()) {
            return WitnessValues.NONE.acting(acts);
        }
        WitnessStatus status = now.get().status();
        return new WitnessValues(
                config.orElseThrow().endpoints(),
                status.reachable(),
                status.state(),
                status.holder().orElse(""),
                status.term(),
                status.trouble().orElse(""),
                acts);
    }

    @Override
    public void close() {
        witness.ifPresent(EtcdWitness::close);
    }
}
