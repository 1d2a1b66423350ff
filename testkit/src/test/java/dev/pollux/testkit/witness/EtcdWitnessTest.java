package dev.pollux.testkit.witness;

import static dev.pollux.server.redundancy.WitnessView.Status.FREE;
import static dev.pollux.server.redundancy.WitnessView.Status.HELD;
import static dev.pollux.server.redundancy.WitnessView.Status.TAKEN;
import static dev.pollux.server.redundancy.WitnessView.Status.UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pollux.server.project.WitnessAccess;
import dev.pollux.server.project.WitnessConfig;
import dev.pollux.server.redundancy.WitnessView;
import dev.pollux.server.redundancy.WitnessView.Status;
import dev.pollux.server.witness.EtcdWitness;
import dev.pollux.testkit.network.TcpProxy;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a station may rely on with a real etcd, whatever becomes of it. The lease lasts 2 s. */
class EtcdWitnessTest {
    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int PORT = 21_100;

    @TempDir
    Path directory = Path.of("set by JUnit");

    private final AtomicInteger changes = new AtomicInteger();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Wishes wishes = new Wishes();

    @AfterEach
    void closeAll() throws Exception {
        wishes.close();
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.push(resource);
        return resource;
    }

    private EtcdWitness station(String name, String... endpoints) {
        EtcdWitness witness = new EtcdWitness(
                "works",
                name,
                new WitnessConfig(List.of(endpoints), LEASE),
                WitnessAccess.OPEN,
                changes::incrementAndGet);
        try {
            witness.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return open(witness);
    }

    /** On the scale of {@link System#nanoTime()}. */
    private static WitnessView view(EtcdWitness witness) {
        return witness.view(Duration::ofNanos);
    }

    private static Duration now() {
        return Duration.ofNanos(System.nanoTime());
    }

    private static void awaitStatus(EtcdWitness witness, Status status) {
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(view(witness).status())
                        .as(witness.status().toString())
                        .isEqualTo(status));
    }

