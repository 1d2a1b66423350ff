package dev.pollux.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pollux.server.project.Project;
import dev.pollux.server.project.ProjectReader;
import dev.pollux.server.project.StationConfig;
import dev.pollux.server.project.StationReader;
import dev.pollux.server.redundancy.WitnessView;
import dev.pollux.server.source.block.PlcAddresses;
import dev.pollux.testkit.witness.EtcdServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The thread that asks the witness, as the health check sees it. */
class StationWitnessTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int PORT = 25_120;

    @TempDir
    Path directory = Path.of("set by JUnit");

    // It loses the lease by itself, so that another station can lead; but it must not stay so for ever.
    @Test
    void aThreadThatHangsGivesNoSignOfLifeAndAnotherTakesItsPlace() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        AtomicBoolean hang = new AtomicBoolean();
        try (EtcdServer etcd = EtcdServer.start(directory, PORT);
                StationWitness witness = witness(() -> {
                    if (hang.getAndSet(false)) {
                        standStill(end);
                    }
                })) {
            witness.begin();
            awaitStatus(witness, WitnessView.Status.FREE);
            assertThat(witness.silence(Duration.ofSeconds(1)))
                    .as("never shorter than the lease")
                    .contains(Duration.ofSeconds(2));
            assertThat(witness.silence(Duration.ofSeconds(30))).contains(Duration.ofSeconds(30));
            etcd.freeze();
            awaitStatus(witness, WitnessView.Status.UNREACHABLE);
            awaitBeats(witness); // Control: it lives, although nobody answers.
            hang.set(true);
            etcd.thaw();
            await().atMost(LIMIT).untilFalse(hang); // Now it hangs.
            long last = witness.beat();
            await().during(Duration.ofSeconds(1)).atMost(LIMIT).until(() -> witness.beat() == last);

            witness.startAnew();

            awaitBeats(witness);
            await().atMost(LIMIT).until(() -> {
                witness.want(true, 3);
                return witness.view(Duration::ofNanos).status() == WitnessView.Status.HELD;
            });
            end.countDown();
            awaitBeats(witness); // The old one ends and takes nothing of the new one with it.
            assertThat(witness.view(Duration::ofNanos).term()).isEqualTo(3);
        } finally {
            end.countDown();
        }
    }

    private static void awaitBeats(StationWitness witness) {
        for (int i = 0; i < 3; i++) {
            long before = witness.beat();
            await().atMost(LIMIT).until(() -> witness.beat() != before);
        }
    }

    private static void awaitStatus(StationWitness witness, WitnessView.Status status) {
        await().atMost(LIMIT).until(() -> witness.view(Duration::ofNanos).status() == status);
    }

    private static void standStill(CountDownLatch end) {
        boolean interrupted = false;
        while (end.getCount() > 0) { // As deaf to interrupts as what really hangs.
            try {
                end.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private StationWitness witness(Runnable changed) throws IOException {
        Files.createDirectories(directory.resolve("project/tags"));
        Files.writeString(directory.resolve("project/project.yaml"), """
            project: {name: works, namespace: "urn:works"}
            redundancy:
              stations: [CASTOR, POLLUX]
              witness: {endpoints: ["http://127.0.0.1:%d"], lease: 2s}
            areas: [{path: Plant}]
            devices: [{name: PLC2, protocol: modbus-tcp, host: 127.0.0.1, port: 502, unit: 2}]
            users: {anonymous: observer}
            """.formatted(PORT));
        Files.writeString(directory.resolve("project/tags/plant.csv"), """
            name,area,type,device,address,poll
            COUNTER,Plant,uint32,PLC2,input:1001:UINT32,100ms
            """);
        Files.writeString(directory.resolve("CASTOR.yaml"), """
            station: CASTOR
            endpoints: [{host: localhost, port: %d, security: [sign-and-encrypt]}]
            partner: {links: [{name: main, kind: main, url: "opc.tcp://localhost:%d/pollux"}]}
            data: data/CASTOR
            """.formatted(PORT + 2, PORT + 3));
        Project project = new ProjectReader(new PlcAddresses()::fault)
                .read(directory.resolve("project"))
                .orThrow();
        StationConfig station = new StationReader()
                .read(directory.resolve("CASTOR.yaml"), project)
                .orThrow();
        return new StationWitness(project, station, changed);
    }
}
