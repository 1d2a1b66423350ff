package dev.pollux.server.redundancy;

import dev.pollux.server.project.RedundancyConfig.Mode;

/**
 * What the mode of a set changes in what its stations are worth to clients. In every mode but Hot a station that does
 * not lead is Degraded at best, and no better than its Master, which alone has all values.
 *
 * @param mode of the set
 */
public record ModeRules(Mode mode) {
    private static final int ALONE = 199;
    private static final int WARM_STANDBY = 189;
    private static final int HEALTHY_MIN = 200;
    private static final int NO_DATA = 1;

    /** How a station of a set in mode backup stands (OPC 10000-5 §12.44). */
    public enum Backup {
        PRIMARY_WITH_BACKUP,
        PRIMARY_ONLY,
        BACKUP_READY,
        BACKUP_NOT_READY
    }

    /**
     * The level.
     *
     * @param plain as it would be in a Hot set
     * @param role of this station
     * @param partner as seen from here
     * @param partnerLevel what the partner last said of itself
     */
    public ServiceLevel level(ServiceLevel plain, RoleState role, PartnerView partner, int partnerLevel) {
        if (plain.value() <= NO_DATA) {
            return plain;
        }
        return switch (mode) {
            case HOT -> plain;
            case WARM -> role == RoleState.STANDBY ? standby(plain, partner, partnerLevel) : plain;
            case BACKUP ->
                switch (role) {
                    case STANDBY -> standby(plain, partner, partnerLevel);
                    case MASTER ->
                        backup(role, plain.value(), partner, partnerLevel) == Backup.PRIMARY_WITH_BACKUP
                                ? plain
                                : atMost(ALONE, plain, "Master, no backup is ready");
                    case UNDEFINED, FAULT, STANDALONE -> plain;
                };
            case COLD -> inactive(role, partner) ? new ServiceLevel(NO_DATA, "Cold Standby, serves no clients") : plain;
        };
    }

    private static ServiceLevel standby(ServiceLevel plain, PartnerView partner, int partnerLevel) {
        ServiceLevel ready = atMost(WARM_STANDBY, plain, "Warm Standby ready");
        boolean degradedMaster = partnerLevel > NO_DATA
                && partnerLevel < HEALTHY_MIN
                && partner.present()
                        .filter(report -> report.state() == RoleState.MASTER)
                        .isPresent();
        return degradedMaster
                ? atMost(
                        Math.max(NO_DATA + 1, partnerLevel - 1),
                        ready,
                        ready.reason() + ", below the Master's level " + partnerLevel)
                : ready;
    }

    private static ServiceLevel atMost(int max, ServiceLevel level, String reason) {
        return level.value() > max ? new ServiceLevel(max, reason) : level;
    }

    /** Whether this station serves no clients: a Cold Standby (OPC 10000-4 §6.6.2.4.4), also before it has a role. */
    public boolean inactive(RoleState role, PartnerView partner) {
        return mode == Mode.COLD
                && switch (role) {
                    case UNDEFINED, STANDBY -> true;
                    case FAULT -> partner.present().isPresent();
                    case MASTER, STANDALONE -> false;
                };
    }

    /**
     * How this station stands in a set of mode backup. A backup that is out of service or has no data is not ready.
     *
     * @param level of this station
     * @param partnerLevel what the partner last said of itself
     */
    public Backup backup(RoleState role, int level, PartnerView partner, int partnerLevel) {
        return switch (role) {
            case MASTER ->
                partnerLevel > NO_DATA
                                && partner.present().filter(PartnerReport::able).isPresent()
                        ? Backup.PRIMARY_WITH_BACKUP
                        : Backup.PRIMARY_ONLY;
            case STANDALONE -> Backup.PRIMARY_ONLY;
            case STANDBY -> level > NO_DATA ? Backup.BACKUP_READY : Backup.BACKUP_NOT_READY;
            case UNDEFINED, FAULT -> Backup.BACKUP_NOT_READY;
        };
    }
}
