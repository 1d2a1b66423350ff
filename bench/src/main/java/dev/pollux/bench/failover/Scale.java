package dev.pollux.bench.failover;

import java.util.List;

/**
 * Which tags the pair has.
 *
 * @param watched those that the client follows, the ones that change with each poll first
 * @param judged those that are archived at each instant of the polling grid
 * @param copies how many more tags are read beside the example's, a hundred each, archived once a second
 */
record Scale(int watched, int judged, int copies) {
    /** What the table is measured with. */
    static final Scale TABLE = new Scale(200, 101, 0);

    /** A counter and a hundred channels that change every 50 ms. */
    static List<String> changing() {
        return java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("Plant.Counter"),
                        java.util.stream.IntStream.rangeClosed(1, 100).mapToObj("Vibration.Ch%03d"::formatted))
                .toList();
    }

    Scale {
        if (judged > 101 || judged > watched) {
            throw new IllegalArgumentException("judged must be at most 101 and at most watched, not " + judged);
        }
    }
}
