package dev.pollux.failover;

import java.time.Duration;

/** Checks of constructor arguments; every message names the setting, the value and the rule. */
final class Check {
    private Check() {}

    static void between(String name, Duration value, Duration lowest, Duration highest) {
        if (value.compareTo(lowest) < 0 || value.compareTo(highest) > 0) {
            throw new IllegalArgumentException(name + " is " + value + ", must be from " + lowest + " to " + highest);
        }
    }

    static void between(String name, long value, long lowest, long highest) {
        if (value < lowest || value > highest) {
            throw new IllegalArgumentException(name + " is " + value + ", must be from " + lowest + " to " + highest);
        }
    }

    static void notBlank(String name, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " is empty, must have at least one character");
        }
    }
}
