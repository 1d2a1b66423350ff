package dev.pollux.archive;

import java.util.List;
import java.util.Optional;

/**
 * A part of what was asked for.
 *
 * @param samples in the order that was asked for
 * @param rest the request that gives what follows; empty at the end. It is all there is to a continuation: the archive
 *     keeps nothing, and the partner's archive answers it as well
 * @param origin where the samples are from
 */
public record Page(List<ArchivedSample> samples, Optional<Request> rest, Origin origin) {
    public Page {
        samples = List.copyOf(samples);
    }

    /** From the own archive. */
    public Page(List<ArchivedSample> samples, Optional<Request> rest) {
        this(samples, rest, Origin.OWN);
    }

    /** Where the samples of a page are from; ordered, the later says more. */
    public enum Origin {
        /** The own archive. */
        OWN,
        /** Some are the partner's, for times for which the own archive is not complete. */
        PARTNER,
        /** The own archive is not complete for these times, and the partner could not be asked. */
        INCOMPLETE
    }

    /**
     * What to read of one series.
     *
     * @param reverse from the latest to the earliest
     * @param limit most samples to return, 1 or more
     */
    public record Request(Series series, TimeRange range, boolean reverse, int limit) {
        public Request {
            if (limit < 1) {
                throw new IllegalArgumentException("a page needs a limit of 1 or more, not " + limit);
            }
        }

        /** What remains after the sample at {@code last} was returned. */
        public Optional<Request> after(long last) {
            TimeRange left = reverse ? new TimeRange(range.from(), last) : new TimeRange(last + 1, range.to());
            return left.isEmpty() ? Optional.empty() : Optional.of(new Request(series, left, reverse, limit));
        }
    }
}
