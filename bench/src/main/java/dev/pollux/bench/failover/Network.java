package dev.pollux.bench.failover;

import java.util.List;
import java.util.Set;

/** What the processes of a pair are plugged into. */
interface Network extends AutoCloseable {
    /** Whether cables can be pulled here. */
    boolean cables();

    /** Networks that stations have. */
    Set<Cable> plugged();

    /** Address that a station listens on. */
    String address(String station, Cable cable);

    /** Names of the adapters by which stations are on the plant network and which can be watched. */
    List<String> plantAdapters();

    /** Port that a station listens on. */
    int port(String station);

    /** Address of the plant's controllers. */
    String plant();

    /** Port of the plant. */
    int plantPort();

    /** What goes before a command so that it runs on the station's host. */
    List<String> on(String station);

    /** Pulls cables of a station, all at the same time; both sides lose their carrier at the switch only. */
    void pull(String station, Set<Cable> cables);

    /** From now on frames from one station's host to an address get lost without a word. */
    void lose(String station, Cable cable, String address);

    /** Undoes {@link #pull} and {@link #lose}. */
    void heal();

    @Override
    void close();
}
