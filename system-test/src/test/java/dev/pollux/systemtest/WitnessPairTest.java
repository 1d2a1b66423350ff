package dev.pollux.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pollux.testkit.network.Adapter;
import dev.pollux.testkit.network.Host;
import dev.pollux.testkit.network.PairGround;
import dev.pollux.testkit.process.JavaProcess;
import dev.pollux.testkit.witness.EtcdServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two real stations and a real etcd on hosts of their own: never two Masters, whatever is cut or frozen, and nothing
 * written with the term of a Master that is none any more. The limits are long, as a busy machine must not look like a
 * fault, and it does not matter who leads.
 */
class WitnessPairTest {
    private static final int WINDOWS = 21_300;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration LEASE = Duration.ofSeconds(5);
    private static final String ETCD = "10.77.1.20";
    private static final int ETCD_PORT = 2379;
    private static final int LOG_PORT = 5021;
    private static final String TAG = "CleanWater.T300.LowLimit";

    @TempDir
    Path directory = Path.of("set by JUnit");

    private record Side(String name, Host host, StationProbe probe) {
        String address() {
            return host.adapter(PairGround.PLANT).address();
        }

        String read(String node) {
            return String.valueOf(probe.value(node));
        }

        String state() {
            return read("Pollux/Redundancy/State");
        }

        boolean acts() {
            return read("Pollux/Witness/ActsAsMaster").equals("true");
        }

        void awaitValue(String node, String value) {
            await().atMost(LIMIT)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(read(node)).as(name).isEqualTo(value));
        }

