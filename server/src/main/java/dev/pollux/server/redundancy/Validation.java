package dev.pollux.server.redundancy;

import java.util.Comparator;

/**
 * How able a station is: health first, then its reach into the plant's network, then the number of connected devices,
 * then whether its machine is beyond a limit. Higher is better. Both stations publish theirs, so both come to the same
 * comparison.
 *
 * @param healthy no defect in the station's own software
 * @param plantNetwork not found to be cut off from the plant's network
 * @param devicesConnected devices that answer now
 * @param devicesConfigured devices that this station is to connect to now
 * @param devicesCompared what counts against the partner's: connected devices that both may be compared by, and those
 *     that this station leaves to the Master as long as that has them
 * @param inService not taken out of service on purpose; says nothing about what it can, so it is not compared
 * @param strained something of its machine, such as a disk, is beyond a limit at which it must not lead if an equally
 *     able partner can
 */
public record Validation(
        boolean healthy,
        boolean plantNetwork,
        int devicesConnected,
        int devicesConfigured,
        int devicesCompared,
        boolean inService,
        boolean strained)
        implements Comparable<Validation> {
    private static final Comparator<Validation> ORDER = Comparator.comparing(Validation::healthy)
            .thenComparing(Validation::plantNetwork)
            .thenComparingInt(Validation::devicesCompared)
            .thenComparing(each -> !each.strained());

    /** A station in service that is compared by all its devices. */
    public Validation(boolean healthy, boolean plantNetwork, int devicesConnected, int devicesConfigured) {
        this(healthy, plantNetwork, devicesConnected, devicesConfigured, devicesConnected, true, false);
    }

    public Validation {
        if (devicesCompared < 0) {
            throw new IllegalArgumentException("devices compared must not be negative, not " + devicesCompared);
        }
        if (devicesConnected < 0 || devicesConnected > devicesConfigured) {
            throw new IllegalArgumentException(
                    "devices connected must be 0.." + devicesConfigured + ", not " + devicesConnected);
        }
    }

    @Override
    public int compareTo(Validation other) {
        return ORDER.compare(this, other);
    }

    /** The same with or without a strain. */
    public Validation strained(boolean now) {
        return new Validation(
                healthy, plantNetwork, devicesConnected, devicesConfigured, devicesCompared, inService, now);
    }

    /** Whether every configured device is connected. */
    public boolean complete() {
        return devicesConnected == devicesConfigured;
    }
}
