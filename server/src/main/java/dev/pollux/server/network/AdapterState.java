package dev.pollux.server.network;

/**
 * A watched network adapter at one moment.
 *
 * @param name of the interface
 * @param present the machine has it
 * @param up an administrator has switched it on
 * @param carrier its cable leads to something that is switched on
 * @param address it has an address beyond its own link
 * @param leased its addresses come from a DHCP server
 */
public record AdapterState(String name, boolean present, boolean up, boolean carrier, boolean address, boolean leased) {
    /** With addresses that are its own. */
    public AdapterState(String name, boolean present, boolean up, boolean carrier, boolean address) {
        this(name, present, up, carrier, address, false);
    }

    AdapterState leased(boolean byServer) {
        return new AdapterState(name, present, up, carrier, address, byServer);
    }

    /** Whether it can carry anything. */
    public boolean works() {
        return present && up && carrier && address;
    }

    /** For operators. */
    public String text() {
        if (works()) {
            return name + ": works";
        }
        if (!present) {
            return name + ": not there";
        }
        if (!up) {
            return name + ": switched off";
        }
        return name + (carrier ? ": no address" : ": no carrier");
    }
}
