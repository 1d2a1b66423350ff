package dev.pollux.server.redundancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.server.project.RedundancyConfig.Mode;
import dev.pollux.server.redundancy.Ability.Impairment;
import dev.pollux.server.redundancy.ServiceLevel.Band;
import dev.pollux.server.redundancy.ServiceLevel.Part;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bands that clients act on: a client leaves a member only below 200. */
class ServiceLevelRulesTest {
    private static final PartnerView NOBODY = PartnerView.UNKNOWN;
    private static final ServiceLevelRules RULES = new ServiceLevelRules(new ModeRules(Mode.HOT), true);

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
        ServiceLevel actual = RULES.plain(in(role), Ability.of(connected, configured), stopping);

        assertThat(actual.value() + " " + actual.reason()).isEqualTo(level + " " + reason);
    }

    private static StationState in(RoleState role) {
        return StationState.standalone().become(role, Reason.STARTING, Duration.ZERO);
    }

    // Clients shall prefer a station that has its partner, and still find one that is being commissioned.
    @Test
    void aStationWhoseRedundancyIsSwitchedOffIsDegraded() {
        ServiceLevel level = RULES.plain(StationState.disabled(7), Ability.of(2, 2), false);

        assertThat(level.value()).isEqualTo(199);
        assertThat(level.reason()).isEqualTo("Standalone, redundancy is switched off for commissioning");
        assertThat(level.decisive().remedy()).contains("redundancy.enabled: true");
        assertThat(level.otherwise()).isEqualTo(255);
        assertThat(RULES.plain(StationState.disabled(7), Ability.of(1, 2), false)
                        .value())
                .as("control: lost devices count as ever")
                .isEqualTo(124);
    }

    // An operator who sees a low level must find all that holds it down, in one place and in the right order.
    @Test
    void allThatTakesPointsOffIsNamedAndWhatComesNext() {
        Ability able =
                Ability.of(4, 6).reaching(false).impaired(Optional.of(new Impairment("processor load: 97 %", 180)));

        ServiceLevel level = RULES.level(in(RoleState.MASTER), able, false, NOBODY, 0);

        assertThat(level.parts().stream().map(Part::line))
                .containsExactly(
                        "role: at most 255: Master",
                        "maintenance: at most 255: in service",
                        "runtime: at most 255: active",
                        "devices: at most 132: 4 of 6 devices connected"
                                + " -- connect the others; below Pollux/Devices stands why they are not",
                        "plant network: at most 40: cut off from the plant's network"
                                + " -- look at the watched adapters and reference hosts below Pollux/Network",
                        "impairment: at most 180: processor load: 97 % -- mend it; pollux status health tells more",
                        "mode: at most 255: hot takes nothing off");
        assertThat(level.value()).isEqualTo(40);
        assertThat(level.band()).isEqualTo(Band.DEGRADED);
        assertThat(level.otherwise()).isEqualTo(132);
    }

    // The level, its reason and its explanation come from one list. Here they are held against a second computation,
    // which knows nothing of that list, and what the explanation promises is tried out.
    @Test
    void theExplanationIsTheLevelWhateverTheStationIsLike() {
        long seed = Long.getLong("pollux.seed", 20_261_121L);
        SplittableRandom random = new SplittableRandom(seed);
        Set<Integer> levels = new HashSet<>();
        for (int round = 0; round < 20_000; round++) {
            Situation now = Situation.random(random);
            ServiceLevel level = now.level();
            String as = "seed " + seed + ", round " + round + ": " + now;

            assertThat(level.value()).as(as).isEqualTo(now.byHand());
            assertThat(level.parts().stream().mapToInt(Part::atMost).min())
                    .as(as)
                    .hasValue(level.value());
            assertThat(level.reason()).as(as).isNotBlank();
            assertThat(level.otherwise()).as(as).isGreaterThanOrEqualTo(level.value());
            for (Part part : level.parts()) {
                assertThat(part.remedy().isEmpty()).as(as).isEqualTo(part.atMost() == 255);
                assertThat(Part.parse(part.line())).as(as).contains(part);
            }
            levels.add(level.value());
        }
        assertThat(levels)
                .as("control")
                .contains(0, 1, 40, 99, 189, 199, 229, 255)
                .hasSizeGreaterThan(60);
    }

    // Screens that show alarms and trends as well may be better off with a station whose values are bad for a while.
    @ParameterizedTest(name = "{0} for {1} with {2} of 6 devices: {3}")
    @CsvSource({
        "MASTER, STARTING,           6, 255",
        "MASTER, STARTING,           3, 214",
        "FAULT,  PROCESS_CONNECTION, 3, 214",
        "FAULT,  PROCESS_CONNECTION, 0, 200",
        "FAULT,  PROCESS_CONNECTION, 6, 228",
        "FAULT,  DEFECT,             6,  99",
    })
    void clientsStayWithAStationThatHasLostDevicesIfTheProjectSaysSo(
            RoleState role, Reason reason, int connected, int level) {
        ServiceLevelRules staying = new ServiceLevelRules(new ModeRules(Mode.HOT), false);
        StationState state = StationState.standalone().become(role, reason, Duration.ZERO);

        assertThat(staying.level(state, Ability.of(connected, 6), false, NOBODY, 0)
                        .value())
                .isEqualTo(level);
        assertThat(staying.level(state, Ability.of(connected, 6).reaching(false), false, NOBODY, 0)
                        .value())
                .as("control: another fault moves them as ever")
                .isEqualTo(40);
    }

    @Test
    void aLineThatIsNoPartIsNotTakenForOne() {
        assertThat(Part.parse("devices: at most 300: x")).isEmpty();
        assertThat(Part.parse("devices 132 x")).isEmpty();
        assertThat(Part.parse("devices: at most 132: 4 of 6"))
                .as("control")
                .contains(new Part("devices", 132, "4 of 6", ""));
    }

    private record Situation(
            StationState state, Ability able, boolean stopping, Mode mode, PartnerView partner, int partnerLevel) {
        static Situation random(SplittableRandom random) {
            int configured = random.nextInt(7);
            Ability able = Ability.of(configured == 0 ? 0 : random.nextInt(configured + 1), configured)
                    .reaching(random.nextInt(5) > 0)
                    .maintained(random.nextInt(20) == 0 ? Optional.of("maintenance: new disk") : Optional.empty());
            for (int i = random.nextInt(3); i > 0; i--) {
                able = able.impaired(Optional.of(new Impairment("something -- odd\n" + i, 1 + random.nextInt(254))));
            }
            RoleState role = any(RoleState.values(), random);
            StationState state =
                    role == RoleState.STANDALONE && random.nextBoolean() ? StationState.disabled(3) : in(role);
            return new Situation(
                    state,
                    able,
                    random.nextInt(20) == 0,
                    any(Mode.values(), random),
                    random.nextBoolean() ? NOBODY : ModeRulesTest.partner(any(RoleState.values(), random)),
                    random.nextInt(256));
        }

        private static <T> T any(T[] all, SplittableRandom random) {
            return List.of(all).get(random.nextInt(all.length));
        }

        ServiceLevel level() {
            return new ServiceLevelRules(new ModeRules(mode), true).level(state, able, stopping, partner, partnerLevel);
        }

        int byHand() {
            if (stopping || able.maintenance().isPresent()) {
                return 0;
            }
            boolean some = able.devicesConfigured() > 0;
            if (state.role() == RoleState.UNDEFINED || (some && able.devicesConnected() == 0)) {
                return 1;
            }
            RoleState partnerRole = partner.present().map(PartnerReport::state).orElse(RoleState.UNDEFINED);
            boolean coldAside = state.role() == RoleState.STANDBY
                    || (state.role() == RoleState.FAULT && partner.present().isPresent());
            if (mode == Mode.COLD && coldAside) {
                return 1;
            }
            int share = some ? 49 * able.devicesConnected() / able.devicesConfigured() : 49;
            int level = switch (state.role()) {
                case MASTER, STANDALONE -> share < 49 ? 100 + share : 255;
                case STANDBY -> share < 49 ? 100 + share : 229;
                case FAULT -> 50 + share;
                case UNDEFINED -> 1;
            };
            if (state.reason() == Reason.DISABLED) {
                level = Math.min(level, 199);
            }
            if (!able.plantNetwork()) {
                level = 40;
            }
            for (Impairment each : able.impairments()) {
                level = Math.min(level, each.levelMax());
            }
            boolean halfWarm = mode == Mode.WARM || mode == Mode.BACKUP;
            if (halfWarm && state.role() == RoleState.STANDBY) {
                level = Math.min(level, 189);
                if (partnerRole == RoleState.MASTER && partnerLevel > 1 && partnerLevel < 200) {
                    level = Math.min(level, Math.max(2, partnerLevel - 1));
                }
            }
            boolean backed = partnerRole == RoleState.STANDBY && partnerLevel > 1;
            return mode == Mode.BACKUP && state.role() == RoleState.MASTER && !backed ? Math.min(level, 199) : level;
        }
    }
}
