package dev.pollux.server.redundancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.server.project.RedundancyConfig.Mode;
import dev.pollux.server.redundancy.ModeRules.Backup;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the mode makes of a level (OPC 10000-4 §6.6.2.4.4, OPC 10000-5 §6.3.15). */
class ModeRulesTest {
    private static final ServiceLevel MASTER = ServiceLevel.of(255, "Master with all devices");
    private static final ServiceLevel STANDBY = ServiceLevel.of(229, "Hot Standby with all devices");

    static PartnerView partner(RoleState state) {
        return new PartnerView(
                PartnerView.Availability.AVAILABLE,
                Optional.of(new PartnerReport(state, Handover.NONE, 1, new Validation(true, true, 1, 1), true, false)));
    }

    private static int level(Mode mode, ServiceLevel plain, RoleState role, PartnerView partner, int partnerLevel) {
        return new ModeRules(mode).level(plain, role, partner, partnerLevel).value();
    }

    @Test
    void onlyAHotStandbyIsHealthy() {
        PartnerView master = partner(RoleState.MASTER);
        assertThat(level(Mode.HOT, STANDBY, RoleState.STANDBY, master, 255)).isEqualTo(229);
        assertThat(level(Mode.WARM, STANDBY, RoleState.STANDBY, master, 255)).isEqualTo(189);
        assertThat(level(Mode.BACKUP, STANDBY, RoleState.STANDBY, master, 255)).isEqualTo(189);
        assertThat(level(Mode.COLD, STANDBY, RoleState.STANDBY, master, 255)).isEqualTo(1);
        for (Mode mode : Mode.values()) {
            assertThat(level(mode, MASTER, RoleState.MASTER, partner(RoleState.STANDBY), 189))
                    .isEqualTo(255);
        }
    }

    // A client that needs what the Master lacks would find even less on a Warm Standby.
    @Test
    void aWarmStandbyIsNoBetterThanADegradedMaster() {
        PartnerView master = partner(RoleState.MASTER);
        assertThat(level(Mode.WARM, STANDBY, RoleState.STANDBY, master, 133)).isEqualTo(132);
        assertThat(level(Mode.WARM, STANDBY, RoleState.STANDBY, master, 2)).isEqualTo(2);
        assertThat(level(Mode.WARM, ServiceLevel.of(110, "part"), RoleState.STANDBY, master, 133))
                .isEqualTo(110);
        assertThat(level(Mode.WARM, STANDBY, RoleState.STANDBY, master, 1))
                .as("a Master without data is worse")
                .isEqualTo(189);
        assertThat(level(Mode.HOT, STANDBY, RoleState.STANDBY, master, 133))
                .as("control: a Hot Standby has it all")
                .isEqualTo(229);
    }

    // "A Server operating in BACKUP_READY, BACKUP_NOT_READY or PRIMARY_ONLY mode shall use a ServiceLevel in the
    // degraded range."
    @Test
    void aPrimaryWithoutBackupIsDegradedInModeBackupOnly() {
        for (PartnerView none :
                new PartnerView[] {PartnerView.UNKNOWN, partner(RoleState.FAULT), partner(RoleState.UNDEFINED)}) {
            assertThat(level(Mode.BACKUP, MASTER, RoleState.MASTER, none, 0)).isEqualTo(199);
            assertThat(level(Mode.WARM, MASTER, RoleState.MASTER, none, 0)).isEqualTo(255);
        }
        ModeRules rules = new ModeRules(Mode.BACKUP);
        PartnerView standby = partner(RoleState.STANDBY);
        PartnerView master = partner(RoleState.MASTER);
        assertThat(rules.backup(RoleState.MASTER, 255, standby, 189)).isEqualTo(Backup.PRIMARY_WITH_BACKUP);
        assertThat(rules.backup(RoleState.MASTER, 255, standby, 0))
                .as("the backup is out of service")
                .isEqualTo(Backup.PRIMARY_ONLY);
        assertThat(rules.backup(RoleState.MASTER, 255, partner(RoleState.FAULT), 99))
                .isEqualTo(Backup.PRIMARY_ONLY);
        assertThat(rules.backup(RoleState.STANDBY, 189, master, 255)).isEqualTo(Backup.BACKUP_READY);
        assertThat(rules.backup(RoleState.STANDBY, 0, master, 255)).isEqualTo(Backup.BACKUP_NOT_READY);
        assertThat(rules.backup(RoleState.FAULT, 99, master, 255)).isEqualTo(Backup.BACKUP_NOT_READY);
    }

    @Test
    void onlyAColdStationThatDoesNotLeadIsInactive() {
        ModeRules cold = new ModeRules(Mode.COLD);
        assertThat(cold.inactive(RoleState.STANDBY, partner(RoleState.MASTER))).isTrue();
        assertThat(cold.inactive(RoleState.FAULT, partner(RoleState.MASTER))).isTrue();
        assertThat(cold.inactive(RoleState.FAULT, PartnerView.UNKNOWN))
                .as("alone it serves what it can")
                .isFalse();
        assertThat(cold.inactive(RoleState.MASTER, partner(RoleState.STANDBY))).isFalse();
        assertThat(new ModeRules(Mode.WARM).inactive(RoleState.STANDBY, partner(RoleState.MASTER)))
                .isFalse();
    }

    @Test
    void maintenanceStartingAndNoDataStayWhatTheyAre() {
        for (Mode mode : Mode.values()) {
            assertThat(level(mode, ServiceLevel.of(0, "stops"), RoleState.STANDBY, PartnerView.UNKNOWN, 0))
                    .isZero();
            assertThat(level(mode, ServiceLevel.of(1, "no device"), RoleState.MASTER, PartnerView.UNKNOWN, 0))
                    .isEqualTo(1);
        }
    }
}
