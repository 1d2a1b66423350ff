package dev.pollux.server.redundancy.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.sync.GapRules.Piece;
import dev.pollux.server.redundancy.Ability.Impairment;
import dev.pollux.server.redundancy.sync.SyncProgress.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What operators are told of a synchronisation. Times are made up. */
class SyncLedgerTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final long SECOND = 1_000_000_000L;

    private final SyncLedger ledger = new SyncLedger();

    private static Piece piece(String device, long fromSecond, long toSecond) {
        return new Piece(device, new TimeRange(fromSecond * Ticks.PER_SECOND, toSecond * Ticks.PER_SECOND), true, true);
    }

    // Two gaps, one of two pieces: counted as operators see them, gone when their last piece is filled.
    @Test
    void tellsWhatIsMissingAndHowLongTheRestTakes() {
        Piece first = piece("PLC1", 100, 400);
        Piece second = piece("PLC1", 400, 500);
        Piece other = piece("PLC2", 450, 550);
        ledger.looked(List.of(first, second, other));
        ledger.begins(NOON, 0);
        assertThat(ledger.progress().gaps()).isEqualTo(2);
        assertThat(ledger.progress().missing()).isEqualTo(Duration.ofSeconds(500));
        assertThat(ledger.progress().span().orElseThrow().from()).isEqualTo(Ticks.toInstant(100 * Ticks.PER_SECOND));
        assertThat(ledger.progress().span().orElseThrow().to()).isEqualTo(Ticks.toInstant(550 * Ticks.PER_SECOND));
        assertThat(ledger.progress().remaining()).as("nothing is known yet").isEmpty();

        ledger.copied(3_000, 1_500);
        ledger.filled(first, 1_500, 3 * SECOND);

        assertThat(ledger.progress().gaps()).isEqualTo(2);
        assertThat(ledger.progress().share()).isEqualTo(0.6);
        assertThat(ledger.progress().remaining()).contains(Duration.ofSeconds(2));
        assertThat(ledger.progress().copied()).isEqualTo(3_000);

        ledger.filled(second, 1_500, 4 * SECOND);
        assertThat(ledger.progress().gaps()).isEqualTo(1);
        ledger.filled(other, 1_500, 5 * SECOND);
        assertThat(ledger.progress().needed()).isFalse();
        assertThat(ledger.progress().span()).isEmpty();
        assertThat(ledger.progress().share()).isEqualTo(1);
    }

    @Test
    void keepsTheLastRunWithItsError() {
        ledger.looked(List.of(piece("PLC1", 0, 20)));
        ledger.begins(NOON, 0);
        ledger.copied(7, 7);
        SyncProgress.Run run = ledger.ends(NOON.plusSeconds(3), "paused by an operator");
        ledger.rests(Phase.PAUSED);
        assertThat(ledger.progress().last()).contains(run);
        assertThat(run).isEqualTo(new SyncProgress.Run(NOON, NOON.plusSeconds(3), 7, "paused by an operator"));
    }

    // A second of lag while both run is nothing that clients should move for; a return is.
    @Test
    void onlyAReturnMakesTheStationLessGood() {
        assertThat(SyncRules.impairment(ledger.progress()).map(Impairment::levelMax))
                .contains(99);
        ledger.looked(List.of(piece("PLC1", 0, 2)));
        ledger.begins(NOON, 0);
        assertThat(SyncRules.impairment(ledger.progress())).as("a moment").isEmpty();

        ledger.looked(List.of(piece("PLC1", 0, 20)));
        ledger.begins(NOON, 0);
        assertThat(SyncRules.impairment(ledger.progress()))
                .contains(new Impairment("archive is being synchronised", 99));
        ledger.rests(Phase.PAUSED);
        assertThat(SyncRules.impairment(ledger.progress())).isPresent();
        assertThat(ledger.troubled("nobody there")).isTrue();
        assertThat(ledger.troubled("nobody there")).as("no news").isFalse();
        assertThat(SyncRules.impairment(ledger.progress()))
                .as("nobody has more")
                .isEmpty();

        ledger.looked(List.of(piece("PLC1", 18, 20)));
        ledger.begins(NOON, 0);
        assertThat(SyncRules.impairment(ledger.progress())).as("the rest of it").isPresent();
        ledger.looked(List.of());
        ledger.rests(Phase.COMPLETE);
        assertThat(SyncRules.impairment(ledger.progress())).isEqualTo(Optional.empty());
    }

    // A second of lag must not look as if one archive were better than the other.
    @Test
    void theArchiveThatLacksMoreIsLessUpToDate() {
        Duration moment = Duration.ofSeconds(9);
        Duration hour = Duration.ofHours(1);

        assertThat(SyncRules.preference(Duration.ZERO, moment)).isEqualTo(SyncRules.Preference.NONE);
        assertThat(SyncRules.preference(hour, hour)).isEqualTo(SyncRules.Preference.NONE);
        assertThat(SyncRules.preference(hour, moment)).isEqualTo(SyncRules.Preference.PARTNER);
        assertThat(SyncRules.preference(moment, hour)).isEqualTo(SyncRules.Preference.SELF);
    }
}
