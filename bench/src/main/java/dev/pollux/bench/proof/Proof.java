package dev.pollux.bench.proof;

import dev.pollux.testkit.explore.Exploration;
import dev.pollux.testkit.pair.StoryTeller;
import dev.pollux.testkit.pair.StoryTeller.Cast;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Tells a million seeded stories of each cast and explores the state space of a pair, on all processors; ends with 1
 * at the first breach, which it prints with what led to it. Arguments: {@code --stories N} of each cast (0: none),
 * {@code --seed N} of the first one, {@code --cast NAME} for one cast, {@code --depth N} of the exploration (0: none).
 */
public final class Proof {
    private static final Set<String> KNOWN = Set.of("--stories", "--seed", "--cast", "--depth");
    private static final Duration NEWS = Duration.ofSeconds(30);
    private static final List<String> ONE_LINK = List.of("main");
    private static final List<String> TWO_LINKS = List.of("main", "status");

    private Proof() {}

    /** What to do. */
    private record Wanted(long stories, long seed, List<Cast> casts, int depth) {
        static Wanted of(String[] arguments) {
            Wanted wanted = new Wanted(1_000_000, 1, List.of(Cast.values()), 4);
            for (int i = 0; i < arguments.length; i += 2) {
                String name = arguments[i];
                if (!KNOWN.contains(name) || i + 1 == arguments.length) {
                    throw new IllegalArgumentException(
                            "arguments are --stories N, --seed N, --cast NAME, --depth N; not " + name);
                }
                wanted = wanted.with(name, arguments[i + 1]);
            }
            return wanted;
        }

        private Wanted with(String name, String value) {
            if ("--cast".equals(name)) {
                return new Wanted(stories, seed, List.of(Cast.valueOf(value)), depth);
            }
            long number = Long.parseLong(value);
            return switch (name) {
                case "--stories" -> new Wanted(number, seed, casts, depth);
                case "--seed" -> new Wanted(stories, number, casts, depth);
                default -> new Wanted(stories, seed, casts, Math.toIntExact(number));
            };
        }
    }

    public static void main(String[] arguments) {
        Wanted wanted;
        try {
            wanted = Wanted.of(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("proof: " + e.getMessage());
            System.exit(64);
            return;
        }
        List<String> results = new ArrayList<>();
        Consumer<String> tell = result -> {
            System.out.println(result);
            results.add(result);
        };
        boolean kept = wanted.depth() == 0 || explored(wanted.depth(), tell);
        for (Cast cast : kept && wanted.stories() > 0 ? wanted.casts() : List.<Cast>of()) {
            kept = kept && told(cast, wanted, tell);
        }
        System.out.println(kept ? "all kept:\n  " + String.join("\n  ", results) : "BROKEN");
        System.exit(kept ? 0 : 1);
    }

    private static boolean explored(int depth, Consumer<String> tell) {
        for (boolean witnessed : new boolean[] {false, true}) {
            for (List<String> links : Arrays.asList(ONE_LINK, TWO_LINKS)) {
                // A second link multiplies the states: one move less.
                int moves = links.size() > 1 ? depth - 1 : depth;
                Instant begun = Instant.now();
                try {
                    Exploration.Result result = Exploration.explore(links, witnessed, moves);
                    tell.accept(String.format(
                            Locale.ROOT,
                            "explored a pair%s with %d link(s): %d moves in a row, %,d states, %,d steps, %d s",
                            witnessed ? " and a witness" : "",
                            links.size(),
                            moves,
                            result.states(),
                            result.steps(),
                            Duration.between(begun, Instant.now()).toSeconds()));
                } catch (AssertionError e) {
                    System.out.println(e.getMessage());
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean told(Cast cast, Wanted wanted, Consumer<String> tell) {
        AtomicLong done = new AtomicLong();
        AtomicReference<@Nullable String> breach = new AtomicReference<>();
        AtomicReference<Instant> news = new AtomicReference<>(Instant.now());
        Instant begun = Instant.now();
        // Stories beyond a breach are not told, but those under way are.
        boolean kept = LongStream.range(wanted.seed(), wanted.seed() + wanted.stories())
                .parallel()
                .allMatch(seed -> tell(cast, seed, breach) && counted(cast, done.incrementAndGet(), wanted, news));
        if (!kept) {
            System.out.println(breach.get());
            return false;
        }
        long seconds = Math.max(1, Duration.between(begun, Instant.now()).toSeconds());
        tell.accept(String.format(
                Locale.ROOT,
                "told %,d stories of %s from seed %d: %d s, %d a second",
                done.get(),
                cast,
                wanted.seed(),
                seconds,
                done.get() / seconds));
        return true;
    }

    private static boolean tell(Cast cast, long seed, AtomicReference<@Nullable String> breach) {
        try {
            StoryTeller.tell(cast, seed);
            return true;
        } catch (AssertionError e) {
            breach.compareAndSet(null, cast + ", seed " + seed + ": " + e.getMessage());
            return false;
        }
    }

    private static boolean counted(Cast cast, long done, Wanted wanted, AtomicReference<Instant> news) {
        Instant last = news.get();
        Instant now = Instant.now();
        if (Duration.between(last, now).compareTo(NEWS) > 0 && news.compareAndSet(last, now)) {
            System.err.printf(Locale.ROOT, "%s: %,d of %,d%n", cast, done, wanted.stories());
        }
        return true;
    }
}
