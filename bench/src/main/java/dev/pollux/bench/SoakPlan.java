package dev.pollux.bench;

import dev.pollux.archive.Archive;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the long-running test does.
 *
 * @param adapter which archive
 * @param tags that have a value each second
 * @param seconds that are written
 * @param kills how often the writer is killed
 * @param seed of the instants of the kills
 * @param directory for data, empty or missing
 * @param url of the InfluxDB; empty with the embedded archive
 */
record SoakPlan(Adapter adapter, int tags, int seconds, int kills, long seed, Path directory, String url) {
    /** An archive to choose. */
    enum Adapter {
        ROCKS,
        INFLUX;

        /** The database that it needs beside it. */
        @Nullable
        InfluxServer influx(Path directory) throws IOException, InterruptedException {
            return this == ROCKS ? null : new InfluxServer(Files.createDirectories(directory.resolve("influxdb")));
        }
    }

    private static final int TAGS = 10_000;
    private static final int SECONDS = 3_600;
    private static final int KILLS = 10;

    /**
     * Arguments: {@code --adapter rocks|influx --tags N --seconds N --kills N --seed N --directory DIR}, each of which
     * may be left out; {@code --url URL} for a database that runs already.
     */
    static SoakPlan of(String[] arguments) {
        SoakPlan plan = new SoakPlan(
                Adapter.ROCKS,
                TAGS,
                SECONDS,
                KILLS,
                System.nanoTime(),
                Path.of(
                        System.getProperty("java.io.tmpdir"),
                        "pollux-soak-" + ProcessHandle.current().pid()),
                "");
        if (arguments.length % 2 != 0) {
            throw new IllegalArgumentException("each argument needs a value: " + String.join(" ", arguments));
        }
        for (int i = 0; i < arguments.length; i += 2) {
            plan = plan.with(arguments[i], arguments[i + 1]);
        }
        return plan;
    }

    private SoakPlan with(String key, String value) {
        return switch (key) {
            case "--adapter" ->
                new SoakPlan(
                        Adapter.valueOf(value.toUpperCase(Locale.ROOT)), tags, seconds, kills, seed, directory, url);
            case "--tags" -> new SoakPlan(adapter, Integer.parseInt(value), seconds, kills, seed, directory, url);
            case "--seconds" -> new SoakPlan(adapter, tags, Integer.parseInt(value), kills, seed, directory, url);
            case "--kills" -> new SoakPlan(adapter, tags, seconds, Integer.parseInt(value), seed, directory, url);
            case "--seed" -> new SoakPlan(adapter, tags, seconds, kills, Long.parseLong(value), directory, url);
            case "--directory" -> new SoakPlan(adapter, tags, seconds, kills, seed, Path.of(value), url);
            case "--url" -> withUrl(value);
            default -> throw new IllegalArgumentException("no argument " + key);
        };
    }

    SoakPlan withUrl(String newUrl) {
        return new SoakPlan(adapter, tags, seconds, kills, seed, directory, newUrl);
    }

    long values() {
        return (long) tags * seconds;
    }

    Workload workload() {
        return new Workload(tags, Workload.Stamping.POLLED);
    }

    Archive open() {
        return switch (adapter) {
            case ROCKS -> Stores.rocks(directory.resolve("rocks"));
            case INFLUX -> Stores.influx(directory.resolve("queue"), URI.create(url));
        };
    }

    /** The same plan for another process. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of(
                "--adapter", adapter.name(), "--tags", "" + tags, "--seconds", "" + seconds, "--kills", "" + kills));
        arguments.addAll(List.of("--seed", "" + seed, "--directory", directory.toString(), "--url", url));
        return arguments;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: %,d tags, %,d seconds, %,d values, %d kills, seed %d, in %s",
                adapter.name().toLowerCase(Locale.ROOT),
                tags,
                seconds,
                values(),
                kills,
                seed,
                directory);
    }
}
