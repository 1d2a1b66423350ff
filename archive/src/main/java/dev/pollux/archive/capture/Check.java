package dev.pollux.archive.capture;

import java.time.Duration;

/** Checks of constructor arguments; every message names the setting, the value and the rule. */
final class Check {
    static final Duration CYCLE_MIN = Duration.ofMillis(10);
    static final Duration DAY = Duration.ofDays(1);
    static final Duration YEAR = Duration.ofDays(366);

    private Check() {}

    static void between(String name, Duration value, Duration lowest, Duration highest) {
        if (value.compareTo(lowest) < 0 || value.compareTo(highest) > 0) {
            throw new IllegalArgumentException(name + " is " + value + ", must be from " + lowest + " to " + highest);
        }
    }
}
