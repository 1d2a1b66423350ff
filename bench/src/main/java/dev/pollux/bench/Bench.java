package dev.pollux.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Runs measures one after the other and prints one table in Markdown. Arguments: names of measures (none: all), {@code
 * --share 0.01} for small ones, {@code --directory DIR} for the data (default: below the system's temporary directory),
 * {@code --report FILE} to write the table to a file as well.
 */
public final class Bench {
    private static final Map<String, Measure> MEASURES = new LinkedHashMap<>();

    static {
        MEASURES.put("sustained", new SustainedWriting());
        MEASURES.put("recording", new SustainedRecording());
        MEASURES.put("burst", new BurstWriting());
        MEASURES.put("merge", new LateValues());
        MEASURES.put("gapfill", new GapFilling());
        MEASURES.put("history", new HistoryReading());
        MEASURES.put("trend", new YearTrend());
        MEASURES.put("influx", new InfluxWriting());
        MEASURES.put("outage", new InfluxOutage());
    }

    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        Arguments parsed = Arguments.of(arguments, MEASURES.keySet());
        if (parsed.alone()) {
            Measure measure = Objects.requireNonNull(MEASURES.get(parsed.names().get(0)));
            measure.run(new Ground(parsed.directory(), parsed.share()), row -> System.out.println(row.markdown()));
            System.exit(0);
        }
        List<String> lines = new ArrayList<>(List.of(heading(), "", Row.HEAD));
        for (String name : parsed.names()) {
            System.err.println("measuring: " + name);
            lines.addAll(inItsOwnJvm(name, parsed));
        }
        String table = String.join("\n", lines) + "\n";
        System.out.print(table);
        if (parsed.report() != null) {
            Files.writeString(parsed.report(), table);
        }
        System.exit(table.contains("| not measured |") ? 1 : 0);
    }

    private static List<String> inItsOwnJvm(String name, Arguments arguments) throws IOException, InterruptedException {
        Path data = Files.createTempDirectory(Files.createDirectories(arguments.directory()), name);
        Process process = new ProcessBuilder(Jvm.command(
                        Bench.class,
                        List.of("-Xmx1g"),
                        List.of(name, "--alone", "--share", "" + arguments.share(), "--directory", data.toString())))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Thread end = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(end);
        List<String> rows = new ArrayList<>();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            out.lines().forEach(line -> {
                System.err.println(line);
                if (line.startsWith("| ")) {
                    rows.add(line);
                }
            });
        }
        int exit = process.waitFor();
        Runtime.getRuntime().removeShutdownHook(end);
        remove(data);
        if (exit != 0) {
            // The others are worth having all the same.
            rows.add(new Row(name, "not measured", "", Row.Kept.NO, "", "ended with exit code " + exit).markdown());
        }
        return rows;
    }

    private static String heading() {
        return "%s, %d processors, Java %s"
                .formatted(
                        java.time.LocalDate.now(java.time.ZoneOffset.UTC),
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("java.version"));
    }

    /** Takes a directory with all it holds away. */
    static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
