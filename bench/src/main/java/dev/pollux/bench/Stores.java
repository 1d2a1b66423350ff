package dev.pollux.bench;

import dev.pollux.archive.Archive;
import dev.pollux.archive.influx.InfluxArchive;
import dev.pollux.archive.influx.InfluxConfig;
import dev.pollux.archive.rocks.RocksArchive;
import dev.pollux.archive.rocks.RocksConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;

/** The archives that are measured, as a station opens them. */
final class Stores {
    private Stores() {}

    /** The embedded one with its defaults, an fsync every 100 ms among them. */
    static Archive rocks(Path directory) {
        return RocksArchive.open(RocksConfig.in(directory), Clock.systemUTC());
    }

    /** The queue in front of an InfluxDB, with its defaults. */
    static Archive influx(Path queue, URI url) {
        InfluxConfig config = InfluxConfig.of(url, InfluxConfig.Login.NONE, "pollux", "");
        return InfluxArchive.open(queue, config, Clock.systemUTC());
    }
}
