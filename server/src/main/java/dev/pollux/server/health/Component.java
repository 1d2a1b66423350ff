package dev.pollux.server.health;

import java.time.Duration;

/**
 * A part of the station that gives signs of life.
 *
 * @param name for operators, for example {@code device PLC1}
 * @param limit it may be without a sign of life
 * @param remedy what is done when it exceeds the limit
 */
public record Component(String name, Duration limit, Remedy remedy) {
    public Component {
        if (name.isBlank() || limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("a component needs a name and a limit above 0: " + name + " " + limit);
        }
    }

    /** What is done about a component that does not give signs of life. */
    public enum Remedy {
        /** It is started anew alone; the station is in Fault only if that does not help. */
        START_ANEW,
        /** The station is in Fault until its process is started anew. */
        FAULT,
        /** Without it the station cannot even go into Fault. */
        END_PROCESS
    }

    /**
     * A sign of life.
     *
     * @param component whose
     * @param beat any number; another one than before means that the component has lived in between
     */
    public record Sign(Component component, long beat) {}
}
