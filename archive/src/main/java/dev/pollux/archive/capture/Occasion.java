package dev.pollux.archive.capture;

import java.time.Duration;
import java.util.Optional;

/** When a tag's value is looked at for the archive. */
public sealed interface Occasion {
    /** Whether each sample is looked at. */
    default boolean onChange() {
        return false;
    }

    /** Distance of the instants at which the value is looked at; zero for none. They are aligned to 1970-01-01 UTC. */
    default Duration cycle() {
        return Duration.ZERO;
    }

    /** The trigger that it waits for. */
    default Optional<Trigger> trigger() {
        return Optional.empty();
    }

    /** Each sample is looked at; it is archived if it changed by more than the dead band. */
    record OnChange() implements Occasion {
        @Override
        public boolean onChange() {
            return true;
        }
    }

    /**
     * The value valid at each instant of a grid is archived with that instant as its time; with a dead band only if it
     * changed by more.
     *
     * @param cycle 10 ms to 1 day
     */
    record Cyclic(Duration cycle) implements Occasion {
        public Cyclic {
            Check.between("cycle", cycle, Check.CYCLE_MIN, Check.DAY);
        }
    }

    /**
     * Changes as with {@link OnChange}, and the value valid at each instant of a grid, changed or not.
     *
     * @param cycle 10 ms to 1 day
     */
    record OnChangeAndCyclic(Duration cycle) implements Occasion {
        public OnChangeAndCyclic {
            Check.between("cycle", cycle, Check.CYCLE_MIN, Check.DAY);
        }

        @Override
        public boolean onChange() {
            return true;
        }
    }

    /**
     * The value valid at the instant of a trigger is archived with that instant as its time; with a dead band only if
     * it changed by more.
     */
    record OnTrigger(Trigger on) implements Occasion {
        @Override
        public Optional<Trigger> trigger() {
            return Optional.of(on);
        }
    }
}
