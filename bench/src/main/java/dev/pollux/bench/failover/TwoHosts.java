package dev.pollux.bench.failover;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Each station in a network namespace of its own with an adapter on the plant network and one on the status
 * network; plant and judge are on this machine, which is plugged into the plant network. Linux, as root. Frames
 * are lost by a neighbour entry with a hardware address that nobody has: so only one direction, and only towards
 * one host.
 */
final class TwoHosts implements Network {
    private static final int PORT = 27_840;
    private static final int PLANT_PORT = 27_502;
    private static final String NOBODY = "02:00:00:00:00:fe";

    /** Networks 10.78.n.0 and 10.78.n+1.0. */
    private final int subnet;

    private final List<String> made = new ArrayList<>();
    private final Set<String> pulled = new HashSet<>();
    private final Set<List<String>> lost = new HashSet<>();

    /**
     * Plugs everything in.
     *
     * @param subnet tells grounds on one machine apart, an even number from 0 to 254
     */
    TwoHosts(int subnet) {
        this.subnet = subnet;
        unmake();
        try {
            for (Cable cable : Cable.values()) {
                String bridge = bridge(cable);
                Shell.run("ip", "link", "add", bridge, "type", "bridge", "forward_delay", "0");
                made.add(bridge);
                Shell.run("ip", "link", "set", bridge, "up");
            }
            // The plant has an address of its own, so that it can be lost without the clients.
            for (String address : List.of("10.78." + subnet + ".254", plant())) {
                Shell.run("ip", "address", "add", address + "/24", "dev", bridge(Cable.PLANT));
            }
            // Clients have no way to the status network, nor shall this machine's router look for one.
            Shell.run("ip", "route", "add", "unreachable", statusNetwork());
            for (String station : Pair.BOTH) {
                Shell.run("ip", "netns", "add", namespace(station));
                Shell.run("ip", "-n", namespace(station), "link", "set", "lo", "up");
                for (Cable cable : Cable.values()) {
                    plug(station, cable);
                }
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Whether this machine lets us do all that. */
    static boolean possible() {
        return Shell.rootWith("ip") && Shell.attempt("ip", "netns", "list").code() == 0;
    }

    private void plug(String station, Cable cable) {
        String host = namespace(station);
        String port = port(station, cable);
        String adapter = adapter(cable);
        Shell.run("ip", "link", "add", port, "type", "veth", "peer", "name", adapter, "netns", host);
        Shell.run("ip", "link", "set", port, "master", bridge(cable), "up");
        Shell.run("ip", "-n", host, "address", "add", address(station, cable) + "/24", "dev", adapter);
        Shell.run("ip", "-n", host, "link", "set", adapter, "up");
    }

    private String bridge(Cable cable) {
        return "px" + subnet + "b" + cable.number();
    }

    private String port(String station, Cable cable) {
        return "px" + subnet + "p" + Pair.BOTH.indexOf(station) + cable.number();
    }

    private static String adapter(Cable cable) {
        return "eth" + cable.number();
    }

    private String namespace(String station) {
        return "px" + subnet + "-" + station.toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean cables() {
        return true;
    }

    @Override
    public Set<Cable> plugged() {
        return Set.of(Cable.values());
    }

    @Override
    public String address(String station, Cable cable) {
        return "10.78." + (subnet + cable.number()) + "." + (1 + Pair.BOTH.indexOf(station));
    }

    @Override
    public List<String> plantAdapters() {
        return List.of(adapter(Cable.PLANT));
    }

    @Override
    public int port(String station) {
        return PORT;
    }

    @Override
    public String plant() {
        return "10.78." + subnet + ".250";
    }

    @Override
    public int plantPort() {
        return PLANT_PORT;
    }

    @Override
    public List<String> on(String station) {
        return List.of(Shell.tool("ip"), "netns", "exec", namespace(station));
    }

    @Override
    public void pull(String station, Set<Cable> cables) {
        for (Cable cable : cables) {
            String port = port(station, cable);
            pulled.add(port);
            Shell.run("ip", "link", "set", port, "down");
        }
    }

    @Override
    public void lose(String station, Cable cable, String address) {
        String host = namespace(station);
        lost.add(List.of(host, address, adapter(cable)));
        Shell.run(
                "ip",
                "-n",
                host,
                "neigh",
                "replace",
                address,
                "lladdr",
                NOBODY,
                "dev",
                adapter(cable),
                "nud",
                "permanent");
    }

    @Override
    public void heal() {
        pulled.forEach(port -> Shell.run("ip", "link", "set", port, "up"));
        pulled.clear();
        lost.forEach(each -> Shell.run("ip", "-n", each.get(0), "neigh", "del", each.get(1), "dev", each.get(2)));
        lost.clear();
    }

    @Override
    public void close() {
        unmake();
        made.clear();
    }

    private String statusNetwork() {
        return "10.78." + (subnet + Cable.STATUS.number()) + ".0/24";
    }

    private void unmake() {
        Shell.attempt("ip", "route", "del", "unreachable", statusNetwork());
        for (String station : Pair.BOTH) {
            for (Cable cable : Cable.values()) {
                Shell.attempt("ip", "link", "del", port(station, cable));
            }
            Shell.attempt("ip", "netns", "del", namespace(station));
        }
        for (Cable cable : Cable.values()) {
            Shell.attempt("ip", "link", "del", bridge(cable));
        }
    }
}
