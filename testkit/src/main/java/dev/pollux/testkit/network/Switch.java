package dev.pollux.testkit.network;

import java.util.concurrent.atomic.AtomicInteger;

/** One network: a bridge that joins the hosts plugged into it. */
public final class Switch {
    private final String name;
    private final String namespace;
    private final AtomicInteger ports = new AtomicInteger();

    Switch(String name, String namespace) {
        this.name = name;
        this.namespace = namespace;
        String ip = Command.tool("ip");
        Command.must(ip, "-n", namespace, "link", "add", "bridge", "type", "bridge", "forward_delay", "0");
        Command.must(ip, "-n", namespace, "link", "set", "bridge", "up");
    }

    /** As given. */
    public String name() {
        return name;
    }

    String namespace() {
        return namespace;
    }

    String nextPort() {
        return "port" + ports.incrementAndGet();
    }
}
