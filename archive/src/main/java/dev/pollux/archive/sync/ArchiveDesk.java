package dev.pollux.archive.sync;

import dev.pollux.archive.Archive;
import dev.pollux.archive.Archive.Side;
import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Page;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.compare.BucketDigest;
import dev.pollux.archive.compare.KeptTag;
import dev.pollux.archive.coverage.Coverage;
import dev.pollux.archive.coverage.Intervals;
import dev.pollux.archive.rocks.SampleCodec;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers the partner's requests from the own archive. Safe for use by any threads. An answer is bounded in samples and
 * bytes, whatever was asked for.
 */
public final class ArchiveDesk {
    private static final int SAMPLES_MAX = 50_000;

    private static final int TAGS_AT_ONCE = 5_000;

    private final Archive archive;
    private final List<KeptTag> tags;

    /** Answers about an archive whose tags are not known. */
    public ArchiveDesk(Archive archive) {
        this(archive, List.of());
    }

    /** Answers about an archive and the tags in it. */
    public ArchiveDesk(Archive archive, List<KeptTag> tags) {
        this.archive = archive;
        this.tags = List.copyOf(tags);
    }

    /**
     * Answers one request.
     *
     * @throws ArchiveException if the request cannot be understood or the archive cannot be read
     */
    public byte[] answer(byte[] request) {
        int kind = request.length < 2 ? -1 : request[1];
        return switch (kind) {
            case WireBytes.COVERAGE -> coverage(request);
            case WireBytes.SLICE -> slice(request);
            case WireBytes.VALUES_AT -> valuesAt(request);
            case WireBytes.TAGS -> tags(request);
            case WireBytes.DIGESTS -> digests(request);
            default -> throw new ArchiveException("the partner asks for something unknown, kind " + kind);
        };
    }

    private byte[] coverage(byte[] request) {
        WireBytes.parse(request, WireBytes.COVERAGE, in -> Boolean.TRUE);
        Coverage coverage = Coverage.of(archive.coverage());
        return WireBytes.bytes(WireBytes.COVERAGE, out -> {
            out.writeInt(coverage.devices().size());
            for (var device : coverage.devices().entrySet()) {
                out.writeUTF(device.getKey());
                putIntervals(device.getValue(), out);
            }
        });
    }

    private static void putIntervals(Intervals intervals, DataOutputStream out) throws IOException {
        out.writeInt(intervals.size());
        for (TimeRange range : intervals.ranges()) {
            WireBytes.putRange(range, out);
        }
    }

    private byte[] slice(byte[] bytes) {
        SliceRequest request = WireBytes.parse(
                bytes,
                WireBytes.SLICE,
                in -> new SliceRequest(WireBytes.series(in), WireBytes.range(in), in.readBoolean(), in.readInt()));
        Slice slice = read(request);
        return WireBytes.bytes(WireBytes.SLICE, out -> {
            out.writeInt(slice.runs().size());
            Map<Series, Integer> index = index(request.series());
            for (Slice.Run run : slice.runs()) {
                out.writeInt(index.getOrDefault(run.series(), -1));
                out.writeInt(run.samples().size());
                for (ArchivedSample sample : run.samples()) {
                    WireBytes.putSample(sample, out);
                }
            }
            out.writeBoolean(slice.next().isPresent());
            if (slice.next().isPresent()) {
                out.writeInt(slice.next().get().series());
                WireBytes.putRange(slice.next().get().left(), out);
            }
        });
    }

    private static Map<Series, Integer> index(List<Series> series) {
        Map<Series, Integer> index = new HashMap<>();
        for (int i = 0; i < series.size(); i++) {
            index.putIfAbsent(series.get(i), i);
        }
        return index;
    }

