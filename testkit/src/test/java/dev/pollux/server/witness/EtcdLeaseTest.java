package dev.pollux.server.witness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.server.project.WitnessAccess;
import dev.pollux.testkit.witness.EtcdServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The transactions on a real etcd, in an order that only a slow network makes. */
class EtcdLeaseTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int PORT = 25_100;

    @TempDir
    Path directory = Path.of("set by JUnit");

    // A record that nobody waits for any more may still be under way. Arriving after a newer one it would let the next
    // Master lead with a term that this one has acted with.
    @Test
    void aRecordThatComesLateDoesNotPutTheTermBack() throws Exception {
        ExecutorService io = Executors.newFixedThreadPool(2);
        try (EtcdServer etcd = EtcdServer.start(directory, PORT);
                EtcdLease castor = new EtcdLease(
                        new EtcdAccess(List.of(etcd.url()), WitnessAccess.OPEN, PATIENCE).open(io),
                        "works",
                        PATIENCE)) {
            long lease = castor.grant(Duration.ofSeconds(60));
            Sighting taken = castor.take(lease, "CASTOR", castor.look(), 4).orElseThrow();
            assertThat(castor.look()).as("what the transaction says of itself").isEqualTo(taken);

            long seen = taken.termRevision();
            long newer = castor.record(lease, "CASTOR", 6, seen).orElseThrow();
            assertThat(castor.record(lease, "CASTOR", 5, seen))
                    .as("asked for before, carried out after it")
                    .isEmpty();
            assertThat(castor.look().term()).isEqualTo(6);

            assertThat(castor.record(lease, "CASTOR", 7, newer))
                    .as("control")
                    .hasValueSatisfying(
                            at -> assertThat(castorLook(castor).termRevision()).isEqualTo(at));
            castor.giveBack(lease);
            assertThat(castor.record(lease, "CASTOR", 8, castor.look().termRevision()))
                    .as("without the lease")
                    .isEmpty();
            assertThat(castor.take(lease + 1, "CASTOR", taken, 9))
                    .as("another term than was seen")
                    .isEmpty();
        } finally {
            io.shutdownNow();
        }
    }

    private static Sighting castorLook(EtcdLease lease) {
        try {
            return lease.look();
        } catch (WitnessException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
