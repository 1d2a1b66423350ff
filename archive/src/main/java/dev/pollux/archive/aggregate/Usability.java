package dev.pollux.archive.aggregate;

import dev.pollux.archive.ArchivedSample;

/**
 * Which samples count as "non-Bad" where OPC 10000-13 §3.1.7 says so.
 *
 * @param uncertain uncertain ones do: TreatUncertainAsBad is false
 * @param numbersOnly only numbers do
 */
record Usability(boolean uncertain, boolean numbersOnly) {
    boolean usable(ArchivedSample sample) {
        int severity = sample.status() >>> 30;
        return (severity == 0 || (severity == 1 && uncertain))
                && (!numbersOnly || !Double.isNaN(Numbers.of(sample.value())));
    }

    /** The same for values of all types. */
    Usability anyType() {
        return new Usability(uncertain, false);
    }
}
