package dev.pollux.server.space;

import dev.pollux.archive.message.MessageLog;
import dev.pollux.server.history.History;
import dev.pollux.server.project.ArchiveConfig;
import dev.pollux.server.project.Area;
import dev.pollux.server.project.DeviceConfig;
import dev.pollux.server.project.HealthConfig;
import dev.pollux.server.project.MessageConfig;
import dev.pollux.server.project.Project;
import dev.pollux.server.project.RedundancyConfig;
import dev.pollux.server.project.StationConfig;
import dev.pollux.server.project.StationConfig.Endpoint;
import dev.pollux.server.project.StationConfig.Security;
import dev.pollux.server.project.UsersConfig;
import dev.pollux.server.project.UsersConfig.Role;
import dev.pollux.server.project.UsersConfig.User;
import dev.pollux.server.project.WitnessAccess;
import dev.pollux.server.security.Caller;
import dev.pollux.server.security.Pki;
import dev.pollux.server.space.system.Exchange;
import dev.pollux.server.space.system.RoleRequest;
import dev.pollux.server.tag.Access;
import dev.pollux.server.tag.Quality;
import dev.pollux.server.tag.Range;
import dev.pollux.server.tag.Sample;
import dev.pollux.server.tag.Scaling;
import dev.pollux.server.tag.Tag;
import dev.pollux.server.tag.TagSample;
import dev.pollux.server.tag.TagTable;
import dev.pollux.server.tag.TagType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/** A station's server on loopback with a small plant whose device is the test itself. */
public final class TestStation implements AutoCloseable {
    public static final String PROJECT_NAMESPACE = "http://example.org/Waterworks";
    static final Duration POLL = Duration.ofMillis(50);

    public final StationServer server;
    public final TagTable table;
    public final Pki pki;
    public final String url;
    /** Outcome of writes by tag name; a tag without one never answers. */
    final ConcurrentHashMap<String, CompletionStage<Quality>> outcomes = new ConcurrentHashMap<>();

    final ConcurrentLinkedQueue<String> written = new ConcurrentLinkedQueue<>();
    public final ConcurrentLinkedQueue<String> roleRequests = new ConcurrentLinkedQueue<>();
    private boolean closed;

    /** What differs between tests. */
    public static final class Options {
        public Optional<Role> anonymous = Optional.of(Role.OBSERVER);
        public Set<Security> security = Set.of(Security.NONE, Security.SIGN, Security.SIGN_AND_ENCRYPT);
        public boolean trustUnknown = true;
        public String station = "CASTOR";
        public List<Tag> tags = plant();
        public List<String> stations = List.of("CASTOR", "POLLUX");
        public RedundancyConfig.Mode mode = RedundancyConfig.Mode.HOT;
        /** Where clients connect, each for a network of its own; the ports follow each other. */
        public List<String> hosts = List.of("localhost");
        /** Those of them that clients are not told of. */
        public Set<String> partnerOnly = Set.of();

        public Function<TagTable, Optional<History>> history = table -> Optional.empty();
        public Optional<MessageLog> messages = Optional.empty();
    }

    public TestStation(int port, Path folder, Consumer<Options> choice) throws IOException {
        Options options = new Options();
        choice.accept(options);
        Project project = project(options);
        table = new TagTable(project.tags(), Instant.EPOCH);
        StationConfig station = new StationConfig(
                options.station,
                IntStream.range(0, options.hosts.size())
                        .mapToObj(i -> new Endpoint(
                                options.hosts.get(i),
                                port + i,
                                "127.0.0.1",
                                options.security,
                                options.partnerOnly.contains(options.hosts.get(i))))
                        .toList(),
                List.of(),
                folder,
                StationConfig.ArchiveStore.embedded(folder),
                HealthConfig.STANDARD,
                StationConfig.NetworkWatch.NONE,
                WitnessAccess.OPEN,
                options.trustUnknown);
        pki = Pki.open(
                folder.resolve("pki-" + options.station),
                new Pki.Subject(
                        options.station, project.applicationUri(options.station), List.of("localhost", "127.0.0.1")),
                options.trustUnknown);
        server = new StationServer(new StationServer.Parts(
                project,
                station,
                pki,
                table,
                (password, hash) -> hash.equals("plain:" + new String(password)),
                this::write,
                new Roles(),
                new Echo(),
                options.history.apply(table),
                options.messages));
        server.start();
        url = station.endpoints().get(0).url();
    }

