package dev.pollux.testkit.network;

import java.util.List;

/** One network adapter of a host and its cable to a switch. */
public final class Adapter {
    private final Host host;
    private final String name;
    private final String address;
    private final Switch network;
    private final String port;

    Adapter(Host host, String name, String address, Switch network) {
        this.host = host;
        this.name = name;
        this.address = address;
        this.network = network;
        port = network.nextPort();
        String ip = Command.tool("ip");
        Command.must(
                ip,
                "-n",
                host.namespace(),
                "link",
                "add",
                name,
                "type",
                "veth",
                "peer",
                "name",
                port,
                "netns",
                network.namespace());
        Command.must(ip, "-n", network.namespace(), "link", "set", port, "master", "bridge", "up");
        Command.must(ip, "-n", host.namespace(), "address", "add", address, "dev", name);
        up();
    }

    /** Name of the interface on its host. */
    public String name() {
        return name;
    }

    /** IP address without the length of its network. */
    public String address() {
        return address.replaceFirst("/.*", "");
    }

    /** Pulls the cable: the adapter stays up and loses its carrier. */
    public void pull() {
        Command.must(Command.tool("ip"), "-n", network.namespace(), "link", "set", port, "down");
    }

    /** Plugs the cable in again. */
    public void plugIn() {
        Command.must(Command.tool("ip"), "-n", network.namespace(), "link", "set", port, "up");
    }

    /** Switches the adapter off, as an administrator does. */
    public void down() {
        Command.must(Command.tool("ip"), "-n", host.namespace(), "link", "set", name, "down");
    }

    /** Switches it on. */
    public void up() {
        Command.must(Command.tool("ip"), "-n", host.namespace(), "link", "set", name, "up");
    }

    /** Takes its address away; the adapter stays up. */
    public void removeAddress() {
        Command.must(Command.tool("ip"), "-n", host.namespace(), "address", "del", address, "dev", name);
    }

    /** Gives its address back. */
    public void addAddress() {
        Command.must(Command.tool("ip"), "-n", host.namespace(), "address", "add", address, "dev", name);
    }

    /**
     * Bounds what the host sends through it (token bucket).
     *
     * @param rate as {@code tc} writes it, such as {@code 1mbit}
     */
    public void sendAtMost(String rate) {
        Command.must(
                Command.tool("tc"),
                "-n",
                host.namespace(),
                "qdisc",
                "replace",
                "dev",
                name,
                "root",
                "tbf",
                "rate",
                rate,
                "burst",
                "16kb",
                "latency",
                "400ms");
    }

    /** Ends the bound. */
    public void sendUnbounded() {
        Command.run(List.of(Command.tool("tc"), "-n", host.namespace(), "qdisc", "del", "dev", name, "root"), "");
    }

    /** Loses every packet that arrives, until {@link Host#heal}. The carrier stays, nobody is told. */
    public void loseIncoming() {
        host.filter("input", "iifname \"" + name + "\"", 1);
    }

    /** Loses every packet that leaves. */
    public void loseOutgoing() {
        host.filter("output", "oifname \"" + name + "\"", 1);
    }

    /** Loses this share of the packets at random, in both directions. */
    public void lose(double share) {
        host.filter("input", "iifname \"" + name + "\"", share);
        host.filter("output", "oifname \"" + name + "\"", share);
    }
}
