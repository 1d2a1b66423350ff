package dev.pollux.server.redundancy;

import dev.pollux.server.redundancy.Ability.Impairment;
import dev.pollux.server.redundancy.ServiceLevel.Part;
import java.util.ArrayList;
import java.util.List;

/**
 * How good this station is for a client now. Bands as in the documentation, {@code docs/concepts/service-level.md}.
 *
 * @param mode what the mode of the set changes
 * @param switchClients whether clients shall leave a station that has lost devices
 */
public record ServiceLevelRules(ModeRules mode, boolean switchClients) {
    private static final int HOT_STANDBY = 229;
    private static final int COMMISSIONING = 199;
    private static final int DEVICES_LOST_MIN = 100;
    private static final int FAULT_MIN = 50;
    private static final int CUT_OFF = 40;
    private static final int NO_DATA = 1;
    private static final int SHARE_SPAN = 49;
    /** Clients stay, but who connects finds the partner better. */
    private static final int KEPT_MIN = 200;

    private static final int KEPT_SPAN = HOT_STANDBY - 1 - KEPT_MIN;

    /**
     * The level.
     *
     * @param state own state
     * @param own devices, health and what impairs the station
     * @param stopping whether the runtime is being deactivated
     * @param partner as seen from here
     * @param partnerLevel what the partner last said of itself
     */
    public ServiceLevel level(
            StationState state, Ability own, boolean stopping, PartnerView partner, int partnerLevel) {
        return mode.level(plain(state, own, stopping), state.role(), partner, partnerLevel);
    }

    /** The level, as it is in a Hot set. */
    ServiceLevel plain(StationState state, Ability own, boolean stopping) {
        Validation able = own.validation();
        List<Part> parts = new ArrayList<>();
        parts.add(role(state, able)); // First, so that it is the reason of a full level.
        parts.add(own.maintenance()
                .map(why -> new Part("maintenance", 0, why, "end it: pollux maintenance off"))
                .orElseGet(() -> Part.good("maintenance", "in service")));
        parts.add(
                stopping
                        ? new Part("runtime", 0, "runtime is being deactivated", "start the station again")
                        : Part.good("runtime", "active"));
        parts.add(devices(state.role(), able));
        parts.add(network(state.role(), able));
        for (Impairment each : own.impairments()) {
            parts.add(new Part("impairment", each.levelMax(), each.what(), "mend it; pollux status health tells more"));
        }
        return new ServiceLevel(parts);
    }

    private Part role(StationState state, Validation own) {
        String all = own.complete() ? " with all devices" : "";
        return switch (state.role()) {
            case UNDEFINED ->
                new Part("role", NO_DATA, "starting", "nothing: the role is decided within the start-up wait");
            case MASTER -> Part.good("role", "Master" + all);
            case STANDBY -> new Part("role", HOT_STANDBY, "Hot Standby" + all, "nothing needed: it is ready to lead");
            case FAULT -> {
                boolean kept = !switchClients && state.reason() == Reason.PROCESS_CONNECTION;
                int level = kept ? KEPT_MIN + KEPT_SPAN : FAULT_MIN + SHARE_SPAN;
                yield new Part("role", level, "Fault, " + devices(own), mend(state.reason()));
            }
            case STANDALONE ->
                state.reason() == Reason.DISABLED
                        ? new Part(
                                "role",
                                COMMISSIONING,
                                "Standalone, " + Reason.DISABLED.text(),
                                "set redundancy.enabled: true on all stations and restart them")
                        : Part.good("role", "Standalone" + all);
        };
    }

    private static String mend(Reason fault) {
        if (fault == Reason.PROCESS_CONNECTION) {
            return "connect the devices that the partner has";
        }
        return fault == Reason.PLANT_NETWORK
                ? "repair the connection to the plant's network"
                : "find the defect in pollux status health, then restart the station";
    }

    private Part devices(RoleState role, Validation own) {
        if (own.devicesConfigured() == 0) {
            return Part.good("devices", "none to connect to");
        }
        String remedy = "connect the others; below Pollux/Devices stands why they are not";
        if (!switchClients && !own.complete()) {
            int kept = KEPT_MIN + KEPT_SPAN * own.devicesConnected() / own.devicesConfigured();
            return new Part("devices", kept, devices(own) + "; clients are to stay", remedy);
        }
        if (own.devicesConnected() == 0) {
            return new Part("devices", NO_DATA, "no device connected", remedy);
        }
        if (own.complete()) {
            return Part.good("devices", devices(own));
        }
        int share = SHARE_SPAN * own.devicesConnected() / own.devicesConfigured();
        return role == RoleState.FAULT
                ? new Part("devices", FAULT_MIN + share, "Fault, " + devices(own), remedy)
                : new Part("devices", DEVICES_LOST_MIN + share, devices(own), remedy);
    }

    private static Part network(RoleState role, Validation own) {
        return own.plantNetwork()
                ? Part.good("plant network", "not found to be cut off")
                : new Part(
                        "plant network",
                        CUT_OFF,
                        (role == RoleState.FAULT ? "Fault, " : "") + "cut off from the plant's network",
                        "look at the watched adapters and reference hosts below Pollux/Network");
    }

    private static String devices(Validation own) {
        return own.devicesConnected() + " of " + own.devicesConfigured() + " devices connected";
    }
}