    private Slice read(SliceRequest request) {
        List<Slice.Run> runs = new ArrayList<>();
        int samplesLeft = Math.min(request.limit(), SAMPLES_MAX);
        int bytesLeft = WireBytes.ANSWER_BYTES_MAX;
        for (int i = 0; i < request.series().size(); i++) {
            Series series = request.series().get(i);
            TimeRange left = request.range();
            if (samplesLeft == 0 || bytesLeft <= 0) {
                return new Slice(runs, Optional.of(new Slice.Position(i, left)));
            }
            Page page = archive.read(new Page.Request(series, left, request.reverse(), samplesLeft));
            int fitting = fitting(page.samples(), bytesLeft);
            for (ArchivedSample sample : page.samples().subList(0, fitting)) {
                bytesLeft -= SampleCodec.sizeMax(sample);
            }
            samplesLeft -= fitting;
            if (fitting > 0) {
                runs.add(new Slice.Run(series, page.samples().subList(0, fitting)));
            }
            boolean cut = fitting < page.samples().size();
            Optional<Page.Request> rest = cut
                    ? new Page.Request(series, left, request.reverse(), 1)
                            .after(page.samples().get(fitting - 1).time())
                    : page.rest();
            if (rest.isPresent()) {
                return new Slice(
                        runs, Optional.of(new Slice.Position(i, rest.get().range())));
            }
        }
        return new Slice(runs, Optional.empty());
    }

    /** How many samples an answer still takes: one at least, or a giant value would never get through. */
    private static int fitting(List<ArchivedSample> samples, int bytesLeft) {
        int bytes = 0;
        for (int i = 0; i < samples.size(); i++) {
            bytes += SampleCodec.sizeMax(samples.get(i));
            if (bytes > bytesLeft && i > 0) {
                return i;
            }
        }
        return samples.size();
    }

    private byte[] tags(byte[] bytes) {
        int from = WireBytes.parse(bytes, WireBytes.TAGS, in -> WireBytes.count(in, tags.size(), "tags to leave out"));
        int to = Math.min(tags.size(), from + TAGS_AT_ONCE);
        return WireBytes.bytes(WireBytes.TAGS, out -> {
            out.writeInt(tags.size());
            out.writeInt(to - from);
            for (KeptTag tag : tags.subList(from, to)) {
                WireBytes.putSeries(List.of(tag.series()), out);
                out.writeUTF(tag.device());
                out.writeUTF(tag.sameness().name());
                out.writeDouble(tag.tolerance());
                out.writeLong(tag.skew());
            }
        });
    }

    private byte[] digests(byte[] bytes) {
        record Question(List<Series> series, TimeRange range) {}
        Question question = WireBytes.parse(
                bytes, WireBytes.DIGESTS, in -> new Question(WireBytes.series(in), WireBytes.range(in)));
        Digesting digesting = new Digesting(question.range());
        archive.scan(question.series(), question.range(), digesting);
        List<BucketDigest> digests = digesting.done();
        return WireBytes.bytes(WireBytes.DIGESTS, out -> {
            out.writeInt(digests.size());
            Map<Series, Integer> index = index(question.series());
            for (BucketDigest each : digests) {
                out.writeInt(index.getOrDefault(each.series(), -1));
                out.writeLong(each.count());
                out.writeLong(each.exact());
                out.writeLong(each.observed());
            }
        });
    }

    private byte[] valuesAt(byte[] bytes) {
        record Question(List<Series> series, long time) {}
        Question question =
                WireBytes.parse(bytes, WireBytes.VALUES_AT, in -> new Question(WireBytes.series(in), in.readLong()));
        TimeRange past = new TimeRange(Ticks.MIN, question.time() + 1);
        return WireBytes.bytes(WireBytes.VALUES_AT, out -> {
            out.writeInt(question.series().size());
            for (Series series : question.series()) {
                Optional<ArchivedSample> found = archive.bound(series, question.time(), Side.AT_OR_BEFORE, past);
                out.writeBoolean(found.isPresent());
                if (found.isPresent()) {
                    WireBytes.putSample(found.get(), out);
                }
            }
        });
    }
}
