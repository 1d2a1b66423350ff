package dev.pollux.bench;

import java.util.Locale;

/**
 * What something took.
 *
 * @param seconds by the wall clock
 * @param cpu processor seconds of this process, compilation and garbage collection included
 * @param beside processor seconds of the peer's process, 0 without one
 * @param others processor seconds of everything else on the machine: how far to trust the wall clock
 */
record Cost(double seconds, double cpu, double beside, double others) {
    double cores() {
        return cpu / seconds;
    }

    double perSecond(long values) {
        return values / seconds;
    }

    /** Microseconds of processor time for each value, of both processes. */
    double microseconds(long values) {
        return (cpu + beside) * 1e6 / values;
    }

    /** How much of the machine was not ours. */
    String othersText() {
        return String.format(Locale.ROOT, "others %.1f cores", Math.max(0, others / seconds));
    }
}
