package dev.pollux.bench.failover;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.milo.opcua.stack.core.UaException;

/**
 * All rounds of one fault on one pair: wait until all is well, strike, measure, mend, wait again, compare the
 * archives.
 */
final class Rounds implements AutoCloseable {
    private static final Duration WARM_UP = Duration.ofSeconds(15);
    private static final Duration WELL_LIMIT = Duration.ofSeconds(90);
    private static final Duration EFFECT_LIMIT = Duration.ofSeconds(15);
    private static final Duration CATCH_UP = Duration.ofSeconds(5);
    private static final Duration HEAL_LIMIT = Duration.ofSeconds(20);
    private static final int DEGRADED = 200;

    private final Fault fault;
    private final String mode;
    private final SplittableRandom random;
    private final Pair pair;
    private final Judge judge;
    private final Follower client;
    private final List<String> tags;
    private final Archives archives;

    /** Starts a pair, a judge and a client. */
    Rounds(Fault fault, Pair.Plan plan, long seed) throws InterruptedException {
        this.fault = fault;
        this.mode = plan.mode();
        random = new SplittableRandom(seed);
        pair = new Pair(plan);
        try {
            List<String> all = new ArrayList<>(Scale.changing());
            pair.fastTags().stream().filter(tag -> !all.contains(tag)).forEach(all::add);
            tags = List.copyOf(all.subList(0, plan.scale().watched()));
            judge = new Judge(pair, tags);
            if (!Judge.await(WELL_LIMIT, () -> !judge.master().isEmpty())) {
                throw new IllegalStateException("no Master: " + judge.unwell());
            }
            client = new Follower(pair.url(judge.master()), tags);
            archives = new Archives(judge, tags.subList(0, plan.scale().judged()), Duration.ofMillis(100));
        } catch (InterruptedException | RuntimeException e) {
            pair.close();
            throw e;
        }
    }

    static Path directory(Path work, Fault fault, String mode) {
        return work.resolve(
                mode + "-" + fault.id() + "-" + ProcessHandle.current().pid());
    }

    /** One round after the other; each is told as soon as it is over. */
    void run(int first, int last, Consumer<Round> told) throws InterruptedException, UaException {
        if (last > first) {
            // What is measured is a pair in operation, not how a virtual machine warms up.
            TimeUnit.NANOSECONDS.sleep(WARM_UP.toNanos());
        }
        for (int round = first; round <= last; round++) {
            told.accept(round(round));
        }
    }

    /** Waits until all is well; says every ten seconds what is not. */
    private boolean well() throws InterruptedException {
        long end = System.nanoTime() + WELL_LIMIT.toNanos();
        long tell = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        String unwell = unwell();
        while (!unwell.isEmpty() && System.nanoTime() < end) {
            if (System.nanoTime() > tell) {
                System.err.println("waiting: " + unwell);
                tell += Duration.ofSeconds(10).toNanos();
            }
            TimeUnit.MILLISECONDS.sleep(100);
            unwell = unwell();
        }
        return unwell.isEmpty();
    }

    private String unwell() {
        String unwell = judge.unwell();
        if (!unwell.isEmpty()) {
            return unwell;
        }
        if (client.connected() != Pair.BOTH.size()) {
            return "the client has a session with " + client.connected() + " stations: " + client.troubles();
        }
        boolean fed = client.newest(tags.get(0)).isAfter(Instant.now().minusMillis(700));
        return fed ? "" : "the client gets no values";
    }

    private void settle(int number) throws InterruptedException {
        if (!well()) {
            throw new IllegalStateException("not well before round " + number + ": " + judge.unwell() + ", client has "
                    + client.connected() + " stations");
        }
        // The client's backup items must be there for a while; and no round shall strike at the same phase of the poll.
        TimeUnit.MILLISECONDS.sleep(1_000 + random.nextInt(400));
        judge.forgetBefore(Instant.now().minusSeconds(5));
        client.forgetBefore(Instant.now().minusSeconds(5));
        client.moves();
    }

