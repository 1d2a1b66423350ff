package dev.pollux.server.redundancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.server.project.DeviceConfig.Connection;
import dev.pollux.server.project.RedundancyConfig.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who connects to a device, over every mode, kind of connection, role and partner. */
class ConnectionRulesTest {
    private static PartnerView partner(RoleState state) {
        return new PartnerView(
                PartnerView.Availability.AVAILABLE,
                Optional.of(new PartnerReport(state, Handover.NONE, 1, new Validation(true, true, 1, 1), true, false)));
    }

    private static List<PartnerView> partners() {
        List<PartnerView> views = new ArrayList<>(List.of(PartnerView.UNKNOWN, PartnerView.LISTENING));
        for (RoleState state : RoleState.values()) {
            views.add(partner(state));
        }
        return views;
    }

    private static boolean permits(Mode mode, Connection connection, RoleState own, PartnerView partner, boolean lost) {
        return new ConnectionRules(mode).permits(connection, own, partner, lost);
    }

    // What leads needs all devices, in every mode: otherwise nobody would read the plant.
    @Test
    void aStationThatLeadsConnectsToEverything() {
        for (Mode mode : Mode.values()) {
            for (Connection connection : Connection.values()) {
                for (PartnerView partner : partners()) {
                    assertThat(permits(mode, connection, RoleState.MASTER, partner, false))
                            .isTrue();
                    assertThat(permits(mode, connection, RoleState.STANDALONE, partner, false))
                            .isTrue();
                }
                assertThat(permits(mode, connection, RoleState.FAULT, PartnerView.UNKNOWN, false))
                        .as("in Fault, but nobody else is there")
                        .isTrue();
            }
        }
    }

    // A device that takes one connection must never be asked by two stations of a pair that see each other.
    @Test
    void besideAMasterThatHasItNobodyElseConnectsToADeviceForOne() {
        for (Mode mode : Mode.values()) {
            for (RoleState own : List.of(RoleState.STANDBY, RoleState.FAULT, RoleState.UNDEFINED)) {
                PartnerView master = partner(RoleState.MASTER);
                assertThat(permits(mode, Connection.MASTER_ONLY, own, master, true))
                        .isFalse();
                assertThat(permits(mode, Connection.STANDBY_TAKES_OVER, own, master, false))
                        .isFalse();
                assertThat(permits(mode, Connection.PARALLEL, own, master, false))
                        .as("control: %s in mode %s", own, mode)
                        .isEqualTo(mode != Mode.COLD);
            }
        }
    }

    @Test
    void aStandbyTakesOverWhatTheMasterHasLostButNotBesideNobody() {
        Connection connection = Connection.STANDBY_TAKES_OVER;
        assertThat(permits(Mode.WARM, connection, RoleState.STANDBY, partner(RoleState.MASTER), true))
                .isTrue();
        assertThat(permits(Mode.WARM, connection, RoleState.STANDBY, partner(RoleState.STANDBY), true))
                .isFalse();
        assertThat(permits(Mode.WARM, connection, RoleState.STANDBY, PartnerView.UNKNOWN, true))
                .isFalse();
        assertThat(permits(Mode.WARM, connection, RoleState.FAULT, partner(RoleState.MASTER), true))
                .isFalse();
        assertThat(permits(Mode.COLD, connection, RoleState.STANDBY, partner(RoleState.MASTER), true))
                .isFalse();
    }

    // Stations are compared by what both have tried; else the roles would change for nothing, for ever.
    @Test
    void whatIsLeftToTheMasterMakesAStandbyNeitherBetterNorWorse() {
        ConnectionRules warm = new ConnectionRules(Mode.WARM);
        for (boolean masterHasIt : List.of(true, false)) {
            assertThat(warm.counts(Connection.MASTER_ONLY, RoleState.MASTER, true, masterHasIt, !masterHasIt))
                    .isEqualTo(warm.counts(Connection.MASTER_ONLY, RoleState.STANDBY, false, false, false));
        }
        Connection shared = Connection.STANDBY_TAKES_OVER;
        assertThat(warm.counts(shared, RoleState.MASTER, true, true, false))
                .isEqualTo(warm.counts(shared, RoleState.STANDBY, false, false, false))
                .isTrue();
        assertThat(warm.counts(shared, RoleState.MASTER, true, false, false))
                .as("a Master without it for a moment is still even")
                .isTrue();
        assertThat(warm.counts(shared, RoleState.MASTER, true, false, true))
                .as("the Standby may try, and has not got it either")
                .isEqualTo(warm.counts(shared, RoleState.STANDBY, true, false, false))
                .isFalse();
        assertThat(warm.counts(shared, RoleState.STANDBY, true, true, false))
                .as("it has got it: better than its Master")
                .isTrue();
        assertThat(warm.counts(Connection.PARALLEL, RoleState.STANDBY, true, true, false))
                .as("control")
                .isTrue();
        assertThat(new ConnectionRules(Mode.COLD).counts(Connection.PARALLEL, RoleState.MASTER, true, true, false))
                .as("a Cold Standby has tried nothing")
                .isFalse();
    }
}
