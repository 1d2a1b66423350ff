package dev.pollux.archive.sync;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Series;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.compare.BucketDigest;
import dev.pollux.archive.compare.ComparableArchive;
import dev.pollux.archive.compare.KeptTag;
import dev.pollux.archive.coverage.Coverage;
import dev.pollux.archive.coverage.Intervals;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The partner's archive behind a call that takes a request and brings the answer of its {@link ArchiveDesk}. */
public final class RemoteArchive implements ComparableArchive {
    private static final int DEVICES_MAX = 10_000;
    private static final int RANGES_MAX = 1_000_000;
    private static final int SAMPLES_MAX = 1_000_000;
    private static final int TAGS_MAX = 1_000_000;

    private final UnaryOperator<byte[]> call;

    /**
     * Wraps a call.
     *
     * @param call waits for the answer, with a bound; throws {@link dev.pollux.archive.ArchiveException} if none comes
     */
    public RemoteArchive(UnaryOperator<byte[]> call) {
        this.call = call;
    }

    @Override
    public Coverage coverage() {
        byte[] answer = call.apply(WireBytes.bytes(WireBytes.COVERAGE, out -> {}));
        return WireBytes.parse(answer, WireBytes.COVERAGE, in -> {
            int devices = WireBytes.count(in, DEVICES_MAX, "devices");
            Map<String, Intervals> coverage = new HashMap<>();
            for (int i = 0; i < devices; i++) {
                coverage.put(in.readUTF(), intervals(in));
            }
            return new Coverage(coverage);
        });
    }

    private static Intervals intervals(DataInputStream in) throws IOException {
        int count = WireBytes.count(in, RANGES_MAX, "ranges");
        List<TimeRange> ranges = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ranges.add(WireBytes.range(in));
        }
        return Intervals.of(ranges);
    }

    @Override
    public Slice read(SliceRequest request) {
        byte[] answer = call.apply(WireBytes.bytes(WireBytes.SLICE, out -> {
            WireBytes.putSeries(request.series(), out);
            WireBytes.putRange(request.range(), out);
            out.writeBoolean(request.reverse());
            out.writeInt(request.limit());
        }));
        return WireBytes.parse(answer, WireBytes.SLICE, in -> {
            List<Slice.Run> runs = new ArrayList<>();
            int count = WireBytes.count(in, request.series().size(), "series");
            for (int i = 0; i < count; i++) {
                Series series = request.series()
                        .get(WireBytes.count(in, request.series().size() - 1, "th series"));
                runs.add(new Slice.Run(series, samples(in)));
            }
            Optional<Slice.Position> next = in.readBoolean()
                    ? Optional.of(new Slice.Position(
                            WireBytes.count(in, request.series().size() - 1, "th series"), WireBytes.range(in)))
                    : Optional.empty();
            return new Slice(runs, next);
        });
    }

    private static List<ArchivedSample> samples(DataInputStream in) throws IOException {
        int count = WireBytes.count(in, SAMPLES_MAX, "samples");
        List<ArchivedSample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            samples.add(WireBytes.sample(in));
        }
        return samples;
    }

    @Override
    public List<KeptTag> tags() {
        List<KeptTag> tags = new ArrayList<>();
        int total = 1;
        while (tags.size() < total) {
            int from = tags.size();
            byte[] answer = call.apply(WireBytes.bytes(WireBytes.TAGS, out -> out.writeInt(from)));
            total = WireBytes.parse(answer, WireBytes.TAGS, in -> {
                int all = WireBytes.count(in, TAGS_MAX, "tags");
                int some = WireBytes.count(in, all - from, "tags");
                if (some == 0 && from < all) {
                    throw new IOException("no tag of " + (all - from));
                }
                for (int i = 0; i < some; i++) {
                    tags.add(tag(in));
                }
                return all;
            });
        }
        return tags;
    }

    private static KeptTag tag(DataInputStream in) throws IOException {
        List<Series> series = WireBytes.series(in);
        String device = in.readUTF();
        String word = in.readUTF();
        Optional<KeptTag.Sameness> sameness = Stream.of(KeptTag.Sameness.values())
                .filter(each -> each.name().equals(word))
                .findFirst();
        if (series.size() != 1 || sameness.isEmpty()) {
            throw new IOException("not a tag: " + series + ", " + word);
        }
        return new KeptTag(series.get(0), device, sameness.get(), in.readDouble(), in.readLong());
    }

    @Override
    public List<BucketDigest> digests(List<Series> series, TimeRange range) {
        byte[] answer = call.apply(WireBytes.bytes(WireBytes.DIGESTS, out -> {
            WireBytes.putSeries(series, out);
            WireBytes.putRange(range, out);
        }));
        return WireBytes.parse(answer, WireBytes.DIGESTS, in -> {
            int count = WireBytes.count(in, series.size(), "digests");
            List<BucketDigest> digests = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Series each = series.get(WireBytes.count(in, series.size() - 1, "th series"));
                digests.add(new BucketDigest(each, range.from(), in.readLong(), in.readLong(), in.readLong()));
            }
            return digests;
        });
    }

    @Override
    public List<Optional<ArchivedSample>> valuesAt(List<Series> series, long time) {
        byte[] answer = call.apply(WireBytes.bytes(WireBytes.VALUES_AT, out -> {
            WireBytes.putSeries(series, out);
            out.writeLong(time);
        }));
        return WireBytes.parse(answer, WireBytes.VALUES_AT, in -> {
            int count = WireBytes.count(in, series.size(), "values");
            if (count != series.size()) {
                throw new IOException(count + " values for " + series.size() + " series");
            }
            List<Optional<ArchivedSample>> values = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                values.add(in.readBoolean() ? Optional.of(WireBytes.sample(in)) : Optional.empty());
            }
            return values;
        });
    }
}
