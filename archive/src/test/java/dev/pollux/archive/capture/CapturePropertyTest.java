package dev.pollux.archive.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What must hold for every series of samples, tried on many. */
class CapturePropertyTest {
    private static final int ROUNDS = Integer.getInteger("pollux.rounds", 2_000);
    private static final Duration CYCLE = Duration.ofSeconds(7);

    // The archive may leave out what it likes, as long as a stepped trend is never further off than the dead band.
    @Test
    void aSteppedTrendIsWithinTheDeadBand() {
        int kept = 0;
        int all = 0;
        for (int seed = 0; seed < ROUNDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            double deviation = random.nextDouble() * 3;
            boolean cyclic = random.nextBoolean();
            Occasion occasion = cyclic ? new Occasion.OnChangeAndCyclic(CYCLE) : new Occasion.OnChange();
            Tape tape = Tape.of(occasion, DeadBand.absolute(deviation), 0, random.nextBoolean() ? 20 : 0);
            List<ArchivedSample> samples = numbers(random, random.nextBoolean());
            play(tape, samples, random);
            for (ArchivedSample each : last(samples).values()) {
                assertThat(Math.abs(tape.stepped(each.time()) - each.value().number()))
                        .as("seed %d at %s", seed, each)
                        .isLessThanOrEqualTo(deviation);
            }
            kept += cyclic ? 0 : tape.archived.size();
            all += cyclic ? 0 : samples.size();
        }
        assertThat(kept).as("control: something is left out").isLessThan(all * 3 / 4);
    }

    @Test
    void aTrendOfStraightLinesIsWithinTheSwingingDoor() {
        int kept = 0;
        int all = 0;
        for (int seed = 0; seed < ROUNDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            double deviation = random.nextDouble() * 3;
            boolean cyclic = random.nextInt(4) == 0;
            Occasion occasion = cyclic ? new Occasion.OnChangeAndCyclic(CYCLE) : new Occasion.OnChange();
            Tape tape = Tape.of(occasion, DeadBand.swingingDoor(deviation), 0, 7 + random.nextInt(60));
            List<ArchivedSample> samples = numbers(random, random.nextBoolean());
            play(tape, samples, random);
            tape.end(200);
            for (ArchivedSample each : last(samples).values()) {
                assertThat(Math.abs(
                                tape.interpolated(each.time()) - each.value().number()))
                        .as("seed %d at %s of %s", seed, each, tape.story())
                        .isLessThanOrEqualTo(deviation + 1e-9);
            }
            kept += cyclic ? 0 : tape.archived.size();
            all += cyclic ? 0 : samples.size();
        }
        assertThat(kept).as("control: something is left out").isLessThan(all * 3 / 4);
    }

