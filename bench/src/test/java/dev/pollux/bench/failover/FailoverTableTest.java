package dev.pollux.bench.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the measurement works and that its arithmetic is right; what a failover costs is for a quiet machine. */
class FailoverTableTest {
    @TempDir
    private Path directory = Path.of("");

    private TableArguments arguments(int rounds) {
        return TableArguments.of(
                "--loopback",
                "--rounds",
                "" + rounds,
                "--faults",
                "kill",
                "--results",
                "" + directory.resolve("results"),
                "--directory",
                "" + directory.resolve("data"));
    }

    /** Two real stations, one killed; the second run finds the round made and makes none. */
    @Test
    void measuresARoundAndGoesOnWhereItWas() throws Exception {
        assertThat(FailoverTable.measure(arguments(1))).isTrue();
        assertThat(FailoverTable.measure(arguments(1))).isTrue();

        List<Round> rounds = FailoverTable.read(directory.resolve("results"));
        assertThat(rounds).singleElement().satisfies(round -> {
            assertThat(round.fault()).isEqualTo("kill");
            assertThat(round.takeover()).as("the other station leads").isNotNegative();
            assertThat(round.compared()).as("values that could be lost").isPositive();
            assertThat(round.archiveExpected()).as("archived instants").isPositive();
        });
        assertThat(Report.markdown(rounds)).contains("| hot | `kill -9` | 1 |");
    }

    @Test
    void writesPercentilesAndGoals() {
        List<Round> rounds = List.of(freeze(900), freeze(1_600), freeze(-1));
        String table = Report.markdown(rounds);

        assertThat(table)
                .contains("| hot | SIGSTOP | 3 | 900 / 1600 / 1600 |")
                .contains("| never in 1 of 3 rounds | **no** |");
        assertThat(Report.markdown(rounds.subList(0, 1))).contains("≤ 1.5 s (p99) | 900 ms | yes |");
        String document = "before\n" + Report.BEGIN + "\nold\n" + Report.END + "\nafter";
        assertThat(Report.between(document, table))
                .startsWith("before\n" + Report.BEGIN)
                .doesNotContain("old")
                .endsWith(Report.END + "\nafter");
        assertThatThrownBy(() -> Report.between("no markers", table)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Round freeze(long takeover) {
        long gap = Math.max(900, takeover);
        return new Round(
                "freeze",
                "hot",
                1,
                "2026-11-21T00:00:00Z",
                takeover,
                gap,
                0,
                0,
                0,
                0,
                9,
                -1,
                1,
                9,
                0,
                0,
                0,
                0,
                0,
                1_000,
                10,
                20,
                "");
    }

    /** A moment with nobody, one with both: what the columns are made of. */
    @Test
    void hearsWhoLeads() {
        Ledger castor = new Ledger();
        Ledger pollux = new Ledger();
        long ms = Duration.ofMillis(1).toNanos();
        castor.leads(0, true);
        pollux.leads(0, false);
        castor.leads(100 * ms, false);
        pollux.leads(130 * ms, true);
        castor.leads(200 * ms, true);
        castor.leads(205 * ms, false);

        Judge.Roles roles = Judge.roles(List.of(castor, pollux), 50 * ms, 300 * ms);

        assertThat(roles.nobody()).isEqualTo(Duration.ofMillis(30));
        assertThat(roles.both()).isEqualTo(Duration.ofMillis(5));
        assertThat(pollux.tookOver(50 * ms)).hasValue(130 * ms);
    }

    @Test
    void knowsWhatAStationSampled() {
        Ledger ledger = new Ledger();
        Instant first = Instant.parse("2026-11-21T00:00:00Z");
        ledger.sampled("A", first);
        ledger.sampled("A", first.plusMillis(100));

        assertThat(ledger.sampled("A", first, first.plusSeconds(1))).containsExactly(first.plusMillis(100));
        assertThat(ledger.newest("B")).isEqualTo(Instant.MIN);
    }

    @Test
    void namesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> TableArguments.of("--faults", "earthquake"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no fault earthquake; there are [kill, freeze");
    }
}
