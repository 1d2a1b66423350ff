package dev.pollux.server.redundancy;

import dev.pollux.server.project.RedundancyConfig.Mode;
import dev.pollux.server.redundancy.ServiceLevel.Part;
import java.util.Locale;

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
        return switch (mode) {
            case HOT -> nothing(plain);
            case WARM -> role == RoleState.STANDBY ? standby(plain, partner, partnerLevel) : nothing(plain);
            case BACKUP ->
                switch (role) {
                    case STANDBY -> standby(plain, partner, partnerLevel);
                    case MASTER ->
                        backup(role, plain.value(), partner, partnerLevel) == Backup.PRIMARY_WITH_BACKUP
                                ? nothing(plain)
                                : plain.bounded(new Part(
                                        "mode",
                                        ALONE,
                                        "Master, no backup is ready",
                                        "bring the partner back as Standby"));
                    case UNDEFINED, FAULT, STANDALONE -> nothing(plain);
                };
            case COLD ->
                inactive(role, partner)
                        ? plain.bounded(new Part(
                                "mode", NO_DATA, "Cold Standby, serves no clients", "use the Master, or another mode"))
                        : nothing(plain);
        };
    }

    private ServiceLevel nothing(ServiceLevel plain) {
        return plain.bounded(Part.good("mode", mode.name().toLowerCase(Locale.ROOT) + " takes nothing off"));
    }

    private static ServiceLevel standby(ServiceLevel plain, PartnerView partner, int partnerLevel) {
        ServiceLevel ready = plain.bounded(
                new Part("mode", WARM_STANDBY, "Warm Standby ready", "nothing needed: only a Hot Standby is Healthy"));
        boolean degradedMaster = partnerLevel > NO_DATA
                && partnerLevel < HEALTHY_MIN
                && partner.present()
                        .filter(report -> report.state() == RoleState.MASTER)
                        .isPresent();
        return degradedMaster
                ? ready.bounded(new Part(
                        "master",
                        Math.max(NO_DATA + 1, partnerLevel - 1),
                        "Warm Standby ready, below the Master's level " + partnerLevel,
                        "mend what lowers the Master's level"))
                : ready;
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
