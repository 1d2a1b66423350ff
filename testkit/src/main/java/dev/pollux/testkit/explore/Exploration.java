package dev.pollux.testkit.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * All that can become of two stations within some moves: from a pair that starts and from one that runs, every move at
 * every station, with either station first in each round, and after it a heartbeat, as long as it takes to notice a
 * loss, or until everything has come to rest. Each state is looked at once, however it was reached. A breach of the
 * {@link SetRules} throws {@link AssertionError} with the moves that lead to it.
 */
public final class Exploration {
    /** One heartbeat; long enough to notice a loss; long enough to come to rest. */
    private static final int[] ROUNDS = {1, 5, 25};

    private final List<String> links;
    private final boolean witnessed;
    private final Set<Fingerprint> known = ConcurrentHashMap.newKeySet();
    private final LongAdder tried = new LongAdder();

    private Exploration(List<String> links, boolean witnessed) {
        this.links = links;
        this.witnessed = witnessed;
    }

    /**
     * What was looked at.
     *
     * @param depth moves in a row
     * @param states different ones
     * @param steps moves that were tried
     */
    public record Result(int depth, long states, long steps) {}

    private record Reached(ExploredSet set, @Nullable Reached from, String by) {
        String path() {
            return from == null ? by : from.path() + "\n" + by;
        }
    }

    /**
     * Looks at everything.
     *
     * @param links names of the networks between the stations, one or two
     * @param witnessed whether there is a witness
     * @param depth how many moves in a row
     */
    public static Result explore(List<String> links, boolean witnessed, int depth) {
        try {
            return new Exploration(links, witnessed).run(depth);
        } catch (AssertionError e) {
            // From another thread the error comes as the cause of one without a message.
            throw e.getCause() instanceof AssertionError breach && e.getMessage() == null ? breach : e;
        }
    }

    private Result run(int depth) {
        List<Reached> border = new ArrayList<>();
        for (boolean running : new boolean[] {false, true}) {
            ExploredSet set = new ExploredSet(links, witnessed);
            if (running) {
                set.heal();
                for (int round = 0; round < 50; round++) {
                    set.round(round % 2);
                }
            }
            known.add(Fingerprint.of(set));
            border.add(new Reached(set, null, running ? "a pair that runs" : "a pair that is off"));
        }
        for (int done = 0; done < depth; done++) {
            boolean last = done == depth - 1;
            border = border.parallelStream()
                    .flatMap(reached -> beyond(reached, last).stream())
                    .toList();
        }
        return new Result(depth, known.size(), tried.sum());
    }

    /** The new states behind one; those at the end of the exploration are not kept. */
    private List<Reached> beyond(Reached from, boolean last) {
        List<Reached> found = new ArrayList<>();
        for (Move move : Move.values()) {
            for (int one = 0; one < (move.concernsOne() ? 2 : 1); one++) {
                for (int first = 0; first < 2; first++) {
                    step(from, move, one, first, last, found);
                }
            }
        }
        return found;
    }

    private void step(Reached from, Move move, int one, int first, boolean last, List<Reached> found) {
        ExploredSet set = from.set().copy();
        String by = "%s %s, %s first"
                .formatted(move, move.concernsOne() ? ExploredSet.NAMES.get(one) : "", ExploredSet.NAMES.get(first));
        int rounds = 0;
        try {
            if (!set.apply(move, one)) {
                return;
            }
            for (int wait : ROUNDS) {
                while (rounds < wait) {
                    set.round(first);
                    rounds++;
                }
                tried.increment();
                if (known.add(Fingerprint.of(set))) {
                    SetRules.whatComes(set);
                    if (!last) {
                        found.add(new Reached(set.copy(), from, by + ", " + rounds + " rounds"));
                    }
                }
            }
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    (e instanceof AssertionError ? e.getMessage() : e.toString()) + "\n" + from.path() + "\n" + by
                            + ", " + rounds + " rounds",
                    e);
        }
    }
}