    private Round round(int number) throws InterruptedException, UaException {
        long begun = System.nanoTime();
        settle(number);
        long twice = client.twice();
        String master = judge.master();
        String other = Pair.other(master);

        Strike strike = new Strike(pair, judge, fault, master);
        Instant from = Instant.now().minusSeconds(2).truncatedTo(ChronoUnit.MILLIS);
        long struck = strike.strike();
        Instant at = Instant.now().minusNanos(System.nanoTime() - struck);
        if (fault.silences()) {
            judge.ledger(master).leads(struck, false);
        }
        awaitEffect(other, struck);
        TimeUnit.NANOSECONDS.sleep(fault.hold().toNanos());
        long mended = System.nanoTime();
        strike.mend();
        TimeUnit.NANOSECONDS.sleep(fault.aftermath().toNanos());
        if (fault.silences() || fault == Fault.HUNG_THREAD) {
            judge.listenAgain(master);
        }
        boolean well = well();
        long settled = System.nanoTime();
        List<String> moves = client.moves();
        Values values = values(struck);
        Archives.Findings found = healed(from, Instant.now().minusSeconds(1));
        long healed = found.clean() ? millis(mended, System.nanoTime()) : -1;
        Judge.Roles roles = judge.roles(struck, settled);
        OptionalLong tookOver = judge.ledger(other).tookOver(struck);
        OptionalLong level = judge.ledger(master).levelBelow(DEGRADED, struck);
        return new Round(
                fault.id(),
                mode,
                number,
                at.toString(),
                tookOver.isPresent() ? millis(struck, tookOver.getAsLong()) : -1,
                roles.nobody().toMillis(),
                roles.both().toMillis(),
                millis(0, client.longestSilence(struck, settled)),
                values.lost(),
                client.twice() - twice,
                values.compared(),
                level.isPresent() ? millis(struck, level.getAsLong()) : -1,
                moves.size(),
                found.expected(),
                found.lost(),
                found.unpolled(),
                found.unequal(),
                found.missed(),
                found.twice(),
                healed,
                well ? millis(mended, settled) : -1,
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun),
                note(well, found, values));
    }

    private String note(boolean well, Archives.Findings found, Values values) {
        List<String> notes = new ArrayList<>();
        if (!well) {
            notes.add("not well afterwards: " + unwell());
        }
        if (!found.example().isEmpty()) {
            notes.add("archive: " + found.example());
        }
        if (!values.example().isEmpty()) {
            notes.add("client: " + values.example());
        }
        return String.join("; ", notes);
    }

    private static long millis(long from, long to) {
        return TimeUnit.NANOSECONDS.toMillis(to - from);
    }

    private void awaitEffect(String other, long struck) throws InterruptedException {
        if (fault.role() == Fault.Role.MOVES || fault.role() == Fault.Role.SPLITS) {
            Judge.await(EFFECT_LIMIT, () -> judge.ledger(other).tookOver(struck).isPresent());
            // The client's part of it.
            Instant since = Instant.now();
            Judge.await(CATCH_UP, () -> client.newest(tags.get(0)).isAfter(since));
        }
    }

    private record Values(long lost, long compared, String example) {}

    /**
     * What the station that the client uses has sampled since the last that the client got before, and it did
     * not get.
     */
    private Values values(long struck) throws InterruptedException {
        Instant until = Instant.now();
        Judge.await(
                CATCH_UP,
                () -> tags.subList(0, 5).stream()
                        .allMatch(tag -> client.newest(tag).isAfter(until)));
        String used = client.active().orElse(judge.master());
        long lost = 0;
        long compared = 0;
        String example = "";
        for (String tag : tags) {
            Instant last = client.lastBefore(tag, struck);
            for (Instant each : judge.ledger(used).sampled(tag, last, until.minusMillis(500))) {
                compared++;
                if (!client.has(tag, each)) {
                    lost++;
                    example = example.isEmpty() ? tag + " of " + used + " at " + each : example;
                }
            }
        }
        return new Values(lost, compared, example);
    }

    private Archives.Findings healed(Instant from, Instant to) throws InterruptedException, UaException {
        long end = System.nanoTime() + HEAL_LIMIT.toNanos();
        Archives.Findings found = archives.compare(from, to);
        while (!found.clean() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(500);
            found = archives.compare(from, to);
        }
        return found;
    }

    @Override
    public void close() {
        client.close();
        judge.close();
        pair.close();
    }
}
