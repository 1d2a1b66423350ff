package dev.pollux.testkit.pair;

import dev.pollux.server.redundancy.PairTiming;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Tells random stories to a {@link PairSimulation}: failures at any moment, then everything works again. */
public final class StoryTeller {
    private static final List<String> STATIONS = List.of(PairSimulation.CASTOR, PairSimulation.POLLUX);

    private StoryTeller() {}

    /**
     * Tells one story to its end.
     *
     * @param seed replays the same story
     * @return the pair at the end, for a closer look
     * @throws AssertionError if an invariant broke; the message holds the story
     */
    public static PairSimulation tell(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> links = random.nextInt(3) == 0 ? List.of("main") : List.of("main", "status");
        PairSimulation pair = new PairSimulation(random.nextLong(), PairTiming.DEFAULT, links);
        begin(pair, random);
        int steps = random.nextInt(2, 12);
        for (int i = 0; i < steps; i++) {
            step(pair, links, random);
            pair.runFor(pause(random));
        }
        heal(pair);
        pair.runFor(Duration.ofSeconds(45));
        return pair;
    }

    private static void begin(PairSimulation pair, SplittableRandom random) {
        String first = STATIONS.get(random.nextInt(2));
        pair.start(first).runFor(pause(random));
        if (random.nextInt(10) > 0) {
            pair.start(other(first)).runFor(pause(random));
        }
    }

    private static void step(PairSimulation pair, List<String> links, SplittableRandom random) {
        String station = STATIONS.get(random.nextInt(2));
        String link = links.get(random.nextInt(links.size()));
        switch (random.nextInt(14)) {
            case 0, 1 -> pair.kill(station);
            case 2, 3 -> pair.start(station);
            case 4 -> pair.stop(station);
            case 5 -> pair.freeze(station);
            case 6 -> pair.thaw(station);
            case 7 -> pair.direction(link, station, false);
            case 8 -> pair.direction(link, station, true);
            case 9 -> pair.allLinks(random.nextBoolean());
            case 10 -> pair.devices(station, random.nextInt(SimulatedStation.DEVICES + 1));
            case 11 -> pair.switchoverTo(station);
            case 12 -> pair.askToYield(station);
            case 13 -> {
                if (random.nextInt(4) == 0) {
                    pair.defect(station);
                }
            }
            default -> throw new IllegalStateException("no such step");
        }
    }

    /** From a few milliseconds, inside a handover, to long enough for everything to settle. */
    private static Duration pause(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> Duration.ofMillis(random.nextInt(60));
            case 1 -> Duration.ofMillis(random.nextInt(2_000));
            case 2 -> Duration.ofMillis(random.nextInt(8_000));
            default -> Duration.ofMillis(random.nextInt(30_000));
        };
    }

    private static void heal(PairSimulation pair) {
        pair.allLinks(true);
        for (String station : STATIONS) {
            pair.thaw(station).devices(station, SimulatedStation.DEVICES);
            if (pair.isDefective(station)) {
                pair.kill(station);
            }
        }
        pair.runFor(Duration.ofSeconds(1));
        STATIONS.forEach(pair::start);
    }

    private static String other(String station) {
        return station.equals(PairSimulation.CASTOR) ? PairSimulation.POLLUX : PairSimulation.CASTOR;
    }
}
