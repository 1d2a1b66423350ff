package dev.pollux.archive.longterm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollux.archive.Ticks;
import dev.pollux.archive.aggregate.Aggregate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LongTermConfigTest {
    private static final List<Aggregate> AVERAGE = List.of(Aggregate.TIME_AVERAGE);
    private static final Duration DAY = Duration.ofDays(1);
    private static final long NOW = Ticks.of(Instant.parse("2026-03-01T10:20:30Z"));

    @Test
    void whatCannotWorkIsRefusedWithTheReason() {
        refused("values", Duration.ofMinutes(1), AVERAGE, DAY, "neither values nor late");
        refused("Min1", Duration.ofMinutes(1), AVERAGE, DAY, "must be 1 to 32 of a-z");
        refused("m7", Duration.ofMinutes(7), AVERAGE, DAY, "whole part of a day");
        refused("d2", Duration.ofDays(2), AVERAGE, DAY, "from PT1S to PT24H");
        refused("m1", Duration.ofMinutes(1), List.of(), DAY, "one or more");
        refused("m1", Duration.ofMinutes(1), List.of(Aggregate.COUNT, Aggregate.COUNT), DAY, "none twice");
        refused("m1", Duration.ofMinutes(1), List.of(Aggregate.ANNOTATION_COUNT), DAY, "AnnotationCount");
        refused("h1", Duration.ofHours(1), AVERAGE, Duration.ofMinutes(1), "at least the interval");
    }

    // Values that are forgotten before they are computed would leave holes that nobody notices.
    @Test
    void capturedValuesMustBeKeptLongerThanTheIntervalTakes() {
        LongTermConfig hourly = LongTermConfig.of("h1", Duration.ofHours(1), AVERAGE, Duration.ofDays(3650));

        assertThat(LongTermConfig.faults(List.of(hourly), Duration.ZERO)).isEmpty();
        assertThat(LongTermConfig.faults(List.of(hourly), DAY)).isEmpty();
        assertThat(LongTermConfig.faults(List.of(hourly), Duration.ofHours(1)))
                .singleElement()
                .asString()
                .contains("h1: captured values are kept for PT1H, must be at least PT2H1M");
        assertThat(LongTermConfig.faults(List.of(hourly, hourly), DAY))
                .singleElement()
                .asString()
                .contains("two");
    }

    // A visit to a tag costs the same for one interval as for five, so results move on every five minutes.
    @Test
    void intervalsSettleInStrides() {
        LongTermRules minutes = new LongTermRules(LongTermConfig.of("m1", Duration.ofMinutes(1), AVERAGE, DAY));
        LongTermRules hours = new LongTermRules(LongTermConfig.of("h1", Duration.ofHours(1), AVERAGE, DAY));

        assertThat(text(minutes.settled(NOW))).isEqualTo("2026-03-01T10:15:00Z");
        assertThat(text(minutes.next(NOW))).isEqualTo("2026-03-01T10:21:00Z");
        assertThat(text(minutes.settled(minutes.next(NOW)))).isEqualTo("2026-03-01T10:20:00Z");
        assertThat(text(hours.settled(NOW))).isEqualTo("2026-03-01T10:00:00Z");
        assertThat(text(hours.oldest(NOW))).isEqualTo("2026-02-28T11:00:00Z");
        assertThat(text(minutes.due(-1, NOW))).isEqualTo("2026-03-01T09:19:00Z");
        assertThat(text(minutes.due(NOW - 10 * Ticks.of(Duration.ofMinutes(1)), NOW)))
                .isEqualTo("2026-03-01T10:10:00Z");
    }

    @Test
    void archivesForgetOneAfterTheOtherOnceAnHour() {
        List<Retention> all = List.of(
                new Retention("values", Duration.ofDays(30)),
                new Retention("m1", Duration.ofDays(365)),
                new Retention("h1", Duration.ZERO));
        Map<String, Long> done = new HashMap<>();
        StringBuilder story = new StringBuilder();
        for (int minute = 0; minute < 130; minute++) {
            long now = NOW + minute * Ticks.of(Duration.ofMinutes(1));
            Optional<Retention.Forgetting> due = Retention.due(all, done, now);
            if (due.isPresent()) {
                done.put(due.get().archive(), now);
                story.append(minute).append(' ').append(due.get().archive()).append(' ');
            }
        }
        assertThat(story.toString()).isEqualTo("0 values 1 m1 60 values 61 m1 120 values 121 m1 ");
        assertThat(Retention.due(all, Map.of(), NOW))
                .contains(new Retention.Forgetting("values", NOW - 30 * Ticks.PER_DAY));
    }

    private static String text(long ticks) {
        return Ticks.toInstant(ticks).toString();
    }

    private static void refused(
            String name, Duration interval, List<Aggregate> aggregates, Duration retention, String reason) {
        assertThatThrownBy(() -> LongTermConfig.of(name, interval, aggregates, retention))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
