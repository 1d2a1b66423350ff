package dev.pollux.testkit.pair;

import dev.pollux.server.redundancy.PairTiming;
import dev.pollux.testkit.pair.PairSimulation.Plan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Tells random stories to a {@link PairSimulation}: failures at any moment, then everything works again. */
public final class StoryTeller {
    /** How long the rules of rest are checked at the end of a story. */
    private static final Duration REST = Duration.ofSeconds(5);

    private final SplittableRandom random;
    private final PairSimulation set;
    private final List<String> stations;
    private final List<String> links;

    /** Whom a story is about. */
    public enum Cast {
        /** Two stations. */
        PAIR(2, false),
        /** Two stations and a witness. */
        PAIR_AND_WITNESS(2, true),
        /** Three stations and a witness. */
        SET_OF_THREE(3, true);

        private final int stations;
        private final boolean witness;

        Cast(int stations, boolean witness) {
            this.stations = stations;
            this.witness = witness;
        }
    }

    private StoryTeller(Cast cast, long seed) {
        random = new SplittableRandom(seed);
        links = random.nextInt(3) == 0 ? List.of("main") : List.of("main", "status");
        Optional<Duration> lease = cast.witness ? Optional.of(Duration.ofSeconds(5)) : Optional.empty();
        set = new PairSimulation(random.nextLong(), PairTiming.DEFAULT, new Plan(cast.stations, links, lease));
        stations = set.names();
    }

    /**
     * Tells one story to its end.
     *
     * @param seed replays the same story
     * @return the set at the end, for a closer look
     * @throws AssertionError if an invariant broke; the message holds the story
     */
    public static PairSimulation tell(Cast cast, long seed) {
        StoryTeller teller = new StoryTeller(cast, seed);
        try {
            return teller.tell();
        } catch (RuntimeException e) {
            throw new AssertionError(e + "\n" + teller.set.story(), e);
        }
    }

    private PairSimulation tell() {
        for (int i = 0; i < stations.size(); i++) {
            if (i == 0 || random.nextInt(10) > 0) {
                set.start(any(stations)).runFor(pause());
            }
        }
        int steps = random.nextInt(2, 12);
        for (int i = 0; i < steps; i++) {
            step();
            set.runFor(pause());
        }
        heal();
        set.runFor(set.settle().plus(REST));
        return set;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private void step() {
        String station = any(stations);
        String other = any(stations);
        String link = any(links);
        switch (random.nextInt(set.witness().isPresent() ? 20 : 16)) {
            case 0, 1 -> set.kill(station);
            case 2, 3 -> set.start(station);
            case 4 -> set.stop(station);
            case 5 -> set.freeze(station);
            case 6 -> set.thaw(station);
            case 7 -> set.direction(link, station, false);
            case 8 -> set.direction(link, station, true);
            case 9 -> set.allLinks(random.nextBoolean());
            case 10 -> set.devices(station, random.nextInt(SimulatedStation.DEVICES + 1));
            case 11 -> set.switchoverTo(station);
            case 12 -> set.askToYield(station);
            case 13 -> {
                if (random.nextInt(4) == 0) {
                    set.defect(station);
                }
            }
            case 14 -> set.plantNetwork(station, random.nextInt(3) == 0);
            case 15 -> set.between(station, other, random.nextBoolean());
            case 16 -> set.witness(random.nextBoolean());
            case 17, 18 -> set.witnessFrom(station, random.nextBoolean());
            case 19 -> set.askToYieldTo(station, other);
            default -> throw new IllegalStateException("no such step");
        }
    }

    /** From a few milliseconds, inside a handover, to long enough for everything to settle. */
    private Duration pause() {
        return switch (random.nextInt(4)) {
            case 0 -> Duration.ofMillis(random.nextInt(60));
            case 1 -> Duration.ofMillis(random.nextInt(2_000));
            case 2 -> Duration.ofMillis(random.nextInt(8_000));
            default -> Duration.ofMillis(random.nextInt(30_000));
        };
    }

    private void heal() {
        set.allLinks(true);
        for (String station : stations) {
            set.thaw(station).devices(station, SimulatedStation.DEVICES).plantNetwork(station, true);
            if (set.isDefective(station)) {
                set.kill(station);
            }
            if (set.witness().isPresent()) {
                set.witnessFrom(station, true);
            }
        }
        if (set.witness().isPresent()) {
            // All see each other: it makes no difference whether the witness is there.
            set.witness(random.nextBoolean());
        }
        set.runFor(Duration.ofSeconds(1));
        stations.forEach(set::start);
    }
}
