package dev.pollux.server.redundancy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a station knows of its own ability at one moment, gathered before each decision.
 *
 * @param devicesConnected devices that answer now
 * @param devicesConfigured devices that it is to connect to now: those of the project but for what it leaves to the
 *     Master
 * @param devicesCompared see {@link Validation}
 * @param plantNetwork false if the station itself has found that it is cut off from the plant's network
 * @param defect what is wrong with the station's own software or machine, so that it must not lead
 * @param impairments what makes the station less good for clients without being a defect
 * @param maintenance why the station is out of service on purpose; empty while it is in service
 */
public record Ability(
        int devicesConnected,
        int devicesConfigured,
        int devicesCompared,
        boolean plantNetwork,
        Optional<String> defect,
        List<Impairment> impairments,
        Optional<String> maintenance) {
    public Ability {
        impairments = List.copyOf(impairments);
    }

    /** A station that nothing is wrong with but perhaps devices. */
    public static Ability of(int devicesConnected, int devicesConfigured) {
        return new Ability(
                devicesConnected,
                devicesConfigured,
                devicesConnected,
                true,
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    /** The comparable score. */
    public Validation validation() {
        return new Validation(
                defect.isEmpty(),
                plantNetwork,
                devicesConnected,
                devicesConfigured,
                devicesCompared,
                maintenance.isEmpty(),
                impairments.stream().anyMatch(Impairment::strain));
    }

    /** The same with a defect, unless there is one already. */
    public Ability defective(Optional<String> found) {
        return defect.isPresent()
                ? this
                : new Ability(
                        devicesConnected,
                        devicesConfigured,
                        devicesCompared,
                        plantNetwork,
                        found,
                        impairments,
                        maintenance);
    }

    /** The same with or without a way into the plant's network. */
    public Ability reaching(boolean network) {
        return new Ability(
                devicesConnected, devicesConfigured, devicesCompared, network, defect, impairments, maintenance);
    }

    /** The same with one more impairment, if there is one. */
    public Ability impaired(Optional<Impairment> found) {
        List<Impairment> all = new ArrayList<>(impairments);
        found.ifPresent(all::add);
        return new Ability(
                devicesConnected, devicesConfigured, devicesCompared, plantNetwork, defect, all, maintenance);
    }

    /** The same out of service for a reason, or in service. */
    public Ability maintained(Optional<String> why) {
        return new Ability(
                devicesConnected, devicesConfigured, devicesCompared, plantNetwork, defect, impairments, why);
    }

    /**
     * Something that lowers ServiceLevel.
     *
     * @param what for operators, lower case, without a full stop
     * @param levelMax 1..255: the level is at most this while it lasts
     * @param strain see {@link Validation}
     */
    public record Impairment(String what, int levelMax, boolean strain) {
        /** Of no consequence for the role. */
        public Impairment(String what, int levelMax) {
            this(what, levelMax, false);
        }

        public Impairment {
            if (levelMax < 1 || levelMax > 255) {
                throw new IllegalArgumentException("levelMax must be 1..255, not " + levelMax);
            }
        }
    }
}
