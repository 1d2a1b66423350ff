package dev.pollux.testkit.network;

/**
 * The networks of a pair: two stations, each with {@code eth0} on the plant network and {@code eth1} on the status
 * network, the host of the devices, and a host of clients on the plant network. More hosts go in through
 * {@link #ground()}.
 */
public final class PairGround implements AutoCloseable {
    /** Adapter of every host on the plant network. */
    public static final String PLANT = "eth0";
    /** Adapter of a station on the status network. */
    public static final String STATUS = "eth1";

    private final NetworkGround ground;

    private PairGround(NetworkGround ground) {
        this.ground = ground;
    }

    /** All cables plugged in. */
    public static PairGround open() {
        NetworkGround ground = NetworkGround.open();
        try {
            PairGround pair = new PairGround(ground);
            pair.castor().plug(PLANT, pair.plantNetwork(), "10.77.1.1/24");
            pair.castor().plug(STATUS, pair.statusNetwork(), "10.77.2.1/24");
            pair.pollux().plug(PLANT, pair.plantNetwork(), "10.77.1.2/24");
            pair.pollux().plug(STATUS, pair.statusNetwork(), "10.77.2.2/24");
            pair.devices().plug(PLANT, pair.plantNetwork(), "10.77.1.10/24");
            pair.clients().plug(PLANT, pair.plantNetwork(), "10.77.1.20/24");
            return pair;
        } catch (RuntimeException | AssertionError e) {
            ground.close();
            throw e;
        }
    }

    /** Station CASTOR: 10.77.1.1 and 10.77.2.1. */
    public Host castor() {
        return ground.host("castor");
    }

    /** Station POLLUX: 10.77.1.2 and 10.77.2.2. */
    public Host pollux() {
        return ground.host("pollux");
    }

    /** The host of the devices: 10.77.1.10. */
    public Host devices() {
        return ground.host("devices");
    }

    /** The host of clients: 10.77.1.20. */
    public Host clients() {
        return ground.host("clients");
    }

    /** 10.77.1.0/24. */
    public Switch plantNetwork() {
        return ground.network("plant");
    }

    /** 10.77.2.0/24. */
    public Switch statusNetwork() {
        return ground.network("status");
    }

    /** For more hosts and networks. */
    public NetworkGround ground() {
        return ground;
    }

    @Override
    public void close() {
        ground.close();
    }
}
