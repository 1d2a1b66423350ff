package dev.pollux.testkit.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Hosts and networks on one machine, each host a network namespace. Its interfaces, addresses, routes and filters are
 * its own; files, processes and time are the machine's. What is made here cannot be seen from the machine's network,
 * so addresses need not differ between two runs. All of it, and every process in it, is gone after {@link #close}, also
 * when the JVM just ends; what a killed run has left is removed by the next one. Not thread-safe.
 */
public final class NetworkGround implements AutoCloseable {
    private static final String PREFIX = "plx";
    private static final Pattern NAME = Pattern.compile(PREFIX + "-([0-9]+)-([0-9]+)-.*");
    private static final Path NAMESPACES = Path.of("/run/netns");
    private static final AtomicInteger RUNS = new AtomicInteger();

    private final String run;
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final Map<String, Switch> switches = new LinkedHashMap<>();
    private final Thread hook = new Thread(this::remove, "network-ground-end");
    private boolean closed;

    private NetworkGround() {
        run = PREFIX + "-" + ProcessHandle.current().pid() + "-" + started(ProcessHandle.current()) + "-"
                + RUNS.incrementAndGet() + "-";
    }

    /**
     * An empty ground.
     *
     * @throws AssertionError in one line if this process may not make network namespaces
     */
    public static NetworkGround open() {
        sweep();
        NetworkGround ground = new NetworkGround();
        Runtime.getRuntime().addShutdownHook(ground.hook);
        String probe = ground.run + "probe";
        Command.Outcome outcome = Command.run(List.of(Command.tool("ip"), "netns", "add", probe), "");
        if (outcome.code() == 0) {
            outcome = Command.run(
                    List.of(Command.tool("ip"), "netns", "exec", probe, Command.tool("ip"), "link", "set", "lo", "up"),
                    "");
        }
        if (outcome.code() != 0) {
            ground.close();
            throw new AssertionError("this test needs network namespaces, which cannot be made here: run it as root"
                    + " with CAP_SYS_ADMIN and CAP_NET_ADMIN (" + outcome.text() + ")");
        }
        delete(probe);
        return ground;
    }

    /** A host with nothing but its loopback; the same one if asked again. */
    public Host host(String name) {
        return hosts.computeIfAbsent(name, each -> new Host(each, namespace(each)));
    }

    /** A switch, that is one network; the same one if asked again. */
    public Switch network(String name) {
        return switches.computeIfAbsent(name, each -> new Switch(each, namespace("switch-" + each)));
    }

    private String namespace(String name) {
        if (!name.matches("[a-z][a-z0-9-]{0,15}|switch-[a-z][a-z0-9-]{0,15}")) {
            throw new IllegalArgumentException("a name of small letters, digits and -, not " + name);
        }
        String namespace = run + name;
        Command.must(Command.tool("ip"), "netns", "add", namespace);
        return namespace;
    }

    /** Ends every process in it and removes it. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The hook runs already, or is about to.
            return;
        }
        remove();
    }

    private synchronized void remove() {
        if (closed) {
            return;
        }
        closed = true;
        hosts.values().forEach(Host::endRelays);
        named(run).forEach(NetworkGround::delete);
    }

    /** Removes what runs that are dead have left. */
    private static void sweep() {
        named(PREFIX + "-").stream().filter(NetworkGround::abandoned).forEach(NetworkGround::delete);
    }

    private static boolean abandoned(String namespace) {
        Matcher match = NAME.matcher(namespace);
        if (!match.matches()) {
            return false;
        }
        Optional<ProcessHandle> owner = ProcessHandle.of(Long.parseLong(match.group(1)));
        // Process ids are used again; the moment of the start tells two apart.
        return owner.filter(each -> String.valueOf(started(each)).equals(match.group(2)))
                .isEmpty();
    }

    private static long started(ProcessHandle process) {
        return process.info().startInstant().map(at -> at.getEpochSecond()).orElse(0L);
    }

    private static List<String> named(String prefix) {
        if (!Files.isDirectory(NAMESPACES)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(NAMESPACES)) {
            return all.map(each -> String.valueOf(each.getFileName()))
                    .filter(name -> name.startsWith(prefix))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(String namespace) {
        String ip = Command.tool("ip");
        // A namespace lives as long as a process in it, so these go first.
        Command.run(List.of(ip, "netns", "pids", namespace), "")
                .text()
                .lines()
                .filter(pid -> pid.matches("[0-9]+"))
                .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
                .forEach(ProcessHandle::destroyForcibly);
        Command.run(List.of(ip, "netns", "delete", namespace), "");
    }
}
