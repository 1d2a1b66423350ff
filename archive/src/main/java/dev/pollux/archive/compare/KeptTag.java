package dev.pollux.archive.compare;

import dev.pollux.archive.Series;

/**
 * An archived tag, as its station describes it, and what "equal" means for it.
 *
 * @param series where its values are
 * @param device whose coverage counts
 * @param sameness what two archives must agree in
 * @param tolerance largest difference of two observations that archiving itself makes, in the tag's unit; for {@link
 *     Sameness#STEPPED} and {@link Sameness#SLOPED}
 * @param skew time by which two stations may see the same change one after the other, in ticks; for {@link
 *     Sameness#SAMPLED} the distance of the instants, counted from 1970-01-01 UTC, or 0 if it is not known
 */
public record KeptTag(Series series, String device, Sameness sameness, double tolerance, long skew) {
    public KeptTag {
        if (!(tolerance >= 0) || skew < 0) {
            throw new IllegalArgumentException("not a tolerance and a skew: " + tolerance + ", " + skew);
        }
    }

    /** What two archives must agree in. */
    public enum Sameness {
        /** The source brings its own time stamps: the same samples bit for bit. */
        EXACT,
        /**
         * Both stations poll: the same instants; values may differ, as they are two observations. What one station has
         * between the instants, because its archiving began or the quality changed there, is its own.
         */
        SAMPLED,
        /** Archived on change: what a stepped trend shows at any time. */
        STEPPED,
        /** Archived by a swinging door: a trend of straight lines. */
        SLOPED
    }
}