    /** Waits until the lease lasts longer than it could without being renewed. */
    private static void awaitRenewals(EtcdWitness witness) {
        Duration before = now();
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(view(witness).until())
                        .as(witness.status().toString())
                        .hasValueSatisfying(until -> assertThat(until).isGreaterThan(before.plus(LEASE))));
    }

    private TcpProxy proxy(int port, int target) {
        InetAddress here = InetAddress.getLoopbackAddress();
        return open(new TcpProxy(new InetSocketAddress(here, port), new InetSocketAddress(here, target)));
    }

    @Test
    void oneStationGetsTheLeaseTheOtherSeesWhoHasItAndAReleaseIsSeenAtOnce() {
        EtcdServer etcd = open(EtcdServer.start(directory, PORT));
        EtcdWitness castor = station("CASTOR", etcd.url());
        EtcdWitness pollux = station("POLLUX", etcd.url());
        awaitStatus(castor, FREE);
        assertThat(changes).as("told of it").hasPositiveValue();

        wishes.want(castor, true, 7);
        awaitStatus(castor, HELD);
        wishes.want(pollux, true, 7);

        awaitStatus(pollux, TAKEN);
        assertThat(view(pollux).holder()).contains("CASTOR");
        assertThat(view(castor).until().orElseThrow()).isLessThan(now().plus(LEASE));
        awaitRenewals(castor);

        wishes.want(castor, false, 7);
        assertThat(view(castor).status()).as("without asking anybody").isEqualTo(FREE);
        awaitStatus(pollux, HELD);
        assertThat(view(pollux).term()).as("left there by CASTOR").isEqualTo(7);
    }

    // Whoever gets the lease after a Master must be able to tell its own term from that of the Master.
    @Test
    void theHighestTermStaysOnRecordWhoeverHoldsTheLease() {
        EtcdServer etcd = open(EtcdServer.start(directory, PORT + 10));
        EtcdWitness castor = station("CASTOR", etcd.url());
        wishes.want(castor, true, 3);
        awaitStatus(castor, HELD);
        assertThat(view(castor).term()).as("control").isEqualTo(3);

        wishes.want(castor, true, 9);
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(view(castor).term()).isEqualTo(9));
        wishes.forget(castor);
        castor.close();
        etcd.kill();
        etcd.restart();
        EtcdWitness pollux = station("POLLUX", etcd.url());
        wishes.want(pollux, true, 4);

        awaitStatus(pollux, HELD);
        assertThat(view(pollux).term()).isEqualTo(9);
    }

    // The heart of it: whoever is cut off stops believing before the other can get the lease.
    @Test
    void aStationThatIsCutOffGivesUpBeforeAnotherGetsTheLease() {
        EtcdServer etcd = open(EtcdServer.start(directory, PORT + 20));
        TcpProxy way = proxy(PORT + 29, PORT + 20);
        EtcdWitness castor = station("CASTOR", "http://127.0.0.1:" + (PORT + 29));
        EtcdWitness pollux = station("POLLUX", etcd.url());
        wishes.want(castor, true, 1);
        awaitStatus(castor, HELD);
        wishes.want(pollux, true, 1);
        awaitStatus(pollux, TAKEN);

        way.swallow();
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(1)).until(() -> {
            boolean other = view(pollux).status() == HELD;
            boolean own = view(castor).status() == HELD
                    && view(castor).until().orElseThrow().compareTo(now()) > 0;
            assertThat(own && other).as("both hold it").isFalse();
            return other;
        });
        assertThat(view(castor).status()).isEqualTo(UNREACHABLE);

        way.mend();
        awaitStatus(castor, TAKEN);
    }

    @Test
    void anEtcdThatIsKilledFrozenAndBackAgainIsFoundAgainAndNeverMakesAnybodyWait() {
        EtcdServer etcd = open(EtcdServer.start(directory, PORT + 40));
        EtcdWitness castor = station("CASTOR", etcd.url());
        wishes.want(castor, true, 1);
        awaitStatus(castor, HELD);

        etcd.kill();
        awaitStatus(castor, UNREACHABLE);
        assertThat(castor.status().trouble()).isPresent();
        etcd.restart();
        awaitStatus(castor, HELD);
        assertThat(castor.status().trouble()).isEmpty();

        etcd.freeze();
        long calls = 0;
        for (long start = System.nanoTime(); view(castor).status() == HELD; calls++) {
            castor.want(true, 1);
            assertThat(System.nanoTime() - start).isLessThan(LIMIT.toNanos());
        }
        assertThat(calls).as("they return at once, although nobody answers").isGreaterThan(100);
        etcd.thaw();
        awaitStatus(castor, HELD);
    }

    @Test
    void aSlowNetworkDoesNotLoseTheLease() {
        open(EtcdServer.start(directory, PORT + 50));
        TcpProxy way = proxy(PORT + 59, PORT + 50);
        way.delay(Duration.ofMillis(60));
        EtcdWitness castor = station("CASTOR", "http://127.0.0.1:" + (PORT + 59));
        wishes.want(castor, true, 1);
        awaitStatus(castor, HELD);

        awaitRenewals(castor);
    }

    // As an operator who deletes it by hand, or an etcd that was restored from an old copy.
    // Else a station whose loop hangs would keep the lease for ever, and nobody could lead.
    @Test
    void whoseLoopHangsDoesNotKeepTheLease() {
        EtcdServer etcd = open(EtcdServer.start(directory, PORT + 90));
        EtcdWitness castor = station("CASTOR", etcd.url());
        EtcdWitness pollux = station("POLLUX", etcd.url());
        wishes.want(castor, true, 1);
        awaitStatus(castor, HELD);
        wishes.want(pollux, true, 1);
        awaitRenewals(castor);
        assertThat(view(pollux).status()).as("control").isEqualTo(TAKEN);

        wishes.forget(castor);

        awaitStatus(pollux, HELD);
        assertThat(view(castor).status()).isNotEqualTo(HELD);
    }

    @Test
    void aLeaseThatVanishesIsNotBelievedAnyMore() {
        EtcdServer etcd = open(EtcdServer.start(directory, PORT + 60));
        EtcdWitness castor = station("CASTOR", etcd.url());
        wishes.want(castor, true, 1);
        awaitStatus(castor, HELD);
        try (Client operator = Client.builder().endpoints(etcd.url()).build()) {
            int before = changes.get();
            operator.getKVClient()
                    .delete(ByteSequence.from("/pollux/works/master", StandardCharsets.UTF_8))
                    .join();

            await().atMost(LIMIT).untilAsserted(() -> assertThat(changes).hasValueGreaterThan(before));
        }
        awaitStatus(castor, HELD); // It wants it still, so it gets it anew.
    }

    @Test
    void aClusterThatLosesAMemberKeepsTheLease() {
        List<EtcdServer> members = EtcdServer.cluster(directory, PORT + 70, 3);
        members.forEach(this::open);
        EtcdWitness castor =
                station("CASTOR", members.stream().map(EtcdServer::url).toArray(String[]::new));
        wishes.want(castor, true, 1);
        awaitStatus(castor, HELD);

        for (EtcdServer each : members) {
            each.kill();
            awaitRenewals(castor);
            each.restart();
        }
    }
}
