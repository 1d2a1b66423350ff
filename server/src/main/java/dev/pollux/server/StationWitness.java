package dev.pollux.server;

import dev.pollux.server.project.Project;
import dev.pollux.server.project.StationConfig;
import dev.pollux.server.project.WitnessConfig;
import dev.pollux.server.redundancy.loop.RedundancyLoop;
import dev.pollux.server.redundancy.loop.Witness;
import dev.pollux.server.space.system.WitnessValues;
import dev.pollux.server.witness.EtcdWitness;
import dev.pollux.server.witness.WitnessStatus;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The witness as one station has it; there need not be one. */
final class StationWitness implements AutoCloseable {
    private final Optional<EtcdWitness> witness;
    private final List<String> endpoints;
    private final Supplier<RedundancyLoop> loop;

    /**
     * Not asked yet.
     *
     * @param loop that is told of changes, once it is there
     */
    StationWitness(Project project, StationConfig config, Supplier<RedundancyLoop> loop) {
        this.loop = loop;
        Optional<WitnessConfig> given = project.redundancy()
                .witness()
                .filter(each -> project.redundancy().isPair());
        endpoints = given.map(WitnessConfig::endpoints).orElse(List.of());
        witness = given.map(each -> new EtcdWitness(
                project.name(),
                config.station(),
                each,
                config.witness(),
                () -> loop.get().witnessChanged()));
    }

    Witness port() {
        return witness.isPresent() ? witness.get() : Witness.NONE;
    }

    void begin() throws IOException {
        if (witness.isPresent()) {
            witness.get().start();
        }
    }

    WitnessValues values() {
        if (witness.isEmpty()) {
            return WitnessValues.NONE.acting(loop.get().mayAct());
        }
        WitnessStatus status = witness.get().status();
        return new WitnessValues(
                endpoints,
                status.reachable(),
                status.state(),
                status.holder().orElse(""),
                status.term(),
                status.trouble().orElse(""),
                loop.get().mayAct());
    }

    @Override
    public void close() {
        witness.ifPresent(EtcdWitness::close);
    }
}
