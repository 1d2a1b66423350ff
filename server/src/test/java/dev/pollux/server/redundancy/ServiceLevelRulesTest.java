package dev.pollux.server.redundancy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bands that clients act on: a client leaves a member only below 200. */
class ServiceLevelRulesTest {
    @ParameterizedTest(name = "{0} with {1} of {2} devices, stopping {3}: {4} ({5})")
    @CsvSource({
        "MASTER,     6, 6, false, 255, Master with all devices",
        "MASTER,     0, 0, false, 255, Master with all devices",
        "STANDALONE, 2, 2, false, 255, Standalone with all devices",
        "STANDBY,    6, 6, false, 229, Hot Standby with all devices",
        "MASTER,     3, 6, false, 124, 3 of 6 devices connected",
        "STANDBY,    5, 6, false, 140, 5 of 6 devices connected",
        "MASTER,     0, 6, false,   1, no device connected",
        "FAULT,      6, 6, false,  99, 'Fault, 6 of 6 devices connected'",
        "FAULT,      3, 6, false,  74, 'Fault, 3 of 6 devices connected'",
        "FAULT,      0, 6, false,   1, no device connected",
        "UNDEFINED,  6, 6, false,   1, starting",
        "MASTER,     6, 6, true,    0, runtime is being deactivated",
    })
    void levelFollowsRoleDevicesAndStop(
            RoleState role, int connected, int configured, boolean stopping, int level, String reason) {
        ServiceLevel actual = ServiceLevelRules.level(role, Ability.of(connected, configured), stopping);

        assertThat(actual).isEqualTo(new ServiceLevel(level, reason));
    }
}
