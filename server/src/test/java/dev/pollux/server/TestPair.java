package dev.pollux.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pollux.plant.PlantSimulator;
import dev.pollux.server.project.Project;
import dev.pollux.server.project.ProjectReader;
import dev.pollux.server.project.StationConfig;
import dev.pollux.server.project.StationReader;
import dev.pollux.server.security.Pki;
import dev.pollux.server.source.block.PlcAddresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;

/** The water works with two whole stations that trust each other, each on its own sockets; nothing is started yet. */
public final class TestPair implements AutoCloseable {
    /** Long enough for a busy machine; nothing waits for it when all goes well. */
    public static final Duration LIMIT = Duration.ofSeconds(30);

    private final Path directory;
    private final int port;
    private int versions;
    private final ArrayDeque<AutoCloseable> open = new ArrayDeque<>();
    private final Project project;
    private final UnaryOperator<String> settings;

    /**
     * A pair and its plant.
     *
     * @param directory for everything
     * @param port the plant's; CASTOR and POLLUX have the next two
     * @param change of the sample project
     */
    public TestPair(Path directory, int port, UnaryOperator<String> change) throws IOException {
        this(directory, port, change, UnaryOperator.identity());
    }

    /**
     * A pair with tags of its own.
     *
     * @param tags files by name, beside those of the sample project
     */
    public TestPair(Path directory, int port, UnaryOperator<String> change, Map<String, String> tags)
            throws IOException {
        this(directory, port, change, UnaryOperator.identity(), tags);
    }

    /**
     * A pair and its plant.
     *
     * @param directory for everything
     * @param port the plant's; CASTOR and POLLUX have the next two
     * @param change of the sample project
     * @param settings change of both station files
     */
    public TestPair(Path directory, int port, UnaryOperator<String> change, UnaryOperator<String> settings)
            throws IOException {
        this(directory, port, change, settings, Map.of());
    }

    private TestPair(
            Path directory,
            int port,
            UnaryOperator<String> change,
            UnaryOperator<String> settings,
            Map<String, String> tags)
            throws IOException {
        this.directory = directory;
        this.port = port;
        this.settings = settings;
        add(PlantSimulator.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1));
        project = project(change, tags);
        try (Pki castor = pki("CASTOR");
                Pki pollux = pki("POLLUX")) {
            castor.trustPartner(pollux.certificate());
            pollux.trustPartner(castor.certificate());
        }
    }

    /** What both stations run. */
    public Project project() {
        return project;
    }

    /** Another version of the project, for a station that has not got the other one's. */
    public Project project(UnaryOperator<String> change) throws IOException {
        return project(change, Map.of());
    }

    private Project project(UnaryOperator<String> change, Map<String, String> more) throws IOException {
        Path example = Path.of("..", "examples", "waterworks");
        Path copy = directory.resolve("project" + versions++);
        Files.createDirectories(copy.resolve("tags"));
        String yaml = Files.readString(example.resolve("project.yaml")).replace("5020", Integer.toString(port));
        Files.writeString(copy.resolve("project.yaml"), change.apply(yaml));
        try (var tags = Files.list(example.resolve("tags"))) {
            for (Path file : tags.toList()) {
                Files.copy(file, copy.resolve("tags").resolve(String.valueOf(file.getFileName())));
            }
        }
        for (Map.Entry<String, String> each : more.entrySet()) {
            Files.writeString(copy.resolve("tags").resolve(each.getKey()), each.getValue());
        }
        return new ProjectReader(new PlcAddresses()::fault).read(copy).orThrow();
    }

    /** Closed with the pair, newest first. */
    public <T extends AutoCloseable> T add(T resource) {
        open.push(resource);
        return resource;
    }

    /** Closes one of them now. */
    public void close(AutoCloseable resource) throws Exception {
        open.remove(resource);
        resource.close();
    }

    /** The EndpointUrl of a station. */
    public String url(String station) {
        return "opc.tcp://localhost:" + (station.equals("CASTOR") ? port + 1 : port + 2) + "/pollux";
    }

    private StationConfig config(String name) throws IOException {
        String other = name.equals("CASTOR") ? "POLLUX" : "CASTOR";
        Path file = directory.resolve(name + ".yaml");
        Files.writeString(file, settings.apply("""
                station: %s
                endpoints: [{host: localhost, port: %d, bind: 127.0.0.1, security: [none, sign-and-encrypt]}]
                partner: {links: [{name: main, kind: main, url: "%s"}]}
                data: data/%s
                """.formatted(
                        name, name.equals("CASTOR") ? port + 1 : port + 2, url(other), name)));
        return new StationReader().read(file, project).orThrow();
    }

    private Pki pki(String name) throws IOException {
        return Pki.open(
                config(name).dataDirectory().resolve("pki"),
                new Pki.Subject(name, project.applicationUri(name), List.of("localhost")),
                false);
    }

    /** Lets a station, not yet started, trust a client. */
    public void trust(String station, X509Certificate client) throws IOException {
        try (Pki pki = pki(station)) {
            pki.trust(client);
        }
    }

    /** Starts a station. */
    public Station start(String name) throws IOException {
        return start(name, project);
    }

    /** Starts a station that has a version of its own of the project. */
    public Station start(String name, Project version) throws IOException {
        return add(Station.start(version, config(name)));
    }

    /** An anonymous client. */
    public OpcUaClient connect(String station) throws UaException {
        OpcUaClient client = OpcUaClient.create(url(station));
        client.connect();
        add(() -> {
            var unused = client.disconnectAsync();
        });
        return client;
    }

    /** A value of the Pollux namespace, or of another for an identifier like {@code i=2267}; or its status. */
    public static Object value(OpcUaClient client, String node) throws UaException {
        NodeId id = node.startsWith("i=") ? NodeId.parse(node) : new NodeId(2, node);
        DataValue read =
                client.readValues(0, TimestampsToReturn.Both, List.of(id)).get(0);
        Object value = read.value().value();
        return value == null ? read.statusCode() : value;
    }

    /** Waits for a value. */
    public static void awaitValue(OpcUaClient client, String node, Object expected) {
        await().atMost(LIMIT)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(value(client, node)).as(node).isEqualTo(expected));
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception failure) {
                throw new AssertionError("cannot be closed", failure);
            }
        }
    }
}
