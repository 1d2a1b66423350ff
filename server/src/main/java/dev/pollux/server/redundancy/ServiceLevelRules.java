package dev.pollux.server.redundancy;

import dev.pollux.server.redundancy.Ability.Impairment;
import java.util.Comparator;

/** How good this station is for a client now. Bands as in the documentation, {@code docs/concepts/service-level.md}. */
public final class ServiceLevelRules {
    private static final int HOT_STANDBY = 229;
    private static final int DEVICES_LOST_MIN = 100;
    private static final int FAULT_MIN = 50;
    private static final int CUT_OFF = 40;
    private static final int SHARE_SPAN = 49;

    private ServiceLevelRules() {}

    /**
     * The level.
     *
     * @param role own state
     * @param own devices, health and what impairs the station
     * @param stopping whether the runtime is being deactivated
     */
    public static ServiceLevel level(RoleState role, Ability own, boolean stopping) {
        if (own.maintenance().isPresent()) {
            return new ServiceLevel(0, own.maintenance().get());
        }
        ServiceLevel level = byRole(role, own.validation(), stopping);
        return own.impairments().stream()
                .min(Comparator.comparingInt(Impairment::levelMax))
                .filter(worst -> worst.levelMax() < level.value())
                .map(worst -> new ServiceLevel(worst.levelMax(), worst.what()))
                .orElse(level);
    }

    private static ServiceLevel byRole(RoleState role, Validation own, boolean stopping) {
        if (stopping) {
            return new ServiceLevel(0, "runtime is being deactivated");
        }
        if (role == RoleState.UNDEFINED) {
            return new ServiceLevel(1, "starting");
        }
        if (own.devicesConfigured() > 0 && own.devicesConnected() == 0) {
            return new ServiceLevel(1, "no device connected");
        }
        if (!own.plantNetwork()) {
            return new ServiceLevel(
                    CUT_OFF, (role == RoleState.FAULT ? "Fault, " : "") + "cut off from the plant's network");
        }
        String devices = own.devicesConnected() + " of " + own.devicesConfigured() + " devices connected";
        if (role == RoleState.FAULT) {
            return new ServiceLevel(FAULT_MIN + share(own), "Fault, " + devices);
        }
        if (!own.complete()) {
            return new ServiceLevel(DEVICES_LOST_MIN + share(own), devices);
        }
        return switch (role) {
            case MASTER -> new ServiceLevel(255, "Master with all devices");
            case STANDALONE -> new ServiceLevel(255, "Standalone with all devices");
            case STANDBY, UNDEFINED, FAULT -> new ServiceLevel(HOT_STANDBY, "Hot Standby with all devices");
        };
    }

    private static int share(Validation own) {
        return own.devicesConfigured() == 0
                ? SHARE_SPAN
                : SHARE_SPAN * own.devicesConnected() / own.devicesConfigured();
    }
}