    static Project project(Options options) {
        return new Project(
                "Waterworks",
                PROJECT_NAMESPACE,
                new RedundancyConfig(
                        options.stations,
                        Optional.empty(),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofMillis(100),
                        Duration.ofMillis(300),
                        options.mode),
                List.of(new Area("Intake", "Raw water"), new Area("Intake/Pumps", "Two pumps")),
                List.of(new DeviceConfig(
                        "plc",
                        DeviceConfig.Protocol.MODBUS_TCP,
                        "localhost",
                        502,
                        1,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        0)),
                ArchiveConfig.NONE,
                MessageConfig.STANDARD,
                options.tags,
                new UsersConfig(
                        options.anonymous,
                        List.of(
                                new User("olga", "plain:operate", Role.OPERATOR),
                                new User("sven", "plain:supervise", Role.SUPERVISOR),
                                new User("ada", "plain:admin", Role.CONFIGURE_ADMIN))),
                "0".repeat(64));
    }

    static List<Tag> plant() {
        List<Tag> tags = new ArrayList<>();
        tags.add(
                tag("Intake.Flow", "Intake", TagType.FLOAT, Access.READ_WRITE, Optional.of(new Range(0, 100)), "m³/h"));
        tags.add(tag("Intake.P1.On", "Intake/Pumps", TagType.BOOLEAN, Access.READ_WRITE, Optional.empty(), ""));
        tags.add(tag("Intake.P1.Speed", "Intake/Pumps", TagType.UINT16, Access.READ_WRITE, Optional.empty(), "rpm"));
        tags.add(tag("Intake.P1.Hours", "Intake/Pumps", TagType.UINT32, Access.READ, Optional.empty(), "h"));
        tags.add(tag("Name", "Intake", TagType.STRING, Access.READ_WRITE, Optional.empty(), ""));
        tags.add(tag("Level", "Intake", TagType.DOUBLE, Access.READ, Optional.of(new Range(0, 10)), ""));
        return tags;
    }

    static Tag tag(String name, String area, TagType type, Access access, Optional<Range> range, String unit) {
        return new Tag(
                name,
                area,
                "about " + name,
                type,
                new Tag.Address("plc", "holding:1", POLL),
                access,
                Scaling.NONE,
                range,
                unit);
    }

    private CompletionStage<Quality> write(int tag, Object value) {
        String name = table.tags().get(tag).name();
        written.add(name + "=" + value);
        return outcomes.getOrDefault(name, new CompletableFuture<>());
    }

    /** The device delivers a value. */
    public void deliver(String tag, Object value) {
        deliver(tag, new Sample(value, Quality.GOOD, Instant.now()));
    }

    void deliver(String tag, Sample sample) {
        table.accept(List.of(new TagSample(table.indexOf(tag).orElseThrow(), sample)));
    }

    private final class Roles implements RoleRequest {
        @Override
        public CompletionStage<Outcome> requestMaster(boolean master, String user) {
            roleRequests.add("master=" + master + " by " + user);
            return CompletableFuture.completedFuture(new Outcome(Quality.GOOD, "done"));
        }

        @Override
        public CompletionStage<Outcome> switchover(String targetStation, String user) {
            roleRequests.add("switchover to '" + targetStation + "' by " + user);
            return CompletableFuture.completedFuture(
                    targetStation.equals("NOBODY")
                            ? new Outcome(Quality.BAD_NOT_FOUND, "no station NOBODY")
                            : new Outcome(Quality.GOOD, "POLLUX is Master"));
        }
    }

    public void shutdown(Duration announce) {
        closed = true;
        server.shutdown("test is over", announce);
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            shutdown(Duration.ZERO);
        }
        pki.close();
    }

    /** Answers the partner with what it said. */
    private static final class Echo implements Exchange {
        @Override
        public byte[] exchange(byte[] status, Caller caller) {
            return (new String(status, StandardCharsets.UTF_8) + "!").getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] readArchive(byte[] request) {
            return exchange(request, new Caller("", Optional.empty(), "", Optional.empty()));
        }

        @Override
        public byte[] readMessages(byte[] question) {
            return readArchive(question);
        }
    }
}
