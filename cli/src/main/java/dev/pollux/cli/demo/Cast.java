package dev.pollux.cli.demo;

import dev.pollux.cli.demo.Child.Life;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The processes of the demo: the plant and the stations. {@link #close} leaves none of them behind. */
final class Cast implements AutoCloseable {
    private static final Duration STOP_MAX = Duration.ofSeconds(4);

    private static final Logger LOG = LoggerFactory.getLogger(Cast.class);

    private final Child plant;
    private final List<Child> stations;
    private final Thread atExit = new Thread(this::endAll, "pollux-demo-exit");

    Cast(Child plant, List<Child> stations) {
        this.plant = plant;
        this.stations = List.copyOf(stations);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    Child plant() {
        return plant;
    }

    List<Child> stations() {
        return stations;
    }

    Optional<Child> station(String name) {
        return stations.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /** Names of the stations with this life. */
    List<String> with(Life life) {
        return stations.stream()
                .filter(each -> each.life() == life)
                .map(Child::name)
                .toList();
    }

    private void endAll() {
        List<Child> all = new ArrayList<>(stations);
        all.add(plant);
        all.forEach(Child::stop);
        all.forEach(each -> each.end(STOP_MAX));
    }

    /** Thaws and stops all; kills what does not stop within 4 s. */
    @Override
    public void close() {
        endAll();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            LOG.debug("the JVM is going down already; the hook does the same work once more", e);
        }
    }
}
