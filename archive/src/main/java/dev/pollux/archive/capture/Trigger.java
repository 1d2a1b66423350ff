package dev.pollux.archive.capture;

import dev.pollux.archive.Value;

/**
 * What of another tag makes a value be archived.
 *
 * @param tag the other tag's name
 * @param edge the change that counts
 */
public record Trigger(String tag, Edge edge) {
    public Trigger {
        if (tag.isBlank()) {
            throw new IllegalArgumentException("a trigger needs the name of a tag");
        }
    }

    /** A change of the other tag, from one good value to the next. */
    public enum Edge {
        /** A Boolean becomes true. */
        RISING,
        /** A Boolean becomes false. */
        FALLING,
        /** A value of any type becomes another. */
        CHANGE;

        /** Whether it happens between two values; both of good samples. */
        public boolean between(Value before, Value after) {
            return switch (this) {
                case RISING -> isBoolean(before, false) && isBoolean(after, true);
                case FALLING -> isBoolean(before, true) && isBoolean(after, false);
                case CHANGE -> !before.equals(after);
            };
        }

        /** Whether a tag of this built-in type can have the edge. */
        public boolean fits(int type) {
            return this == CHANGE || type == Value.BOOLEAN;
        }

        private static boolean isBoolean(Value value, boolean expected) {
            return value.type() == Value.BOOLEAN && Boolean.valueOf(expected).equals(value.content());
        }
    }
}
