package dev.pollux.testkit.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pollux.archive.message.MessageLog;
import dev.pollux.archive.rocks.RocksMessageLog;
import dev.pollux.server.Station;
import dev.pollux.server.project.Project;
import dev.pollux.server.project.ProjectReader;
import dev.pollux.server.project.StationConfig;
import dev.pollux.server.project.StationReader;
import dev.pollux.server.security.Pki;
import dev.pollux.server.source.block.PlcAddresses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowingConsumer;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.ContentFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.EventFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.SimpleAttributeOperand;

/** Two stations in this process, without a plant: the links between them are what is looked at. */
final class Pair implements AutoCloseable {
    static final int CASTOR = 24_140;
    static final int POLLUX = 24_141;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Path directory;
    private final Project project;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    Pair(Path directory) {
        this(directory, "5s");
    }

    /** @param failAfter silence after which a link counts as failed */
    Pair(Path directory, String failAfter) {
        this.directory = directory;
        project = new ProjectReader(new PlcAddresses()::fault)
                .read(patientProject(directory, failAfter))
                .orThrow();
    }

    /** The example with long limits: a busy machine must not look like a broken link. */
    private static Path patientProject(Path directory, String failAfter) {
        Path example = Path.of("..", "examples", "waterworks");
        Path copy = directory.resolve("project");
        try {
            Files.createDirectories(copy.resolve("tags"));
            String yaml = Files.readString(example.resolve("project.yaml"))
                    .replaceFirst("fail-after: \\w+", "fail-after: " + failAfter)
                    .replaceFirst("startup-wait: \\w+", "startup-wait: 10s");
            Files.writeString(copy.resolve("project.yaml"), yaml);
            try (var tags = Files.list(example.resolve("tags"))) {
                for (Path file : tags.toList()) {
                    Files.copy(file, copy.resolve("tags").resolve(String.valueOf(file.getFileName())));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return copy;
    }

    <T extends AutoCloseable> T closing(T resource) {
        opened.push(resource);
        return resource;
    }

    /** {@code links} is the list in YAML. */
    StationConfig config(String name, String links) {
        Path file = directory.resolve(name + ".yaml");
        try {
            Files.writeString(file, """
                    station: %s
                    endpoints: [{host: localhost, port: %d, bind: 127.0.0.1, security: [none, sign-and-encrypt]}]
                    partner: {links: %s}
                    archive: {store: none}
                    data: data/%s
                    """.formatted(name, name.equals("CASTOR") ? CASTOR : POLLUX, links, name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new StationReader().read(file, project).orThrow();
    }

    void trust(StationConfig one, StationConfig other) throws IOException {
        try (Pki first = Station.certificates(project, one);
                Pki second = Station.certificates(project, other)) {
            first.trustPartner(second.certificate());
            second.trustPartner(first.certificate());
        }
    }

    void start(StationConfig config) throws IOException {
        closing(Station.start(project, config));
    }

    OpcUaClient connect(int port) throws UaException {
        OpcUaClient client = OpcUaClient.create("opc.tcp://localhost:" + port + "/pollux");
        client.connect();
        closing(() -> {
            var unused = client.disconnectAsync();
        });
        return client;
    }

    static Object value(OpcUaClient client, String node) throws UaException {
        return String.valueOf(client.readValues(0, TimestampsToReturn.Both, List.of(new NodeId(2, node)))
                .get(0)
                .value()
                .value());
    }

    static List<String> links(OpcUaClient client) throws UaException {
        return List.of((String[])
                client.readValues(0, TimestampsToReturn.Both, List.of(new NodeId(2, "Pollux/Redundancy/LinkStates")))
                        .get(0)
                        .value()
                        .value());
    }

    static void awaitState(OpcUaClient client, String state) {
        await().atMost(LIMIT)
                .ignoreExceptions()
                .untilAsserted(() ->
                        assertThat(value(client, "Pollux/Redundancy/State")).isEqualTo(state));
    }

    static void awaitLinks(OpcUaClient client, ThrowingConsumer<List<String>> expected) {
        await().atMost(LIMIT).ignoreExceptions().untilAsserted(() -> expected.accept(links(client)));
    }

    /** The texts of what the station tells from now on, as they come. */
    static List<String> listen(OpcUaClient client) throws UaException {
        List<String> texts = new CopyOnWriteArrayList<>();
        QualifiedName[] path = {new QualifiedName(0, "Message")};
        EventFilter filter = new EventFilter(
                new SimpleAttributeOperand[] {
                    new SimpleAttributeOperand(NodeIds.BaseEventType, path, AttributeId.Value.uid(), null)
                },
                new ContentFilter(null));
        OpcUaSubscription subscription = new OpcUaSubscription(client, 100.0);
        subscription.create();
        OpcUaMonitoredItem item = OpcUaMonitoredItem.newEventItem(NodeIds.Server, filter);
        item.setEventValueListener((source, fields) ->
                texts.add(fields[0].value() instanceof LocalizedText text ? String.valueOf(text.text()) : ""));
        subscription.addMonitoredItem(item);
        subscription.createMonitoredItems();
        return texts;
    }

    static void awaitTold(List<String> texts, String text) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(texts).contains(text));
    }

    /** Numbers and texts of what a station has told by itself; after {@link #end()}. */
    List<String> told(String station) throws IOException {
        try (MessageLog log =
                RocksMessageLog.open(directory.resolve("data").resolve(station).resolve("messages"), station)) {
            return log.after(station, 0, 10_000).stream()
                    .map(each -> each.number() + " " + each.text())
                    .toList();
        }
    }

    @Override
    public void close() {
        end();
    }

    /** Closes everything now. */
    void end() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception failure) {
                throw new AssertionError("cannot be closed", failure);
            }
        }
    }
}
