package dev.pollux.testkit.network;

import dev.pollux.testkit.process.JavaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One machine of a {@link NetworkGround}. */
public final class Host {
    private static final int WINDOW_LIMIT_SECONDS = 30;

    private final String name;
    private final String namespace;
    private final Map<String, Adapter> adapters = new LinkedHashMap<>();
    private final List<Process> relays = new ArrayList<>();

    Host(String name, String namespace) {
        this.name = name;
        this.namespace = namespace;
        Command.must(Command.tool("ip"), "-n", namespace, "link", "set", "lo", "up");
        nft("""
                add table inet pollux
                add chain inet pollux input { type filter hook input priority 0; }
                add chain inet pollux output { type filter hook output priority 0; }
                """);
    }

    /** As given. */
    public String name() {
        return name;
    }

    String namespace() {
        return namespace;
    }

    /**
     * Puts an adapter in and plugs it into a network.
     *
     * @param adapter name of the interface, at most 15 characters, such as {@code eth0}
     * @param network to plug it into
     * @param address with the length of the network, such as {@code 10.77.1.1/24}
     */
    public Adapter plug(String adapter, Switch network, String address) {
        Adapter made = new Adapter(this, adapter, address, network);
        adapters.put(adapter, made);
        return made;
    }

    /** An adapter plugged in before. */
    public Adapter adapter(String adapter) {
        Adapter found = adapters.get(adapter);
        if (found == null) {
            throw new IllegalArgumentException(name + " has no adapter " + adapter + " but " + adapters.keySet());
        }
        return found;
    }

    /** Loses all that comes from an address and all that goes to it, until {@link #heal}. */
    public void cutOff(String address) {
        loseFrom(address);
        loseTo(address);
    }

    /** Loses all that comes from an address; what goes there arrives. */
    public void loseFrom(String address) {
        filter("input", "ip saddr " + address, 1);
    }

    /** Loses all that goes to an address; what comes from there arrives. */
    public void loseTo(String address) {
        filter("output", "ip daddr " + address, 1);
    }

    /** Loses this share of the packets that come from an address, at random. */
    public void loseFrom(String address, double share) {
        filter("input", "ip saddr " + address, share);
    }

    /** Loses this share of the packets that go to an address, at random. */
    public void loseTo(String address, double share) {
        filter("output", "ip daddr " + address, share);
    }

    /** Answers connections to a TCP port with a reset, as a host without that server does. */
    public void refuse(int port) {
        nft("add rule inet pollux input tcp dport " + port + " reject with tcp reset\n");
    }

    /** Ends every loss and refusal; cables and rates stay as they are. */
    public void heal() {
        nft("flush table inet pollux\n");
    }

    void filter(String chain, String match, double share) {
        String some = share >= 1 ? "" : "numgen random mod 10000 < " + Math.round(share * 10_000);
        nft("add rule inet pollux " + chain + " " + match + " " + some + " drop\n");
    }

    private void nft(String commands) {
        Command.must(within(List.of(Command.tool("nft"), "-f", "-")), commands);
    }

    /** Runs a command on this host to its end and gives what it printed. Anything but success is an error. */
    public String run(String... command) {
        return Command.must(within(List.of(command)), "");
    }

    /** Starts a Java program on this host; the rest as in {@link JavaProcess#start(String, Path, String, List)}. */
    public JavaProcess java(String title, Path directory, String mainClass, List<String> arguments) {
        return JavaProcess.start(title, directory, within(JavaProcess.command(mainClass, arguments)));
    }

    /** Starts any program on this host. */
    public JavaProcess start(String title, Path directory, List<String> command) {
        return JavaProcess.start(title, directory, within(command));
    }

    /** Whether a TCP connection to there is accepted within two seconds. */
    public boolean reaches(String address, int port) {
        return Command.run(
                                within(List.of(
                                        "timeout", "2", "bash", "-c", ": 2>&1 </dev/tcp/" + address + "/" + port)),
                                "")
                        .code()
                == 0;
    }

    /** Listens on a TCP port of all its addresses and sends back what comes, until the ground is closed. */
    public void echo(int port) {
        List<String> command = new ArrayList<>(List.of("env"));
        Command.environment().forEach((key, value) -> command.add(key + "=" + value));
        command.addAll(List.of(Command.tool("socat"), "TCP-LISTEN:" + port + ",reuseaddr,fork", "EXEC:cat"));
        try {
            Process process = new ProcessBuilder(within(command))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            relays.add(process);
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WINDOW_LIMIT_SECONDS);
            while (!reaches("127.0.0.1", port)) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    throw new AssertionError("nothing listens at port " + port + " of " + name);
                }
                rest();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command, e);
        }
    }

    private List<String> within(List<String> command) {
        List<String> whole = new ArrayList<>(List.of(Command.tool("ip"), "netns", "exec", namespace));
        whole.addAll(command);
        return whole;
    }

    /**
     * Lets the test look out of this host: who connects to the local port is connected from here. With the address
     * 127.0.0.1 it reaches this host itself, also when all its cables are pulled. Closed with the ground.
     *
     * @param localPort on the machine's own loopback, below 32768
     * @param address seen from this host
     * @param port there
     */
    public void window(int localPort, String address, int port) {
        String inside =
                String.join(" ", within(List.of(Command.tool("socat"), "STDIO", "TCP:" + address + ":" + port)));
        ProcessBuilder builder = Socat.between(
                        "TCP-LISTEN:" + localPort + ",bind=127.0.0.1,reuseaddr,fork,nodelay", "EXEC:\"" + inside + "\"")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        try {
            Process process = builder.start();
            relays.add(process);
            awaitListening(process, localPort);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + inside, e);
        }
    }

    private static void awaitListening(Process process, int port) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WINDOW_LIMIT_SECONDS);
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
                return;
            } catch (IOException notYet) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    throw new AssertionError("no window at port " + port + ": is it in use?", notYet);
                }
            }
            rest();
        }
    }

    private static void rest() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for a port", e);
        }
    }

    void endRelays() {
        relays.forEach(process -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        });
        relays.clear();
    }
}
