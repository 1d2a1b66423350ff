package dev.pollux.bench.failover;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.stack.core.UaException;

/**
 * Random faults of a real pair under load, for hours; in the end the pair must be well and both archives must
 * hold the same instants. Faults and their times follow from the seed, and are printed. Exit code 0 only if all
 * that is so.
 */
public final class PairSoak {
    private static final Duration WELL_LIMIT = Duration.ofMinutes(3);
    private static final Duration EQUAL_LIMIT = Duration.ofMinutes(10);
    private static final Duration PIECE = Duration.ofMinutes(5);

    private final Plan plan;
    private final SplittableRandom random;
    private final Instant begun = Instant.now();
    private long strikes;
    private long unwell;

    /**
     * What was asked for.
     *
     * @param length of the faults; starting and comparing come on top
     * @param seed of faults and times
     * @param copies hundreds of tags beside the example's 310
     * @param faults to choose from
     * @param directory for data
     * @param loopback whether to do without network namespaces
     */
    record Plan(Duration length, long seed, int copies, List<Fault> faults, Path directory, boolean loopback) {
        static final String USAGE =
                "arguments: --for PT1H --seed N --copies 10 --faults a,b --directory DIR --loopback; faults: "
                        + Fault.ids();

        static Plan of(String... arguments) {
            Duration length = Duration.ofHours(1);
            long seed = Instant.now().getEpochSecond();
            int copies = 10;
            // A stepped clock makes stations stamp different instants; a hung thread is for the health check.
            List<Fault> faults = new ArrayList<>(List.of(Fault.values()));
            faults.removeAll(List.of(Fault.CLOCK_STEP, Fault.HUNG_THREAD));
            Path directory = Path.of(System.getProperty("java.io.tmpdir"), "pollux-pair-soak");
            boolean loopback = false;
            Iterator<String> rest = List.of(arguments).iterator();
            while (rest.hasNext()) {
                String argument = rest.next();
                switch (argument) {
                    case "--for" -> length = Duration.parse(rest.next());
                    case "--seed" -> seed = Long.parseLong(rest.next());
                    case "--copies" -> copies = Integer.parseInt(rest.next());
                    case "--faults" ->
                        faults = List.of(rest.next().split(",")).stream()
                                .map(Fault::of)
                                .toList();
                    case "--directory" -> directory = Path.of(rest.next());
                    case "--loopback" -> loopback = true;
                    default -> throw new IllegalArgumentException(argument + "?\n" + USAGE);
                }
            }
            return new Plan(length, seed, copies, faults, directory, loopback);
        }
    }

    private PairSoak(Plan plan) {
        this.plan = plan;
        random = new SplittableRandom(plan.seed());
    }

    /** Arguments: see {@link Plan#USAGE}. */
    public static void main(String[] arguments) throws Exception {
        System.exit(run(Plan.of(arguments)) ? 0 : 1);
    }

    /** Runs to the end; returns whether the pair was well again each time and the archives are equal. */
    static boolean run(Plan plan) throws IOException, InterruptedException, UaException {
        boolean cables = !plan.loopback() && TwoHosts.possible();
        Network network = cables ? new TwoHosts(2) : new OneHost(27_520);
        List<AutoCloseable> opened = new ArrayList<>(List.of(network));
        Thread end = new Thread(network::close);
        Runtime.getRuntime().addShutdownHook(end);
        try {
            return new PairSoak(plan).run(network, opened);
        } finally {
            Runtime.getRuntime().removeShutdownHook(end);
            close(opened);
        }
    }

    private static void close(List<AutoCloseable> opened) {
        for (int i = opened.size() - 1; i >= 0; i--) {
            try {
                opened.get(i).close();
            } catch (Exception e) {
                System.err.println("not closed: " + e);
            }
        }
    }

