package dev.pollux.cli.demo;

import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.Configuration;
import dev.pollux.cli.pair.ExitCode;
import dev.pollux.server.project.DeviceConfig;
import dev.pollux.server.project.Project;
import dev.pollux.server.project.StationConfig;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The directory in which a demo works: a copy of the project with other ports, station files, data and logs. */
final class DemoFiles implements AutoCloseable {
    private static final Pattern PORT = Pattern.compile("(?m)^(\\s*(?:-\\s+)?port:\\s*)(\\d{1,5})(\\s*(?:#.*)?)$");
    private static final Pattern ANONYMOUS = Pattern.compile("(?m)^(\\s*anonymous:\\s*)operator(\\s*(?:#.*)?)$");

    /** In use by this very demo. */
    private static final Set<String> KEPT = Set.of("lock", "demo.log");

    private final Path directory;
    private final FileChannel channel;
    private final FileLock lock;

    /**
     * A station of the demo.
     *
     * @param file its station file
     * @param config what is in it
     */
    record StationFile(Path file, StationConfig config) {}

    /**
     * Everything that was prepared.
     *
     * @param project directory of the copy
     * @param shared what is in it
     * @param stations both stations, in the order of the project
     * @param plantPort where the plant shall listen
     */
    record Prepared(Path project, Project shared, List<StationFile> stations, int plantPort) {}

    private DemoFiles(Path directory, FileChannel channel, FileLock lock) {
        this.directory = directory;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes a directory for one demo alone.
     *
     * @throws CommandFailure if another demo works in it
     */
    static DemoFiles open(Path directory) throws IOException {
        Files.createDirectories(directory);
        FileChannel channel =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new DemoFiles(directory, channel, lock);
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw inUse(directory);
        }
        channel.close();
        throw inUse(directory);
    }

    private static CommandFailure inUse(Path directory) {
        return new CommandFailure(
                ExitCode.FAILED, "another demo works in " + directory + ": end it, or start this one elsewhere");
    }

    /** Where a log of this name goes. */
    Path log(String name) {
        return directory.resolve(name.toLowerCase(Locale.ROOT) + ".log");
    }

    /**
     * Throws away what an earlier demo has left and copies the project.
     *
     * @param source the project
     * @param portBase first of the ports to use; empty = as written in the project
     */
    Prepared prepare(Path source, OptionalInt portBase) throws IOException {
        Project written = Configuration.project(source);
        List<StationFile> stations = stations(source, written);
        int plantPort = plantPort(written);
        DemoPorts ports = DemoPorts.of(
                stations.stream()
                        .flatMap(each -> each.config().endpoints().stream())
                        .map(StationConfig.Endpoint::port)
                        .toList(),
                plantPort,
                portBase);
        ports.requireFree();
        clear();
        Path copy = directory.resolve("project");
        copy(source, copy, ports, plantPort);
        Project shared = Configuration.project(copy);
        checkDevices(shared, ports.of(plantPort));
        List<StationFile> moved = new ArrayList<>();
        for (StationFile station : stations) {
            String name = station.config().station();
            Path file = directory.resolve(name.toLowerCase(Locale.ROOT) + ".yaml");
            Files.writeString(file, StationYaml.of(station.config(), ports, name.toLowerCase(Locale.ROOT)));
            moved.add(new StationFile(file, Configuration.station(file, shared)));
        }
        return new Prepared(copy, shared, moved, ports.of(plantPort));
    }

    /** Every station must have a file in the project directory; it is found by what is in it, not by its name. */
    private static List<StationFile> stations(Path source, Project project) throws IOException {
        List<String> names = project.redundancy().stations();
        if (names.size() != 2) {
            throw new CommandFailure(
                    ExitCode.FAILED, "the demo needs a project with two stations, " + source + " has " + names);
        }
        List<StationFile> found = new ArrayList<>();
        for (String name : names) {
            Path file = source.resolve(name.toLowerCase(Locale.ROOT) + ".yaml");
            if (!Files.exists(file)) {
                throw new CommandFailure(
                        ExitCode.FAILED, "the demo needs the station file " + file + " for station " + name);
            }
            found.add(new StationFile(file, Configuration.station(file, project)));
        }
        return found;
    }

    private static int plantPort(Project project) {
        List<Integer> ports =
                project.devices().stream().map(DeviceConfig::port).distinct().toList();
        if (ports.size() != 1) {
            throw new CommandFailure(
                    ExitCode.FAILED, "the demo needs devices that all have the port of the plant, not " + ports);
        }
        return ports.get(0);
    }

    private static void checkDevices(Project shared, int port) {
        for (DeviceConfig device : shared.devices()) {
            if (device.port() != port) {
                throw new CommandFailure(
                        ExitCode.FAILED,
                        "device " + device.name() + " has port " + device.port()
                                + ", which the demo could not change: give it a line of its own in project.yaml");
            }
        }
    }

    private static void copy(Path source, Path target, DemoPorts ports, int plantPort) throws IOException {
        Files.createDirectories(target.resolve("tags"));
        String text = Files.readString(source.resolve("project.yaml"));
        Matcher matcher = PORT.matcher(text);
        text = matcher.replaceAll(match -> Integer.parseInt(match.group(2)) == plantPort
                ? Matcher.quoteReplacement(match.group(1) + ports.of(plantPort) + match.group(3))
                : Matcher.quoteReplacement(match.group()));
        // Whoever looks on with a client of his own may switch over, too; it is a demo.
        text = ANONYMOUS.matcher(text).replaceAll("$1supervisor$2");
        Files.writeString(target.resolve("project.yaml"), text);
        try (Stream<Path> tags = Files.list(source.resolve("tags"))) {
            for (Path file : tags.toList()) {
                Files.copy(file, target.resolve("tags").resolve(String.valueOf(file.getFileName())));
            }
        }
    }

    /** Deletes everything that is not in use; symbolic links are deleted, not followed. */
    private void clear() throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!KEPT.contains(directory.relativize(file).toString())) {
                    Files.delete(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, java.io.IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                if (!visited.equals(directory)) {
                    Files.delete(visited);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }
}
