package dev.pollux.archive.sync;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Series;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.compare.BucketDigest;
import dev.pollux.archive.rocks.SampleCodec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts samples that come series by series in short. Hashes are sums, so the order of samples does not matter. */
final class Digesting implements Archive.Sink {
    private final TimeRange range;
    private final List<BucketDigest> done = new ArrayList<>();
    private @Nullable Series current;
    private long count;
    private long exact;
    private long observed;

    Digesting(TimeRange range) {
        this.range = range;
    }

    @Override
    public boolean accept(Series series, ArchivedSample sample) {
        if (!series.equals(current)) {
            end();
            current = series;
        }
        if (sample.status() != ArchivedSample.HOLE) {
            count++;
            exact += SampleCodec.hash(sample);
            observed +=
                    SampleCodec.hash(new ArchivedSample(sample.time(), sample.time(), sample.status(), sample.value()));
        }
        return true;
    }

    private void end() {
        if (current != null && count > 0) {
            done.add(new BucketDigest(current, range.from(), count, exact, observed));
        }
        count = 0;
        exact = 0;
        observed = 0;
    }

    List<BucketDigest> done() {
        end();
        current = null;
        return done;
    }
}