    // Cyclic points through the door: the line passes every point of the grid.
    @Test
    void theSwingingDoorPassesEachPointOfTheCycle() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<ArchivedSample> samples = numbers(random, false);
            Tape plain = Tape.of(new Occasion.Cyclic(CYCLE), DeadBand.NONE, 0, 0);
            Tape tape = Tape.of(new Occasion.Cyclic(CYCLE), DeadBand.swingingDoor(1), 0, 40);
            play(plain, samples, random);
            play(tape, samples, random);
            plain.end(200);
            tape.end(200);
            for (ArchivedSample each : plain.archived.values()) {
                if (each.good()) {
                    assertThat(Math.abs(tape.interpolated(each.time())
                                    - each.value().number()))
                            .as("seed %d at %s", seed, each)
                            .isLessThanOrEqualTo(1 + 1e-9);
                }
            }
        }
    }

    @Test
    void cyclicArchivingHasTheValueValidAtEveryInstant() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<ArchivedSample> samples = numbers(random, true);
            Tape tape = Tape.of(new Occasion.Cyclic(CYCLE), DeadBand.NONE, 0, 0);
            play(tape, samples, random);
            NavigableMap<Long, ArchivedSample> valid = last(samples);
            long end = tape.archived.lastKey();
            for (long at = Tape.at(0); at <= end; at += Ticks.of(CYCLE)) {
                Map.Entry<Long, ArchivedSample> expected = valid.floorEntry(at);
                if (expected != null) {
                    assertThat(tape.archived).as("seed %d", seed).containsKey(at);
                    assertThat(tape.stepped(at))
                            .as("seed %d", seed)
                            .isEqualTo(expected.getValue().value().number());
                }
            }
        }
    }

    // Whoever calls tick seldom gets the same archive, only later: no result may depend on the machine's load.
    @Test
    void ticksChangeNothingButTheDelay() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            CapturePolicy policy = policy(random);
            List<ArchivedSample> samples = anything(random);
            Tape often = Tape.begun(policy);
            Tape never = Tape.begun(policy);
            play(often, samples, random);
            samples.forEach(never::take);
            often.end(200);
            never.end(200);
            assertThat(often.story()).as("seed %d, %s", seed, policy).isEqualTo(never.story());
        }
    }

    @Test
    void everyChangeOfTheStatusIsArchivedAtItsTime() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Tape tape = Tape.begun(policy(random));
            List<ArchivedSample> samples = anything(random);
            play(tape, samples, random);
            int status = -1;
            for (ArchivedSample each : last(samples).values()) {
                if (each.status() != status) {
                    assertThat(tape.archived).as("seed %d", seed).containsEntry(each.time(), each);
                }
                status = each.status();
            }
        }
    }

    @Test
    void archivedChangesKeepTheMinimumDistanceAndTheLastValueIsNotLost() {
        long distance = Ticks.of(Duration.ofSeconds(5));
        for (int seed = 0; seed < ROUNDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Tape tape = Tape.of(new Occasion.OnChange(), DeadBand.absolute(0.5), 5, 0);
            List<ArchivedSample> samples = numbers(random, true);
            play(tape, samples, random);
            long before = -distance;
            for (long time : tape.archived.keySet()) {
                assertThat(time - before).as("seed %d", seed).isGreaterThanOrEqualTo(distance);
                before = time;
            }
            ArchivedSample newest = samples.get(samples.size() - 1);
            tape.tick(300);
            assertThat(Math.abs(tape.stepped(Tape.at(300)) - newest.value().number()))
                    .as("seed %d", seed)
                    .isLessThanOrEqualTo(0.5);
        }
    }

    @Test
    void archivedValuesKeepTheMaximumDistance() {
        long distance = Ticks.of(Duration.ofSeconds(12));
        for (int seed = 0; seed < ROUNDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            DeadBand band = random.nextBoolean() ? DeadBand.swingingDoor(50) : DeadBand.absolute(50);
            Tape tape = Tape.of(new Occasion.OnChange(), band, 0, 12);
            play(tape, numbers(random, true), random);
            tape.tick(300);
            long before = tape.archived.firstKey();
            for (long time : tape.archived.keySet()) {
                assertThat(time - before).as("seed %d", seed).isLessThanOrEqualTo(distance);
                before = time;
            }
            assertThat(Tape.at(300) - before).as("seed %d", seed).isLessThan(distance);
        }
    }

    // After a crash only what was handed out is there. Up to the instant that was promised nothing may be missing.
    @Test
    void upToThePromisedInstantEverythingHasBeenHandedOut() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            CapturePolicy policy = policy(random);
            List<ArchivedSample> samples = anything(random);
            Tape whole = Tape.begun(policy);
            samples.forEach(whole::take);
            whole.end(200);
            Tape crashed = Tape.begun(policy);
            int taken = 1 + random.nextInt(samples.size());
            samples.subList(0, taken).forEach(crashed::take);
            // Another sample may still come with the time of the newest.
            long promised = Math.min(
                    crashed.capture.completeTo(), samples.get(taken - 1).time());
            assertThat(Tape.story(crashed.archived.headMap(promised).values()))
                    .as("seed %d, %s", seed, policy)
                    .isEqualTo(Tape.story(whole.archived.headMap(promised).values()));
        }
    }

    @Test
    void samplesInAnyOrderNeverBreakIt() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Tape tape = Tape.begun(policy(random));
            List<ArchivedSample> samples = anything(random);
            for (int i = 0; i < samples.size(); i++) {
                tape.take(samples.get(random.nextInt(samples.size())));
                if (random.nextInt(5) == 0) {
                    tape.tick(random.nextInt(150));
                }
            }
            tape.end(150);
            assertThat(tape.archived.lastEntry().getValue().status())
                    .as("seed %d", seed)
                    .isEqualTo(ArchivedSample.HOLE);
        }
    }

    private static CapturePolicy policy(SplittableRandom random) {
        Occasion occasion = switch (random.nextInt(3)) {
            case 0 -> new Occasion.OnChange();
            case 1 -> new Occasion.Cyclic(CYCLE);
            default -> new Occasion.OnChangeAndCyclic(CYCLE);
        };
        boolean door = random.nextInt(3) == 0;
        DeadBand band = door ? DeadBand.swingingDoor(1) : random.nextBoolean() ? DeadBand.absolute(1) : DeadBand.NONE;
        Duration max = door || random.nextBoolean() ? Duration.ofSeconds(7 + random.nextInt(30)) : Duration.ZERO;
        Duration min = !door && occasion.onChange() ? Duration.ofMillis(random.nextInt(7_000)) : Duration.ZERO;
        return new CapturePolicy(occasion, band, min, max);
    }

    // Ticks between the samples, never beyond what was taken.
    private static void play(Tape tape, List<ArchivedSample> samples, SplittableRandom random) {
        long before = -1;
        for (ArchivedSample each : samples) {
            if (before >= 0 && each.time() - 1 > before && random.nextInt(3) == 0) {
                tape.capture.tick(random.nextLong(before, each.time()), sample -> {
                    tape.handedOut.add(sample);
                    tape.archived.put(sample.time(), sample);
                });
            }
            tape.take(each);
            before = each.time();
        }
    }

    private static List<ArchivedSample> numbers(SplittableRandom random, boolean equalTimes) {
        return samples(random, equalTimes, false);
    }

    private static List<ArchivedSample> anything(SplittableRandom random) {
        return samples(random, false, true);
    }

    // A walk with jumps, over some 100 s, at irregular or whole seconds.
    private static List<ArchivedSample> samples(SplittableRandom random, boolean equalTimes, boolean anything) {
        boolean whole = random.nextBoolean();
        double step = random.nextDouble() * 2;
        double value = random.nextDouble() * 10;
        double second = random.nextInt(5);
        List<ArchivedSample> samples = new ArrayList<>();
        while (second < 100) {
            value += random.nextInt(10) == 0 ? random.nextDouble() * 20 - 10 : (random.nextDouble() - 0.4) * step;
            ArchivedSample sample = sample(second, value);
            samples.add(anything && random.nextInt(8) == 0 ? odd(random, sample) : sample);
            if (!equalTimes || random.nextInt(6) > 0) {
                second +=
                        whole ? 1 + random.nextInt(3) : 0.001 + random.nextDouble() * (random.nextInt(9) == 0 ? 9 : 2);
            }
        }
        return samples;
    }

    private static ArchivedSample odd(SplittableRandom random, ArchivedSample sample) {
        long time = sample.time();
        return switch (random.nextInt(4)) {
            case 0 -> new ArchivedSample(time, time, Tape.BAD, Value.NULL);
            case 1 -> new ArchivedSample(time, time, 0, Value.of(Double.NaN));
            case 2 -> new ArchivedSample(time, time, 0x40000000, sample.value());
            default ->
                new ArchivedSample(time, time, 0, new Value(Value.INT32, (int)
                        sample.value().number()));
        };
    }

    private static ArchivedSample sample(double second, double value) {
        return new ArchivedSample(Tape.at(second), Tape.at(second), 0, Value.of(value));
    }

    /** By time, the last one where several have the same. */
    private static NavigableMap<Long, ArchivedSample> last(List<ArchivedSample> samples) {
        TreeMap<Long, ArchivedSample> last = new TreeMap<>();
        samples.forEach(each -> last.put(each.time(), each));
        return last;
    }
}
