package dev.pollux.server.space.system;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that a station shows about itself under {@code Pollux}, at one moment.
 *
 * @param localMachineName name of this station
 * @param redundantServerState 0 Undefined, 1 Master, 2 Standby, 3 Fault, 4 Standalone
 * @param master whether this station is Master
 * @param masterName station that is Master, empty if none is known
 * @param redundancy diagnostics of the pair
 * @param devices connections to devices, names unique
 */
public record SystemValues(
        String localMachineName,
        int redundantServerState,
        boolean master,
        String masterName,
        Redundancy redundancy,
        List<Device> devices) {
    public SystemValues {
        devices = List.copyOf(devices);
        inByte("redundantServerState", redundantServerState);
        Set<String> names = new HashSet<>();
        for (Device device : devices) {
            if (!names.add(device.name())) {
                throw new IllegalArgumentException("device " + device.name() + " is there twice");
            }
        }
    }

    private static void inByte(String name, int value) {
        if (value < 0 || value > 255) {
            throw new IllegalArgumentException(name + " " + value + " is not in 0..255");
        }
    }

    /**
     * Diagnostics of the pair.
     *
     * @param state UNDEFINED, MASTER, STANDBY, FAULT or STANDALONE
     * @param stateReason why
     * @param term counter of Master changes, not negative
     * @param defaultMaster empty for none
     * @param serviceLevelReason why Server.ServiceLevel has its value
     * @param partner what is known of the partner
     * @param ownDevices devices of this station
     * @param clientsConnected sessions other than the partner's
     * @param linkStates one line for each link
     * @param projectFingerprint hash over the project
     * @param times what happened last
     */
    public record Redundancy(
            String state,
            String stateReason,
            long term,
            String defaultMaster,
            String serviceLevelReason,
            Partner partner,
            DeviceCount ownDevices,
            int clientsConnected,
            List<String> linkStates,
            String projectFingerprint,
            Times times) {
        public Redundancy {
            linkStates = List.copyOf(linkStates);
        }
    }

    /**
     * How many devices are reached.
     *
     * @param connected devices that answer
     * @param configured devices of the project
     */
    public record DeviceCount(int connected, int configured) {}

    /**
     * The other station.
     *
     * @param name empty without redundancy
     * @param available whether it answers on at least one link
     * @param state its {@code @RedundantServerState}
     * @param serviceLevel its Server.ServiceLevel
     * @param devices its devices
     * @param projectFingerprint empty if not known
     * @param clockOffset its clock minus the own one
     */
    public record Partner(
            String name,
            boolean available,
            int state,
            int serviceLevel,
            DeviceCount devices,
            String projectFingerprint,
            Duration clockOffset) {
        public Partner {
            inByte("partner state", state);
            inByte("partner service level", serviceLevel);
        }

        /** No partner, or nothing known of it yet. */
        public static Partner unknown(String name) {
            return new Partner(name, false, 0, 0, new DeviceCount(0, 0), "", Duration.ZERO);
        }
    }

    /**
     * What happened last.
     *
     * @param loss of the partner
     * @param returned return of the partner
     * @param roleChange change of this station's role
     * @param roleChangeReason empty if there was none
     * @param roleChangeDuration how long it took
     */
    public record Times(
            Optional<Instant> loss,
            Optional<Instant> returned,
            Optional<Instant> roleChange,
            String roleChangeReason,
            Duration roleChangeDuration) {
        /** Nothing happened yet. */
        public static Times none() {
            return new Times(Optional.empty(), Optional.empty(), Optional.empty(), "", Duration.ZERO);
        }
    }

    /**
     * One connection to a device.
     *
     * @param name of the device
     * @param connected whether it answers
     * @param reconnects connections after the first one
     * @param overruns polling cycles longer than their interval
     * @param cycleTime of the last polling cycle
     * @param lastError empty if there was none
     */
    public record Device(
            String name, boolean connected, long reconnects, long overruns, Duration cycleTime, String lastError) {}
}
