package dev.pollux.server.project;

import java.util.List;
import java.util.function.Function;

/**
 * What reading a configuration gave: either the checked record or every fault at once.
 *
 * @param <T> the record
 */
public sealed interface Reading<T> {

    /** All faults in the order of files and lines; empty if and only if there is a value. */
    List<Fault> faults();

    /** Goes on with the value or with the faults. */
    <R> R fold(Function<? super T, ? extends R> whenChecked, Function<? super List<Fault>, ? extends R> whenFaulty);

    /**
     * The value.
     *
     * @throws IllegalStateException with all faults, one a line, if there are any
     */
    default T orThrow() {
        return fold(value -> value, faults -> {
            throw new IllegalStateException(
                    String.join("\n", faults.stream().map(Fault::toString).toList()));
        });
    }

    /**
     * No fault was found.
     *
     * @param value the checked record
     */
    record Checked<T>(T value) implements Reading<T> {
        @Override
        public List<Fault> faults() {
            return List.of();
        }

        @Override
        public <R> R fold(
                Function<? super T, ? extends R> whenChecked, Function<? super List<Fault>, ? extends R> whenFaulty) {
            return whenChecked.apply(value);
        }
    }

    /**
     * Faults were found, so there is no value.
     *
     * @param faults at least one
     */
    record Faulty<T>(List<Fault> faults) implements Reading<T> {
        public Faulty {
            faults = List.copyOf(faults);
            if (faults.isEmpty()) {
                throw new IllegalArgumentException("a faulty reading needs at least one fault");
            }
        }

        @Override
        public <R> R fold(
                Function<? super T, ? extends R> whenChecked, Function<? super List<Fault>, ? extends R> whenFaulty) {
            return whenFaulty.apply(faults);
        }
    }
}
