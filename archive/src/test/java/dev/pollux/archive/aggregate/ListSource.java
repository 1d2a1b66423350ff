package dev.pollux.archive.aggregate;

import dev.pollux.archive.Annotation;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.TimeRange;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;

/** Samples in memory, in order of time. Counts what is read. */
final class ListSource implements SampleSource {
    private final List<ArchivedSample> samples;
    private final List<Annotation> annotations;
    private final long knownUntil;
    private long reads;

    ListSource(List<ArchivedSample> samples) {
        this(samples, List.of(), 0);
    }

    ListSource(List<ArchivedSample> samples, List<Annotation> annotations, long knownUntil) {
        this.samples = new ArrayList<>(samples);
        this.annotations = List.copyOf(annotations);
        this.knownUntil = knownUntil;
    }

    /** How many samples were handed out. */
    long reads() {
        return reads;
    }

    @Override
    public Iterator<ArchivedSample> onward(long from) {
        Iterator<ArchivedSample> rest = samples.listIterator(firstAt(from));
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rest.hasNext();
            }

            @Override
            public ArchivedSample next() {
                reads++;
                return rest.next();
            }
        };
    }

    @Override
    public Iterator<ArchivedSample> backward(long before) {
        ListIterator<ArchivedSample> rest = samples.listIterator(firstAt(before));
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rest.hasPrevious();
            }

            @Override
            public ArchivedSample next() {
                reads++;
                return rest.previous();
            }
        };
    }

    @Override
    public Iterator<Annotation> annotations(TimeRange range) {
        return annotations.stream().filter(note -> range.contains(note.time())).iterator();
    }

    @Override
    public long knownUntil() {
        return knownUntil;
    }

    private int firstAt(long time) {
        int low = 0;
        int high = samples.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (samples.get(middle).time() < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
