package dev.pollux.bench;

import dev.pollux.archive.Archive;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An hour of 10,000 tags at 1 s, 36 million values, written as fast as they go by a process that is killed again and
 * again, read back by another and compared by hash. Ends with exit code 0 only if nothing acknowledged is missing,
 * nothing was changed, and nothing is there twice.
 */
public final class Soak {
    private final SoakPlan plan;
    private final @Nullable InfluxServer influx;
    private final SplittableRandom random;
    /** Seconds whose values were acknowledged, from the first on without a hole. */
    private long acknowledged;

    private Soak(SoakPlan plan, @Nullable InfluxServer influx) {
        this.plan = plan;
        this.influx = influx;
        this.random = new SplittableRandom(plan.seed());
    }

    /** Arguments: see {@link SoakPlan}. */
    public static void main(String[] arguments) throws Exception {
        System.exit(run(SoakPlan.of(arguments)) ? 0 : 1);
    }

    /** Writes, kills, reads back; returns whether all is as it should be. */
    static boolean run(SoakPlan plan) throws Exception {
        System.out.println(plan);
        Files.createDirectories(plan.directory());
        try (Stream<Path> before = Files.list(plan.directory())) {
            if (before.findAny().isPresent()) {
                throw new IllegalStateException(plan.directory() + " is not empty: name another --directory");
            }
        }
        try (InfluxServer influx = plan.adapter().influx(plan.directory())) {
            SoakPlan known = influx == null ? plan : plan.withUrl(influx.url().toString());
            Soak soak = new Soak(known, influx);
            Meter meter = new Meter();
            soak.write();
            double seconds = meter.cost().seconds();
            System.out.printf(
                    Locale.ROOT, "written: %,d values in %.0f s, %d kills%n", plan.values(), seconds, plan.kills());
            return soak.readBack();
        }
    }

    private void write() throws IOException, InterruptedException {
        List<Long> kills = new ArrayList<>();
        for (int kill = 0; kill < plan.kills(); kill++) {
            kills.add(random.nextLong(plan.seconds()));
        }
        kills.sort(null);
        for (long at : kills) {
            writeUntil(at);
        }
        if (!writeUntil(Long.MAX_VALUE)) {
            throw new IllegalStateException("the writer ended before it was done, at second " + acknowledged);
        }
    }

    /** Lets a process write until so much is acknowledged, and kills it soon after; whether it ended by itself. */
    private boolean writeUntil(long kill) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(plan.arguments());
        arguments.add("" + acknowledged);
        Process writer = new ProcessBuilder(Jvm.command(SoakWriter.class, List.of("-Xmx1g"), arguments))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Thread end = new Thread(writer::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(end);
        boolean killed = false;
        try (BufferedReader out = writer.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                acknowledged = Long.parseLong(line);
                if (acknowledged >= kill && !killed) {
                    // Somewhere between two acknowledgements, in the middle of what is not acknowledged yet.
                    Thread.sleep(random.nextInt(200));
                    // By its handle, which leaves what it has said readable.
                    writer.toHandle().destroyForcibly();
                    killed = true;
                }
            }
        }
        int exit = writer.waitFor();
        Runtime.getRuntime().removeShutdownHook(end);
        if (killed && influx != null && random.nextBoolean()) {
            influx.kill();
            influx.startAgain();
        }
        if (!killed && exit != 0) {
            throw new IllegalStateException("the writer ended with exit code " + exit);
        }
        System.out.println((killed ? "killed" : "ended") + " after second " + acknowledged);
        return !killed;
    }

    private boolean readBack() throws InterruptedException {
        try (Archive archive = plan.open()) {
            Meter meter = new Meter();
            SoakCheck.drained(archive);
            List<String> differences = SoakCheck.differences(archive, plan);
            System.out.printf(
                    Locale.ROOT,
                    "read back: %,d values of %,d series in %.0f s, %d series differ%n",
                    plan.values(),
                    archive.series().size(),
                    meter.cost().seconds(),
                    differences.size());
            differences.stream().limit(20).forEach(System.out::println);
            boolean whole = differences.isEmpty() && archive.series().size() == plan.tags();
            System.out.println(whole ? "PASSED" : "FAILED");
            return whole;
        }
    }
}
