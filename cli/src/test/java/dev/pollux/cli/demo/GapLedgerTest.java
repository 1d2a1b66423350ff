package dev.pollux.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What counts as lost must be neither hidden nor made up. */
class GapLedgerTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final GapLedger ledger = new GapLedger(Duration.ofMillis(100));

    private static Instant at(int tick) {
        return START.plusMillis(100L * tick);
    }

    /** Arrives half a second after it was sampled. */
    private void deliver(int tick, String from) {
        ledger.delivered(at(tick), from, at(tick + 5));
    }

    private void sampledByBoth(int from, int to) {
        for (int tick = from; tick <= to; tick++) {
            ledger.sampled("CASTOR", at(tick));
            ledger.sampled("POLLUX", at(tick));
        }
    }

    @Test
    void streamWithEveryInstantHasNoGap() {
        sampledByBoth(0, 20);
        for (int tick = 0; tick <= 20; tick++) {
            deliver(tick, tick < 10 ? "CASTOR" : "POLLUX");
        }

        assertThat(ledger.count()).isEqualTo(new GapLedger.Count(21, 0, 0, 0, 0));
    }

    @Test
    void instantsThatTheStationHasSampledAreLost() {
        sampledByBoth(0, 20);
        deliver(0, "CASTOR");
        deliver(4, "CASTOR");

        assertThat(ledger.count().lost()).isEqualTo(3);
    }

    // On a busy machine a poll may come late. The station has then nothing to tell, and nothing was lost on the way,
    // even though the partner was luckier.
    @Test
    void instantsThatTheFollowedStationHasNotSampledAreToldApart() {
        ledger.sampled("POLLUX", at(1));
        deliver(0, "CASTOR");
        deliver(2, "CASTOR");

        assertThat(ledger.count()).isEqualTo(new GapLedger.Count(2, 0, 1, 0, 0));
    }

    // The promise of a failover is that whatever the survivor has sampled reaches the client.
    @Test
    void acrossFailoverTheSurvivorIsTheJudge() {
        ledger.sampled("POLLUX", at(1));
        deliver(0, "CASTOR");
        deliver(2, "CASTOR");
        ledger.moved(at(6), "POLLUX");

        assertThat(ledger.count().lost()).isEqualTo(1);
        assertThat(ledger.lost(10)).hasSize(1).first().asString().contains("sampled by [POLLUX]");
    }

    @Test
    void whatOnlyTheDeadStationHadSampledDiedWithIt() {
        ledger.sampled("CASTOR", at(1));
        deliver(0, "CASTOR");
        deliver(2, "CASTOR");
        ledger.moved(at(6), "POLLUX");

        assertThat(ledger.count()).isEqualTo(new GapLedger.Count(2, 0, 1, 0, 0));
    }

    // Else every late poll shortly before or after a failover would be blamed on it.
    @Test
    void gapsBeforeAndAfterFailoverBelongToTheStationThatWasFollowed() {
        ledger.sampled("POLLUX", at(1));
        ledger.sampled("CASTOR", at(31));
        deliver(0, "CASTOR");
        deliver(2, "CASTOR");
        ledger.moved(at(8), "POLLUX");
        for (int tick = 3; tick <= 30; tick++) {
            deliver(tick, "POLLUX");
        }
        deliver(32, "POLLUX");

        assertThat(ledger.count()).isEqualTo(new GapLedger.Count(31, 0, 2, 0, 0));
    }

    @Test
    void withoutPlantNothingCanBeLost() {
        deliver(0, "CASTOR");
        ledger.excuseFrom(at(1));
        assertThat(ledger.excused()).isTrue();
        ledger.excuseTo(at(49));
        deliver(50, "CASTOR");

        assertThat(ledger.count()).isEqualTo(new GapLedger.Count(2, 0, 0, 49, 0));
    }

    @Test
    void valuesThatComeTwiceOrBackwardsAreCounted() {
        deliver(1, "CASTOR");
        deliver(1, "POLLUX");
        deliver(0, "POLLUX");

        assertThat(ledger.count().unordered()).isEqualTo(2);
    }

    @Test
    void longestPauseHoldsTheRunningOneAndForgivesTheExcused() {
        AtomicLong clock = new AtomicLong();
        PauseMeter meter = new PauseMeter(clock::get);
        clock.set(Duration.ofSeconds(5).toNanos());
        assertThat(meter.longest()).isZero();
        meter.arrived();
        clock.addAndGet(Duration.ofMillis(300).toNanos());
        meter.arrived();
        clock.addAndGet(Duration.ofMillis(500).toNanos());
        assertThat(meter.longest()).isEqualTo(Duration.ofMillis(500));
        meter.forgive();

        assertThat(meter.longest()).isEqualTo(Duration.ofMillis(300));
    }
}
