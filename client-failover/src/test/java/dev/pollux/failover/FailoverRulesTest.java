package dev.pollux.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollux.failover.Candidate.Band;
import dev.pollux.failover.Candidate.Presence;
import dev.pollux.failover.Choice.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FailoverRulesTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration HOLD_DOWN = Duration.ofSeconds(5);
    private static final Duration DWELL = Duration.ofSeconds(1);
    private static final FailoverRules RULES = new FailoverRules(HOLD_DOWN, DWELL);

    private static Candidate up(String key, int level) {
        return new Candidate(key, Presence.UP, level, true, false, true, false, LONG, LONG);
    }

    private static Candidate preferred(String key, int level, Duration healthyFor) {
        return new Candidate(key, Presence.UP, level, true, false, true, true, healthyFor, LONG);
    }

    private static Candidate absent(String key, Presence how) {
        return new Candidate(key, how, 255, true, false, false, false, Duration.ZERO, LONG);
    }

    private static Choice decide(String active, Candidate... candidates) {
        return RULES.decide(new Situation(List.of(candidates), Optional.of(active), true, LONG));
    }

    private static Choice start(boolean settled, Candidate... candidates) {
        return RULES.decide(new Situation(List.of(candidates), Optional.empty(), settled, LONG));
    }

    @Test
    void theHighestLevelIsChosenAtTheStart() {
        assertThat(start(true, up("a", 210), up("b", 255)).to()).contains("b");
        assertThat(start(true, up("a", 210), up("b", 255)).cause()).contains(FailoverCause.FIRST_USABLE);
        assertThat(start(true, up("b", 255), up("a", 255)).to())
                .as("all clients choose alike")
                .contains("a");
    }

    @Test
    void thePreferredMemberIsChosenAtTheStartIfItIsHealthy() {
        assertThat(start(true, up("a", 255), preferred("b", 200, Duration.ZERO)).to())
                .contains("b");
        assertThat(start(true, up("a", 255), preferred("b", 199, Duration.ZERO)).to())
                .contains("a");
    }

    @Test
    void theFirstChoiceWaitsForSlowMembers() {
        assertThat(start(false, up("a", 255)).step()).isEqualTo(Step.STAY);
        assertThat(start(true, absent("a", Presence.DOWN)).step()).isEqualTo(Step.STAY);
    }

    @Test
    void healthyMembersAreNotLeftForBetterOnes() {
        assertThat(decide("a", up("a", 200), up("b", 255)).step()).isEqualTo(Step.STAY);
    }

    @Test
    void lostMembersAreLeftAndTheCauseIsTold() {
        assertThat(decide("a", absent("a", Presence.DOWN), up("b", 100)).cause())
                .contains(FailoverCause.CONNECTION_LOST);
        assertThat(decide("a", absent("a", Presence.SILENT), up("b", 100)).cause())
                .contains(FailoverCause.SILENT);
        Choice alone = decide("a", absent("a", Presence.DOWN), absent("b", Presence.DOWN));
        assertThat(alone.step()).isEqualTo(Step.LEAVE);
        assertThat(alone.text()).contains("no other member");
    }

    @Test
    void maintenanceMustBeLeftEvenForNothing() {
        assertThat(decide("a", up("a", 0), up("b", 2)).cause()).contains(FailoverCause.MAINTENANCE);
        assertThat(decide("a", up("a", 0), up("b", 0)).step()).isEqualTo(Step.LEAVE);
        assertThat(start(true, up("a", 0)).step()).isEqualTo(Step.STAY);
    }

    @Test
    void degradedMembersAreLeftForHealthyOnes() {
        assertThat(decide("a", up("a", 150), up("b", 255)).cause()).contains(FailoverCause.DEGRADED);
        assertThat(decide("a", up("a", 150), up("b", 100)).step()).isEqualTo(Step.STAY);
        assertThat(decide("a", up("a", 150), up("b", 150)).step()).isEqualTo(Step.STAY);
    }

    @Test
    void betweenDegradedMembersOnlyASteadyDifferenceCounts() {
        Candidate shaky = new Candidate("b", Presence.UP, 160, true, false, true, false, LONG, Duration.ofSeconds(4));
        assertThat(decide("a", up("a", 150), shaky).step()).isEqualTo(Step.STAY);
        assertThat(decide("a", up("a", 150), up("b", 160)).to()).contains("b");
    }

    @Test
    void aMutedMemberIsLeftForOneThatSends() {
        Candidate muted = new Candidate("a", Presence.UP, 255, true, true, true, false, Duration.ZERO, LONG);
        assertThat(decide("a", muted, up("b", 120)).cause()).contains(FailoverCause.NO_NOTIFICATIONS);
        assertThat(decide("a", muted, absent("b", Presence.DOWN)).step()).isEqualTo(Step.STAY);
    }

    @Test
    void thePreferredMemberIsTakenBackAfterTheHoldDown() {
        assertThat(decide("a", up("a", 255), preferred("b", 210, Duration.ofSeconds(4)))
                        .step())
                .isEqualTo(Step.STAY);
        assertThat(decide("a", up("a", 255), preferred("b", 210, HOLD_DOWN)).cause())
                .contains(FailoverCause.PREFERRED_RETURNED);
        assertThat(decide("a", up("a", 255), preferred("b", 199, LONG)).step()).isEqualTo(Step.STAY);
    }

    @Test
    void aMemberWhoseSubscriptionsAreNotInPlaceIsOnlyTheLastResort() {
        Candidate unready = new Candidate("b", Presence.UP, 255, true, false, false, false, Duration.ZERO, LONG);
        assertThat(decide("a", up("a", 150), unready).step()).isEqualTo(Step.STAY);
        assertThat(decide("a", absent("a", Presence.DOWN), unready, up("c", 201))
                        .to())
                .contains("c");
        assertThat(decide("a", absent("a", Presence.DOWN), unready).to()).contains("b");
    }

    @Test
    void impossibleLevelsAreRefused() {
        assertThatThrownBy(() -> up("a", 256)).hasMessageContaining("256").hasMessageContaining("255");
    }

    // Whatever happens: a healthy member is left only for the preferred one, nobody unusable is chosen while another
    // can be used, and nothing is said without a cause.
    @Test
    void decisionsAreSoundInEverySituation() {
        long seed = 20261121;
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 50_000; round++) {
            Situation now = situation(random);
            Choice choice = RULES.decide(now);
            String story = "seed " + seed + " round " + round + ": " + now + " -> " + choice;

            Optional<Candidate> active = now.active().flatMap(key -> find(now, key));
            Optional<Candidate> to = choice.to().flatMap(key -> find(now, key));
            boolean anyUsable = now.candidates().stream().anyMatch(Candidate::usable);
            to.ifPresent(target -> {
                assertThat(target.usable()).as(story).isTrue();
                assertThat(choice.to()).as(story).isNotEqualTo(now.active());
            });
            if (active.isPresent() && active.get().band() == Band.HEALTHY && choice.step() == Step.MOVE) {
                assertThat(choice.cause()).as(story).contains(FailoverCause.PREFERRED_RETURNED);
                assertThat(to.orElseThrow().preferred() && to.get().band() == Band.HEALTHY)
                        .as(story)
                        .isTrue();
                assertThat(now.sinceMove()).as(story).isGreaterThanOrEqualTo(HOLD_DOWN);
            }
            if (active.isPresent() && !active.get().usable()) {
                assertThat(choice.step()).as(story).isEqualTo(anyUsable ? Step.MOVE : Step.LEAVE);
                to.ifPresent(target -> assertThat(target.band())
                        .as(story)
                        .isEqualTo(now.candidates().stream()
                                .map(Candidate::band)
                                .max(Band::compareTo)
                                .orElseThrow()));
            } else {
                assertThat(choice.step()).as(story).isNotEqualTo(Step.LEAVE);
            }
        }
    }

    // Levels that jump every 100 ms for ten minutes: the client moves at most once per dwell time, and not to and fro.
    @Test
    void restlessLevelsDoNotMakeTheClientRestless() {
        long seed = 42;
        SplittableRandom random = new SplittableRandom(seed);
        String active = "a";
        Duration sinceMove = LONG;
        int moves = 0;
        for (int tick = 0; tick < 6000; tick++) {
            sinceMove = sinceMove.plusMillis(100);
            Candidate a = new Candidate(
                    "a", Presence.UP, random.nextInt(1, 256), true, false, true, false, Duration.ZERO, Duration.ZERO);
            Candidate b = new Candidate(
                    "b", Presence.UP, random.nextInt(1, 256), true, false, true, true, Duration.ZERO, Duration.ZERO);
            Choice choice = RULES.decide(new Situation(List.of(a, b), Optional.of(active), true, sinceMove));
            if (choice.step() == Step.MOVE) {
                assertThat(sinceMove).as("seed %d tick %d", seed, tick).isGreaterThanOrEqualTo(DWELL);
                active = choice.to().orElseThrow();
                sinceMove = Duration.ZERO;
                moves++;
            }
        }
        assertThat(moves).isBetween(1, 600);
    }

    private static Optional<Candidate> find(Situation now, String key) {
        return now.candidates().stream().filter(each -> each.key().equals(key)).findFirst();
    }

    private static Situation situation(SplittableRandom random) {
        List<Presence> presences =
                List.of(Presence.UP, Presence.UP, Presence.UP, Presence.UP, Presence.SILENT, Presence.DOWN);
        int[] levels = {0, 1, 2, 100, 150, 199, 200, 210, 255};
        List<Candidate> candidates = new ArrayList<>();
        int count = random.nextInt(1, 5);
        for (int i = 0; i < count; i++) {
            candidates.add(new Candidate(
                    String.valueOf((char) ('a' + i)),
                    presences.get(random.nextInt(presences.size())),
                    levels[random.nextInt(levels.length)],
                    random.nextInt(5) > 0,
                    random.nextInt(6) == 0,
                    random.nextInt(5) > 0,
                    random.nextInt(3) == 0,
                    Duration.ofMillis(random.nextInt(10_000)),
                    Duration.ofMillis(random.nextInt(10_000))));
        }
        Optional<String> active = random.nextInt(5) == 0
                ? Optional.empty()
                : Optional.of(candidates.get(random.nextInt(count)).key());
        return new Situation(candidates, active, random.nextBoolean(), Duration.ofMillis(random.nextInt(10_000)));
    }
}
