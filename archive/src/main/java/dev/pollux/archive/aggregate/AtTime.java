package dev.pollux.archive.aggregate;

import dev.pollux.archive.ArchivedSample;

/**
 * Values at given instants (OPC 10000-11 §6.5.5): the sample at that instant if there is one, whatever its status;
 * otherwise the interpolated bounding value, or with simple bounds the one that the neighbouring samples alone give
 * (OPC 10000-13 §3.1.8, §3.1.9). Values that are no numbers stay until the next one. Immutable.
 */
public final class AtTime {
    private final AggregateConfig config;
    private final boolean stepped;
    private final boolean simpleBounds;

    /**
     * Reads that share their rules.
     *
     * @param stepped whether a value stays until the next one; otherwise numbers move to it on a line
     * @param simpleBounds the client's useSimpleBounds
     */
    public AtTime(AggregateConfig config, boolean stepped, boolean simpleBounds) {
        this.config = config;
        this.stepped = stepped;
        this.simpleBounds = simpleBounds;
    }

    /**
     * The value at an instant, with the information bit Raw or Interpolated; Bad_NoData where there is nothing before
     * it. The server time is that of the sample, or of an interpolated value the instant.
     */
    public ArchivedSample at(long time, SampleSource source) {
        Usability usability = new Usability(!config.treatUncertainAsBad(), false);
        int wanted = simpleBounds ? 0 : config.useSlopedExtrapolation() ? 2 : 1;
        Cursor cursor = new Cursor(source, usability, wanted, time);
        if (cursor.nextBefore(time, true)) {
            ArchivedSample at = cursor.pass();
            if (!cursor.isHeld(at) && !HistoryStatus.isNoData(at.status())) {
                int status = HistoryStatus.with(at.status(), HistoryStatus.RAW);
                return new ArchivedSample(time, at.serverTime(), status, at.value());
            }
        }
        Bound bound = simpleBounds
                ? cursor.simple(time, stepped, usability)
                : cursor.interpolated(time, stepped, config.useSlopedExtrapolation());
        return new ArchivedSample(time, time, bound.statusWithBits(), bound.value());
    }
}
