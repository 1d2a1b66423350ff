package dev.pollux.archive.aggregate;

import dev.pollux.archive.Annotation;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The five example historians that OPC 10000-13 Annex A reckons with. Each begins with a Bad_NoData at noon. */
record Historian(int number, boolean stepped, AggregateConfig config, List<ArchivedSample> samples) {
    static final long NOON = Ticks.of(Instant.parse("2012-01-01T12:00:00Z"));
    static final int UNCERTAIN = 0x40000000;

    private static final String IRREGULAR = "2:10 25:20 28:25 39:30 42:! 48:40 52:50 72:60 77:70? 83:70 86:80 90:90";
    private static final List<Historian> ALL = List.of(
            of(
                    1,
                    false,
                    new AggregateConfig(false, 100, 100, false),
                    "10:10 20:20 30:30 40:! 50:50 60:60 70:70? 80:80 90:90"),
            of(2, false, new AggregateConfig(true, 100, 100, true), IRREGULAR),
            of(3, true, new AggregateConfig(true, 50, 50, false), IRREGULAR),
            of(
                    4,
                    true,
                    new AggregateConfig(true, 100, 100, false),
                    "2:T 25:F 28:T 39:T 42:! 48:T 52:F 72:F 77:T? 83:T 86:F 90:T"),
            of(
                    5,
                    false,
                    new AggregateConfig(false, 100, 100, false),
                    "2:10 25:20 28:10 39:30 42:! 48:30 52:50 72:30 77:70? 83:70 86:80 90:70"));

    /** One of 1..5. */
    static Historian number(int number) {
        return ALL.get(number - 1);
    }

    private static Historian of(int number, boolean stepped, AggregateConfig config, String samples) {
        return new Historian(number, stepped, config, samples("0:- " + samples));
    }

    /**
     * Samples in short: {@code second:value}, with {@code ?} if they are uncertain; {@code !} is Bad, {@code -}
     * Bad_NoData, T and F are Boolean.
     */
    static List<ArchivedSample> samples(String text) {
        List<ArchivedSample> samples = new ArrayList<>();
        for (String sample : text.split(" ", -1)) {
            String[] parts = sample.split(":", -1);
            long time = at(Double.parseDouble(parts[0]));
            String value = parts[1].endsWith("?") ? parts[1].substring(0, parts[1].length() - 1) : parts[1];
            int status = parts[1].endsWith("?") ? UNCERTAIN : HistoryStatus.GOOD;
            samples.add(
                    switch (value) {
                        case "!" -> new ArchivedSample(time, time, HistoryStatus.BAD, Value.NULL);
                        case "-" -> new ArchivedSample(time, time, HistoryStatus.BAD_NO_DATA, Value.NULL);
                        case "T", "F" ->
                            new ArchivedSample(time, time, status, new Value(Value.BOOLEAN, value.equals("T")));
                        default -> new ArchivedSample(time, time, status, Value.of(Double.parseDouble(value)));
                    });
        }
        return samples;
    }

    /** Seconds after noon. */
    static long at(double seconds) {
        return NOON + Math.round(seconds * Ticks.PER_SECOND);
    }

    /** Those of Historian 1 (v1.04 §A.1.1); the others have none. */
    List<Annotation> annotations() {
        return number == 1
                ? List.of(note(40, "Operator 1"), note(40, ""), note(50, "Engineer1"), note(70, "Technician_1"))
                : List.of();
    }

    private static Annotation note(int second, String user) {
        return new Annotation(at(second), "", user, NOON + Ticks.PER_DAY);
    }
}
