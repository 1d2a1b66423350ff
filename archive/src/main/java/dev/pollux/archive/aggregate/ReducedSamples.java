package dev.pollux.archive.aggregate;

import dev.pollux.archive.ArchivedSample;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Samples in order of time, of which some stand for a run that follows them. */
public interface ReducedSamples extends Iterator<ArchivedSample> {
    /** What follows the sample that was returned last, before the next one; null if nothing does. */
    @Nullable
    Run run();
}
