package dev.pollux.cli.demo;

import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;

/**
 * Where the ports of a project are moved to.
 *
 * @param moved new port by the port that is written in the configuration
 */
public record DemoPorts(Map<Integer, Integer> moved) {
    private static final int PORT_MAX = 65_535;

    /** Copies the map. */
    public DemoPorts {
        moved = Map.copyOf(moved);
    }

    /**
     * Leaves all ports as they are, or moves them: the stations' ports in their order to base, base + 1, ... and the
     * plant's port behind them.
     *
     * @param stations ports of the stations
     * @param plant port of the plant
     * @param base first new port; empty = as written
     * @throws CommandFailure if there are not enough ports above the base
     */
    public static DemoPorts of(List<Integer> stations, int plant, OptionalInt base) {
        List<Integer> all = new ArrayList<>(new TreeSet<>(stations));
        all.add(plant);
        Map<Integer, Integer> moved = new LinkedHashMap<>();
        for (int i = 0; i < all.size(); i++) {
            moved.put(all.get(i), base.isPresent() ? base.getAsInt() + i : all.get(i));
        }
        if (base.isPresent() && (base.getAsInt() < 1 || base.getAsInt() + all.size() - 1 > PORT_MAX)) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--port-base '" + base.getAsInt() + "' must be 1 to " + (PORT_MAX - all.size() + 1) + ", "
                            + all.size() + " ports from there on are used");
        }
        return new DemoPorts(moved);
    }

    /** The new port for a written one. */
    int of(int written) {
        return moved.getOrDefault(written, written);
    }

    /**
     * Makes sure that nobody listens on any of the ports.
     *
     * @throws CommandFailure naming the first port that is taken
     */
    void requireFree() {
        for (int port : new TreeSet<>(moved.values())) {
            try (ServerSocket probe = new ServerSocket()) {
                probe.setReuseAddress(true);
                probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            } catch (IOException e) {
                throw new CommandFailure(
                        ExitCode.FAILED,
                        "port " + port + " is not free (" + e.getMessage()
                                + "): stop the program that has it, or choose other ports with --port-base",
                        e);
            }
        }
    }
}