    private boolean run(Network network, List<AutoCloseable> opened)
            throws IOException, InterruptedException, UaException {
        say("seed " + plan.seed() + ", " + plan.length() + ", " + (310 + 100 * plan.copies()) + " tags");
        Path directory =
                plan.directory().resolve("soak-" + ProcessHandle.current().pid());
        Scale scale = new Scale(200, 101, plan.copies());
        Pair pair = new Pair(new Pair.Plan(directory, FailoverTable.example(), network, scale, "hot", false));
        opened.add(pair);
        Judge judge = new Judge(pair, Scale.changing());
        opened.add(judge);
        boolean ready = well(judge);
        Follower client = new Follower(pair.url(Pair.CASTOR), Scale.changing());
        opened.add(client);
        Instant from = Instant.now().plusSeconds(1);

        List<Fault> possible = plan.faults().stream()
                .filter(each -> each.missing(network).isEmpty())
                .toList();
        while (Duration.between(begun, Instant.now()).compareTo(plan.length()) < 0) {
            TimeUnit.MILLISECONDS.sleep(random.nextInt(500, 8_000));
            strike(pair, judge, possible.get(random.nextInt(possible.size())), Pair.BOTH.get(random.nextInt(2)));
            judge.forgetBefore(Instant.now().minusSeconds(5));
            client.forgetBefore(Instant.now().minusSeconds(5));
        }
        ready &= well(judge);
        boolean equal = equal(judge, from, Instant.now()) && verified(pair, from);
        say("%d faults, after %d of them the pair was not well within %s; the client got %d values twice"
                .formatted(strikes, unwell, WELL_LIMIT, client.twice()));
        boolean passed = ready && unwell == 0 && equal;
        say(passed ? "PASSED" : "FAILED, seed " + plan.seed() + ", data in " + directory);
        return passed;
    }

    private void strike(Pair pair, Judge judge, Fault fault, String station) throws InterruptedException {
        long hold = random.nextLong(500, 8_000);
        strikes++;
        say(fault.id() + " of " + station + (judge.master().equals(station) ? ", the Master" : "") + ", for " + hold
                + " ms");
        Strike strike = new Strike(pair, judge, fault, station);
        strike.strike();
        TimeUnit.MILLISECONDS.sleep(hold);
        strike.mend();
        for (String each : Pair.BOTH) {
            judge.listenAgain(each);
        }
        if (!well(judge)) {
            unwell++;
        }
    }

    private boolean well(Judge judge) throws InterruptedException {
        long end = System.nanoTime() + WELL_LIMIT.toNanos();
        boolean well = judge.unwell().isEmpty();
        for (int look = 1; !well && System.nanoTime() < end; look++) {
            TimeUnit.MILLISECONDS.sleep(200);
            String unwell = judge.unwell();
            well = unwell.isEmpty();
            if (look % 100 == 0) {
                say("waiting: " + unwell);
            }
        }
        if (!well) {
            say("NOT WELL: " + judge.unwell());
        }
        return well;
    }

    /** Compares piece by piece; a piece that differs is looked at again until the time is up. */
    private boolean equal(Judge judge, Instant from, Instant to) throws InterruptedException, UaException {
        List<String> slow = new ArrayList<>();
        for (int copy = 0; copy < plan.copies(); copy++) {
            for (int channel = 0; channel < 100; channel++) {
                slow.add("Load.C%02d.Ch%03d".formatted(copy, channel));
            }
        }
        List<Archives> all = new ArrayList<>(List.of(new Archives(judge, Scale.changing(), Duration.ofMillis(100))));
        if (!slow.isEmpty()) {
            all.add(new Archives(judge, slow, Duration.ofSeconds(1)));
        }
        long end = System.nanoTime() + EQUAL_LIMIT.toNanos();
        long compared = 0;
        boolean equal = true;
        for (Instant begin = from; begin.isBefore(to); begin = begin.plus(PIECE)) {
            Instant until = begin.plus(PIECE).isBefore(to) ? begin.plus(PIECE) : to;
            for (Archives archives : all) {
                Archives.Findings found = archives.compare(begin, until);
                while (!found.clean() && System.nanoTime() < end) {
                    TimeUnit.SECONDS.sleep(5);
                    found = archives.compare(begin, until);
                }
                compared += found.expected();
                equal &= found.clean();
                if (!found.clean()) {
                    say("DIFFERENT from " + begin + " to " + until + ": " + found);
                }
            }
        }
        say("%,d instants of %d tags compared, %s"
                .formatted(compared, Scale.changing().size() + slow.size(), equal ? "equal" : "NOT EQUAL"));
        return equal;
    }

    /** The same as an operator asks it: every tag, every hour, coverage and values. */
    private boolean verified(Pair pair, Instant from) {
        Pair.Ended ended = pair.attempt(
                EQUAL_LIMIT,
                "archive",
                "verify",
                "--from",
                from.toString(),
                "--url",
                pair.url(Pair.CASTOR),
                "--url",
                pair.url(Pair.POLLUX));
        say("pollux archive verify ended with " + ended.code() + ":\n" + ended.output());
        return ended.code() == 0;
    }

    private static void say(String text) {
        System.out.println(Instant.now().truncatedTo(java.time.temporal.ChronoUnit.MILLIS) + " " + text);
    }
}
