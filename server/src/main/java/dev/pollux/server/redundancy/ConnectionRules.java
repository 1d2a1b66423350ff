package dev.pollux.server.redundancy;

import dev.pollux.server.project.DeviceConfig.Connection;
import dev.pollux.server.project.RedundancyConfig.Mode;

/**
 * Who connects to a device, and how the device counts when stations are compared. A station may be compared only by
 * what it has tried: a device that it leaves to the Master makes it neither better nor worse.
 *
 * @param mode of the set
 */
public record ConnectionRules(Mode mode) {

    /**
     * Whether a station may connect to a device now.
     *
     * @param connection of the device
     * @param own role of the station
     * @param partner as seen from here
     * @param lostToMaster whether the partner, if it leads, has lacked the device for long
     */
    public boolean permits(Connection connection, RoleState own, PartnerView partner, boolean lostToMaster) {
        // A station in Fault that is alone goes on serving as well as it can.
        boolean alone = own == RoleState.FAULT && partner.present().isEmpty();
        if (own == RoleState.MASTER || own == RoleState.STANDALONE || alone) {
            return true;
        }
        if (mode == Mode.COLD) {
            return false;
        }
        return switch (connection) {
            case PARALLEL -> true;
            case MASTER_ONLY -> false;
            case STANDBY_TAKES_OVER -> own == RoleState.STANDBY && lostToMaster && leads(partner);
        };
    }

    private static boolean leads(PartnerView partner) {
        return partner.present()
                .filter(report -> report.state() == RoleState.MASTER)
                .isPresent();
    }

    /**
     * Whether a device counts for a station when it is compared with its partner.
     *
     * @param connection of the device
     * @param own role of the station
     * @param permitted whether the station may connect to it
     * @param connected whether it is connected
     * @param lackedLong whether it has not been connected for long although it may
     */
    public boolean counts(
            Connection connection, RoleState own, boolean permitted, boolean connected, boolean lackedLong) {
        if (mode == Mode.COLD) {
            return false;
        }
        return switch (connection) {
            case PARALLEL -> connected;
            case MASTER_ONLY -> false;
            case STANDBY_TAKES_OVER -> !permitted || connected || (own != RoleState.STANDBY && !lackedLong);
        };
    }
}
