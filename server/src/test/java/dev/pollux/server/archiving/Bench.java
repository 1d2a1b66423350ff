package dev.pollux.server.archiving;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Page;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.capture.CapturePolicy;
import dev.pollux.archive.rocks.RocksArchive;
import dev.pollux.archive.rocks.RocksConfig;
import dev.pollux.server.project.ArchiveConfig;
import dev.pollux.server.project.Area;
import dev.pollux.server.project.DeviceConfig;
import dev.pollux.server.project.Project;
import dev.pollux.server.project.RedundancyConfig;
import dev.pollux.server.project.UsersConfig;
import dev.pollux.server.tag.Access;
import dev.pollux.server.tag.Quality;
import dev.pollux.server.tag.Sample;
import dev.pollux.server.tag.Scaling;
import dev.pollux.server.tag.Tag;
import dev.pollux.server.tag.TagSample;
import dev.pollux.server.tag.TagType;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A project with two devices and a few tags, and an archive in a directory. Times are seconds after a beginning. */
final class Bench implements AutoCloseable {
    static final Instant BEGIN = Instant.parse("2026-11-21T10:00:00Z");
    static final String PLC1 = "PLC1";
    static final String PLC2 = "PLC2";

    private final Path directory;
    private final List<Tag> tags = new ArrayList<>();
    private final List<ArchiveConfig.Profile> profiles = new ArrayList<>();
    private RocksArchive archive;

    Bench(Path directory) {
        this.directory = directory;
        archive = open();
    }

    private RocksArchive open() {
        return RocksArchive.open(RocksConfig.in(directory), Clock.systemUTC());
    }

    Archive archive() {
        return archive;
    }

    /** The archive is closed and opened again, as if the station had been restarted. */
    void reopen() {
        archive.close();
        archive = open();
    }

    /** Adds a tag with a policy of its own; empty: it is not archived. */
    Bench tag(String name, String device, TagType type, Optional<CapturePolicy> policy) {
        policy.ifPresent(each -> profiles.add(new ArchiveConfig.Profile("p" + tags.size(), each)));
        Optional<String> profile = policy.map(each -> "p" + tags.size());
        tags.add(new Tag(
                name,
                "Plant",
                "",
                type,
                new Tag.Address(device, "holding:" + (1 + 4 * tags.size()), Duration.ofSeconds(1)),
                Access.READ,
                Scaling.NONE,
                Optional.empty(),
                "",
                new Tag.Archiving(profile, true)));
        return this;
    }

    Project project() {
        return new Project(
                "bench",
                "urn:bench",
                new RedundancyConfig(
                        List.of("CASTOR"),
                        Optional.empty(),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofMillis(100),
                        Duration.ofMillis(300)),
                List.of(new Area("Plant", "")),
                List.of(device(PLC1), device(PLC2)),
                new ArchiveConfig(Duration.ofDays(30), profiles, List.of()),
                tags,
                new UsersConfig(Optional.empty(), List.of()));
    }

    private static DeviceConfig device(String name) {
        return new DeviceConfig(
                name,
                DeviceConfig.Protocol.MODBUS_TCP,
                "localhost",
                502,
                1,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                0);
    }

    static Instant at(double seconds) {
        return BEGIN.plusNanos(Math.round(seconds * 1e9));
    }

    static long ticks(double seconds) {
        return Ticks.of(at(seconds));
    }

    static TagSample good(int tag, Object value, double at) {
        return new TagSample(tag, new Sample(value, Quality.GOOD, at(at)));
    }

    static TagSample lost(int tag, double at) {
        return new TagSample(tag, new Sample(null, Quality.BAD_NO_COMMUNICATION, at(at)));
    }

    /** What a device brings in a cycle: samples, and that it is complete from one instant to another. */
    static HandOver.Item cycle(String device, double from, double to, TagSample... samples) {
        return new HandOver.Item(
                device, false, List.of(samples), new TimeRange(ticks(from), ticks(to)), ticks(to + 0.001));
    }

    /** Nobody looked at a device until an instant. */
    static HandOver.Item unseen(String device, double until) {
        return new HandOver.Item(device, false, List.of(), null, ticks(until), ticks(until));
    }

    static HandOver.Item samples(String device, double at, TagSample... samples) {
        return new HandOver.Item(device, false, List.of(samples), null, ticks(at));
    }

    /** Everything of a tag as lines: seconds after the beginning, value, and the status if it is not good. */
    List<String> lines(String tag) {
        return archive.read(new Page.Request(Series.of(tag), TimeRange.ALL, false, 10_000)).samples().stream()
                .map(Bench::line)
                .toList();
    }

    private static String line(ArchivedSample sample) {
        String time = seconds(sample.time()) + " ";
        if (sample.status() == ArchivedSample.HOLE) {
            return time + "hole";
        }
        return time + (sample.good() ? String.valueOf(sample.value().content()) : "bad");
    }

    private static String seconds(long ticks) {
        double seconds = (ticks - Ticks.of(BEGIN)) / (double) Ticks.PER_SECOND;
        return seconds == Math.rint(seconds) ? Long.toString((long) seconds) : Double.toString(seconds);
    }

    /** The coverage as lines. */
    List<String> coverage(String device) {
        return archive.coverage().getOrDefault(device, List.of()).stream()
                .map(range -> seconds(range.from()) + ".." + seconds(range.to()))
                .toList();
    }

    Map<String, List<TimeRange>> coverage() {
        return archive.coverage();
    }

    @Override
    public void close() {
        archive.close();
    }
}