        /** Writes until that has this outcome. */
        void awaitWritten(float value, long outcome) {
            await().atMost(LIMIT)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(probe.command(TAG, value)
                                    .get(10, TimeUnit.SECONDS)
                                    .value())
                            .as(name)
                            .isEqualTo(outcome));
        }
    }

    private record Sides(Side master, Side standby) {
        /** Waits until one leads and acts, and the other does not. */
        static Sides await(Side one, Side other) {
            List<Sides> found = new ArrayList<>();
            org.awaitility.Awaitility.await().atMost(LIMIT).ignoreExceptions().until(() -> {
                Sides sides = one.state().equals("MASTER") ? new Sides(one, other) : new Sides(other, one);
                found.add(sides);
                return sides.master().acts() && sides.standby().state().equals("STANDBY");
            });
            return found.get(found.size() - 1);
        }
    }

    private static String project(String yaml) {
        return yaml.replace(
                        "redundancy:\n",
                        "redundancy:\n  witness: {endpoints: [\"http://" + ETCD + ":" + ETCD_PORT + "\"], lease: "
                                + LEASE.toSeconds() + "s}\n")
                .replace("fail-after: 1s", "fail-after: 3s")
                .replace("port: 5020", "port: " + LOG_PORT);
    }

    @Test
    void neverTwoMastersAndNothingIsWrittenWithAnOldTerm() throws Exception {
        try (NetworkPair pair = NetworkPair.start(directory, WINDOWS, WitnessPairTest::project);
                JavaProcess log = pair.ground()
                        .devices()
                        .java(
                                "writes",
                                directory,
                                ModbusWriteLog.class.getName(),
                                List.of(Integer.toString(LOG_PORT), "5020"));
                StationProbe castorProbe = pair.probe(NetworkPair.CASTOR);
                StationProbe polluxProbe = pair.probe(NetworkPair.POLLUX)) {
            Side castor = new Side(NetworkPair.CASTOR, pair.ground().castor(), castorProbe);
            Side pollux = new Side(NetworkPair.POLLUX, pair.ground().pollux(), polluxProbe);
            try (JavaProcess etcd = startEtcd(pair)) {
                Sides now = awaitLease(Sides.await(castor, pollux));
                etcd.kill();
                theLossOfTheWitnessAloneChangesNothing(now);
            }
            try (JavaProcess etcd = startEtcd(pair)) {
                withAllLinksCutTheMasterStays(pair, awaitLease(Sides.await(castor, pollux)));
                aFrozenMasterWritesNothingWithItsOldTerm(pair, log, awaitLease(Sides.await(castor, pollux)));
                assertThat(etcd.alive()).isTrue();
            }
        }
    }

    private JavaProcess startEtcd(NetworkPair pair) {
        return pair.ground().clients().start("etcd", directory, EtcdServer.command(directory, ETCD, ETCD_PORT));
    }

    private static Sides awaitLease(Sides sides) {
        sides.master().awaitValue("Pollux/Witness/State", "this station holds the lease");
        sides.standby().awaitValue("Pollux/Witness/Holder", sides.master().name());
        return sides;
    }

    private static void theLossOfTheWitnessAloneChangesNothing(Sides sides) {
        String term = sides.master().read("Pollux/Redundancy/Term");
        sides.master().awaitValue("Pollux/Witness/Reachable", "false");
        sides.standby().awaitValue("Pollux/Witness/Reachable", "false");

        assertThat(sides.master().state()).isEqualTo("MASTER");
        assertThat(sides.standby().state()).isEqualTo("STANDBY");
        assertThat(sides.master().read("Pollux/Redundancy/Term")).isEqualTo(term);
        await().atMost(LIMIT).until(() -> sides.master().acts());
    }

    private static void withAllLinksCutTheMasterStays(NetworkPair pair, Sides sides) {
        Adapter status = pair.ground().castor().adapter(PairGround.STATUS);
        status.pull();
        sides.standby().host().cutOff(sides.master().address());
        sides.master().awaitValue("Pollux/Redundancy/PartnerAvailable", "false");
        sides.standby().awaitValue("Pollux/Redundancy/PartnerAvailable", "false");

        // As long as a lease that is not renewed would last, and more.
        await().during(LEASE.plusSeconds(1))
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(
                                sides.standby().acts() && sides.master().acts())
                        .isFalse());
        assertThat(sides.master().state()).isEqualTo("MASTER");
        assertThat(sides.standby().state()).isEqualTo("STANDBY");

        sides.standby().host().heal();
        status.plugIn();
        sides.master().awaitValue("Pollux/Redundancy/PartnerAvailable", "true");
        sides.standby().awaitValue("Pollux/Redundancy/PartnerAvailable", "true");
    }

    private static List<String> writes(JavaProcess log, Side from) {
        return log.output()
                .lines()
                .filter(line -> line.startsWith("write from " + from.address() + " "))
                .toList();
    }

    private static void aFrozenMasterWritesNothingWithItsOldTerm(NetworkPair pair, JavaProcess log, Sides sides)
            throws Exception {
        Side old = sides.master();
        Side next = sides.standby();
        old.awaitWritten(0.5f, StatusCodes.Good);
        assertThat(writes(log, old)).as("control: it is written down").isNotEmpty();
        Adapter status = pair.ground().castor().adapter(PairGround.STATUS);
        int before;
        try (StationProbe operator = pair.patientProbe(old.name())) {
            List<CompletableFuture<StatusCode>> waiting = new ArrayList<>();
            pair.process(old.name()).suspend();
            // They reach its socket, and are read when it goes on.
            for (int i = 0; i < 20; i++) {
                waiting.add(operator.command(TAG, 0.6f));
            }
            next.awaitValue("Pollux/Redundancy/State", "MASTER");
            next.awaitWritten(0.7f, StatusCodes.Good);
            before = writes(log, old).size();
            // When it goes on it reaches the devices, and nobody who could tell it of the new Master.
            status.pull();
            next.host().cutOff(old.address());
            pair.ground().clients().cutOff(old.address());

            pair.process(old.name()).resume();

            for (CompletableFuture<StatusCode> each : waiting) {
                assertThat(each.get(60, TimeUnit.SECONDS).isBad()).isTrue();
            }
        }
        old.awaitValue("Pollux/Redundancy/State", "STANDBY");
        old.awaitValue("Pollux/Redundancy/DevicesConnected", "2");
        old.awaitWritten(0.6f, StatusCodes.Bad_InvalidState);
        assertThat(writes(log, old)).hasSize(before);
        assertThat(next.acts()).isTrue();

        pair.ground().clients().heal();
        next.host().heal();
        status.plugIn();

        // A Standby is a full server: it writes what its clients want, now that it knows the term.
        old.awaitWritten(0.8f, StatusCodes.Good);
        assertThat(writes(log, old)).hasSizeGreaterThan(before);
        assertThat(old.read("Pollux/Redundancy/Term")).isEqualTo(next.read("Pollux/Redundancy/Term"));
    }
}
