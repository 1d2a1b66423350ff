package dev.pollux.bench.failover;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** The table in Markdown, of rounds that were made. */
final class Report {
    static final String BEGIN = "<!-- The table begins here; made by `make failover-table`. -->";
    static final String END = "<!-- The table ends here. -->";

    private static final String HEAD = "| mode | fault | rounds | role gap ms | both Master ms | client value gap ms "
            + "| lost | duplicate | archive: lost | duplicate | gaps left | polls missed | equal after s |\n"
            + "|---|---|---|---|---|---|---|---|---|---|---|---|---|\n";

    private Report() {}

    /** Heading, table and goals. */
    static String markdown(List<Round> rounds) {
        StringBuilder text = new StringBuilder();
        text.append("Measured on %s with %d processors, %s, Java %s. p50 / p99 / max where there are three numbers.\n\n"
                .formatted(
                        rounds.stream()
                                .map(each -> each.at().substring(0, 10))
                                .max(String::compareTo)
                                .orElse(LocalDate.now(ZoneOffset.UTC).toString()),
                        Runtime.getRuntime().availableProcessors(),
                        processor(),
                        System.getProperty("java.version")));
        text.append(HEAD);
        for (String mode : rounds.stream().map(Round::mode).distinct().toList()) {
            for (Fault fault : Fault.values()) {
                List<Round> row = of(rounds, mode, fault);
                if (!row.isEmpty()) {
                    text.append(line(mode, fault, row));
                }
            }
        }
        List<String> goals = goals(rounds);
        if (!goals.isEmpty()) {
            text.append("\n| goal | reached | kept |\n|---|---|---|\n");
            goals.forEach(text::append);
        }
        return text.toString();
    }

    /** Puts a table between the markers of a document. */
    static String between(String document, String table) {
        int begin = document.indexOf(BEGIN);
        int end = document.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("the document lacks the markers \"" + BEGIN + "\" and \"" + END + "\"");
        }
        return document.substring(0, begin + BEGIN.length()) + "\n" + table + document.substring(end);
    }

    private static List<Round> of(List<Round> rounds, String mode, Fault... faults) {
        List<String> ids = Arrays.stream(faults).map(Fault::id).toList();
        return rounds.stream()
                .filter(each -> each.mode().equals(mode) && ids.contains(each.fault()))
                .toList();
    }

    private static String line(String mode, Fault fault, List<Round> row) {
        long open = row.stream().filter(each -> each.archiveHealed() < 0).count();
        List<Round> healed =
                row.stream().filter(each -> each.archiveHealed() >= 0).toList();
        String equal = healed.isEmpty() ? "" : spread(healed, each -> Math.round(each.archiveHealed() / 1000.0));
        return "| "
                + String.join(
                        " | ",
                        mode,
                        fault.title(),
                        "" + row.size(),
                        spread(row, Round::roleGap),
                        spread(row, Round::bothMaster),
                        spread(row, Round::valueGap),
                        sum(row, Round::lost),
                        sum(row, Round::duplicate),
                        sum(row, Round::archiveLost),
                        sum(row, Round::archiveTwice),
                        sum(row, Round::archiveUnequal),
                        count(row, Round::archiveMissed),
                        equal + (open == 0 ? "" : " (**" + open + " not**)"))
                + " |\n";
    }

    private static String count(List<Round> row, ToLongFunction<Round> number) {
        return String.format(Locale.ROOT, "%,d", row.stream().mapToLong(number).sum());
    }

    private static String sum(List<Round> row, ToLongFunction<Round> number) {
        long sum = row.stream().mapToLong(number).sum();
        return sum == 0 ? "0" : "**" + String.format(Locale.ROOT, "%,d", sum) + "**";
    }

    private static String spread(List<Round> row, ToLongFunction<Round> number) {
        long[] sorted = row.stream().mapToLong(number).sorted().toArray();
        return percentile(sorted, 50) + " / " + percentile(sorted, 99) + " / " + sorted[sorted.length - 1];
    }

    /** The nearest-rank percentile. */
    static long percentile(long[] sorted, int percent) {
        int rank = (int) Math.ceil(percent / 100.0 * sorted.length);
        return sorted[Math.max(0, rank - 1)];
    }

    private static List<String> goals(List<Round> rounds) {
        List<String> goals = new ArrayList<>();
        for (String mode : rounds.stream().map(Round::mode).distinct().toList()) {
            limit(
                    goals,
                    "%s: crash to new Master ≤ 1.5 s (p99)".formatted(mode),
                    of(rounds, mode, Fault.FREEZE, Fault.ALL_CUT, Fault.GC_PAUSE),
                    Round::takeover,
                    1_500);
            limit(
                    goals,
                    "%s: crash to new Master ≤ 300 ms where the connection is reset (p99)".formatted(mode),
                    of(rounds, mode, Fault.KILL),
                    Round::takeover,
                    300);
            limit(
                    goals,
                    "%s: role gap of a planned switchover ≤ 300 ms (p99)".formatted(mode),
                    of(rounds, mode, Fault.SWITCHOVER),
                    Round::roleGap,
                    300);
            limit(
                    goals,
                    "%s: ServiceLevel follows the loss of devices ≤ 1 s (p99)".formatted(mode),
                    of(rounds, mode, Fault.DEVICES_LOST),
                    Round::levelFall,
                    1_000);
            if (mode.equals("hot")) {
                List<Round> all = of(rounds, mode, Fault.values());
                long lost = all.stream().mapToLong(Round::archiveLost).sum();
                long twice = all.stream().mapToLong(Round::archiveTwice).sum();
                goals.add("| hot: 0 lost, 0 duplicate archive samples | %,d lost, %,d duplicate in %d rounds | %s |\n"
                        .formatted(lost, twice, all.size(), kept(lost + twice == 0)));
            }
        }
        return goals;
    }

    private static void limit(
            List<String> goals, String goal, List<Round> rounds, ToLongFunction<Round> number, long limit) {
        if (rounds.isEmpty()) {
            return;
        }
        long never =
                rounds.stream().filter(each -> number.applyAsLong(each) < 0).count();
        long[] sorted = rounds.stream()
                .mapToLong(number)
                .map(each -> each < 0 ? Long.MAX_VALUE : each)
                .sorted()
                .toArray();
        long reached = percentile(sorted, 99);
        String text = never > 0 ? "never in " + never + " of " + sorted.length + " rounds" : reached + " ms";
        goals.add("| " + goal + " | " + text + " | " + kept(reached <= limit) + " |\n");
    }

    private static String kept(boolean kept) {
        return kept ? "yes" : "**no**";
    }

    private static String processor() {
        try {
            return java.nio.file.Files.readAllLines(java.nio.file.Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.replaceFirst(".*: ", ""))
                    .findFirst()
                    .orElse("processor unknown");
        } catch (java.io.IOException e) {
            return "processor unknown";
        }
    }
}
