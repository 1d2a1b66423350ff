package dev.pollux.bench.failover;

import java.util.List;
import java.util.Set;

/** All on the loopback of this machine: needs no rights, has no cables. */
final class OneHost implements Network {
    private final int firstPort;

    OneHost(int firstPort) {
        this.firstPort = firstPort;
    }

    @Override
    public boolean cables() {
        return false;
    }

    @Override
    public Set<Cable> plugged() {
        return Set.of(Cable.PLANT);
    }

    @Override
    public String address(String station, Cable cable) {
        return "127.0.0.1";
    }

    @Override
    public List<String> plantAdapters() {
        return List.of();
    }

    @Override
    public int port(String station) {
        return firstPort + 1 + Pair.BOTH.indexOf(station);
    }

    @Override
    public String plant() {
        return "127.0.0.1";
    }

    @Override
    public int plantPort() {
        return firstPort;
    }

    @Override
    public List<String> on(String station) {
        return List.of();
    }

    @Override
    public void pull(String station, Set<Cable> cables) {
        throw new IllegalStateException("no cables here");
    }

    @Override
    public void lose(String station, Cable cable, String address) {
        throw new IllegalStateException("no cables here");
    }

    @Override
    public void heal() {
        // Nothing can be cut here.
    }

    @Override
    public void close() {
        // Nothing was made.
    }
}
