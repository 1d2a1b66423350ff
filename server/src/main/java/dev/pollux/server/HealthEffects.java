package dev.pollux.server;

import dev.pollux.server.health.watch.FaultEffects;
import dev.pollux.server.redundancy.loop.PairSnapshot;
import dev.pollux.server.redundancy.loop.RedundancyLoop;
import dev.pollux.server.space.StationServer;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the health check may do to its station. */
final class HealthEffects implements FaultEffects {
    private static final Logger LOG = LoggerFactory.getLogger(HealthEffects.class);
    private static final String ISOLATION = "isolation";

    private final boolean paired;
    private final RedundancyLoop loop;
    private final StationServer server;
    private final StationPublisher publisher;
    private final LongSupplier partnerCalls;
    private final BooleanSupplier addressAtRisk;
    private final Consumer<Station.Ending> ending;

    /**
     * What is seen of the surroundings.
     *
     * @param paired whether there is a partner by configuration
     * @param partnerCalls exchanges that it has begun
     * @param addressAtRisk a watched adapter is disconnected whose addresses come from DHCP
     */
    record Surroundings(boolean paired, LongSupplier partnerCalls, BooleanSupplier addressAtRisk) {}

    /** @param ending is told when the process is to end */
    HealthEffects(
            Surroundings around,
            RedundancyLoop loop,
            StationServer server,
            StationPublisher publisher,
            Consumer<Station.Ending> ending) {
        paired = around.paired();
        partnerCalls = around.partnerCalls();
        addressAtRisk = around.addressAtRisk();
        this.loop = loop;
        this.server = server;
        this.publisher = publisher;
        this.ending = ending;
    }

    @Override
    public Optional<PairSnapshot> pair() {
        return publisher.last();
    }

    @Override
    public boolean paired() {
        return paired;
    }

    @Override
    public boolean addressAtRisk() {
        return addressAtRisk.getAsBoolean();
    }

    @Override
    public long partnerCalls() {
        return partnerCalls.getAsLong();
    }

    @Override
    public void changed() {
        loop.devicesChanged();
    }

    @Override
    public void isolate(boolean away) {
        if (away) {
            server.gate().close(ISOLATION, "the station is in Fault and isolated");
            LOG.warn("{} client sessions were ended: the station is isolated", server.drain());
        } else {
            server.gate().open(ISOLATION);
        }
    }

    @Override
    public void showStuck(String reason) {
        publisher.showStuck(reason);
    }

    @Override
    public void showDeciding() {
        publisher.showDeciding();
    }

    @Override
    public void restart() {
        ending.accept(Station.Ending.RESTART);
    }

    /** Not exit: its hooks wait for what may hang. */
    @Override
    public void halt(int exitCode) {
        Runtime.getRuntime().halt(exitCode);
    }
}
