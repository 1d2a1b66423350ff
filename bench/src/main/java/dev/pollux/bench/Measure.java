package dev.pollux.bench;

import java.util.function.Consumer;

/** One thing to measure, in a JVM of its own. */
@FunctionalInterface
interface Measure {
    /** Measures and tells each result as soon as it is there. */
    void run(Ground ground, Consumer<Row> results) throws Exception;
}
