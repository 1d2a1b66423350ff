package dev.pollux.testkit.mode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.plant.OneConnection;
import dev.pollux.plant.PlantSimulator;
import dev.pollux.server.project.Project;
import dev.pollux.server.project.ProjectReader;
import dev.pollux.server.security.Pki;
import dev.pollux.server.source.block.PlcAddresses;
import dev.pollux.testkit.archive.StationProcess;
import dev.pollux.testkit.process.JavaProcess;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.ThrowingRunnable;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;

/**
 * Two stations in processes of their own and a plant with three devices: {@code ALL} takes any number of connections,
 * {@code ONE} is master-only and serves a single connection, {@code SHARED} is for the Standby to take over; each
 * station reaches it on a way of its own.
 */
final class ModePair implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    static final int CASTOR = 0;
    static final int POLLUX = 1;
    private static final List<String> NAMES = List.of("CASTOR", "POLLUX");

    private final Path directory;
    private final int port;
    private final String mode;
    private final Deque<Closeable> open = new ArrayDeque<>();
    private final Map<Integer, JavaProcess> processes = new HashMap<>();
    private final Map<Integer, OpcUaClient> clients = new HashMap<>();
    private final OneConnection shared;

    ModePair(Path directory, int port, String mode) throws Exception {
        this.directory = directory;
        this.port = port;
        this.mode = mode;
        PlantSimulator plant = PlantSimulator.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
        open.push(plant::close);
        open(new OneConnection(port + 1, port));
        shared = open(new OneConnection(port + 2, port));
        open(new OneConnection(port + 3, port));
        Project project = layOut();
        try (Pki castor = pki(project, CASTOR);
                Pki pollux = pki(project, POLLUX)) {
            castor.trustPartner(pollux.certificate());
            pollux.trustPartner(castor.certificate());
        }
    }

    private <T extends Closeable> T open(T resource) {
        open.push(resource);
        return resource;
    }

    private Project layOut() throws IOException {
        for (int station : List.of(CASTOR, POLLUX)) {
            Path folder = directory.resolve(NAMES.get(station));
            Files.createDirectories(folder.resolve("tags"));
            Files.writeString(folder.resolve("project.yaml"), """
                    project: {name: modes, namespace: "urn:modes"}
                    redundancy:
                      stations: [CASTOR, POLLUX]
                      mode: %s
                      startup-wait: 2s
                      stability: 1s
                    areas: [{path: Plant}]
                    devices:
                      - {name: ALL, protocol: modbus-tcp, host: 127.0.0.1, port: %d, unit: 2}
                      - {name: ONE, protocol: modbus-tcp, host: 127.0.0.1, port: %d, unit: 2, connection: master-only}
                      - name: SHARED
                        protocol: modbus-tcp
                        host: 127.0.0.1
                        port: %d
                        unit: 2
                        connection: standby-takes-over
                    users: {anonymous: supervisor}
                    """.formatted(mode, port, port + 1, port + 2 + station));
            Files.writeString(folder.resolve("tags/plant.csv"), """
                    name,area,type,device,address,poll,access
                    ALL,Plant,uint32,ALL,input:1001:UINT32,100ms,read
                    ONE,Plant,uint32,ONE,input:1001:UINT32,100ms,read
                    STOP,Plant,boolean,ONE,coil:1001,100ms,read-write
                    SHARED,Plant,uint32,SHARED,input:1001:UINT32,100ms,read
                    """);
            Files.writeString(directory.resolve(NAMES.get(station) + ".yaml"), """
                    station: %s
                    endpoints: [{host: localhost, port: %d, bind: 127.0.0.1, security: [none, sign-and-encrypt]}]
                    partner: {links: [{name: main, kind: main, url: "opc.tcp://localhost:%d/pollux"}]}
                    data: data-%s
                    """.formatted(
                            NAMES.get(station), url(station), url(1 - station), NAMES.get(station)));
        }
        return new ProjectReader(new PlcAddresses()::fault)
                .read(directory.resolve("CASTOR"))
                .orThrow();
    }

    private int url(int station) {
        return port + 10 + station;
    }

    private Pki pki(Project project, int station) throws IOException {
        String name = NAMES.get(station);
        return Pki.open(
                directory.resolve("data-" + name).resolve("pki"),
                new Pki.Subject(name, project.applicationUri(name), List.of("localhost")),
                false);
    }

    /** Starts CASTOR, and POLLUX when CASTOR leads. */
    ModePair start() {
        process(CASTOR);
        awaitValue(CASTOR, new NodeId(2, "@RM_MASTER"), true);
        process(POLLUX);
        return this;
    }

    private void process(int station) {
        String name = NAMES.get(station);
        // Compiled quickly rather than well: these processes live for seconds.
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                StationProcess.class.getName(),
                directory.resolve(name).toString(),
                directory.resolve(name + ".yaml").toString());
        JavaProcess process = JavaProcess.start(name, directory, command);
        processes.put(station, process);
        process.awaitOutput("(?m)^ready", START_LIMIT);
    }

    /** Ends a station without warning. */
    void kill(int station) {
        Objects.requireNonNull(processes.get(station)).kill();
        clients.remove(station);
    }

    /** Ends the way of CASTOR, and of nobody else, to the device SHARED. */
    void cutSharedFromCastor() throws IOException {
        shared.close();
    }

    OpcUaClient client(int station) throws UaException {
        OpcUaClient known = clients.get(station);
        if (known != null) {
            return known;
        }
        OpcUaClient client = OpcUaClient.create("opc.tcp://localhost:" + url(station) + "/pollux");
        try {
            client.connect();
        } catch (UaException e) {
            var unused = client.disconnectAsync();
            throw e;
        }
        open.push(() -> {
            var unused = client.disconnectAsync();
        });
        clients.put(station, client);
        return client;
    }

    /** The value, or the status if it is not good. */
    Object value(int station, NodeId node) throws UaException {
        DataValue value = client(station).readValue(0, TimestampsToReturn.Both, node);
        return value.statusCode().isGood()
                ? Objects.requireNonNull(value.value().value())
                : value.statusCode();
    }

    void awaitValue(int station, NodeId node, Object expected) {
        await(() -> assertThat(value(station, node))
                .as(NAMES.get(station) + " " + node)
                .isEqualTo(expected));
    }

    void awaitGood(int station, String tag) {
        await(() -> assertThat(value(station, new NodeId(3, tag)))
                .as(NAMES.get(station) + " " + tag)
                .isInstanceOf(Number.class));
    }

    private void await(ThrowingRunnable assertion) {
        try {
            Awaitility.await().atMost(LIMIT).ignoreExceptions().untilAsserted(assertion);
        } catch (ConditionTimeoutException late) {
            StringBuilder outputs = new StringBuilder();
            processes.forEach((station, process) -> outputs.append("\n")
                    .append(NAMES.get(station))
                    .append(":\n")
                    .append(process.output()));
            throw new AssertionError(late.getMessage() + outputs, late);
        }
    }

    StatusCode write(int station, String tag, Object value) throws UaException {
        return client(station)
                .writeValues(List.of(new NodeId(3, tag)), List.of(DataValue.valueOnly(new Variant(value))))
                .get(0);
    }

    StatusCode call(int station, NodeId object, NodeId method, Variant... inputs) throws UaException {
        return Objects.requireNonNull(client(station)
                        .call(List.of(new CallMethodRequest(object, method, inputs)))
                        .getResults())[0]
                .getStatusCode();
    }

    @Override
    public void close() throws IOException {
        processes.values().forEach(JavaProcess::close);
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
