package dev.pollux.failover;

import static dev.pollux.failover.Plant.SOON;
import static dev.pollux.failover.Plant.active;
import static dev.pollux.failover.Plant.connected;
import static dev.pollux.failover.Plant.counters;
import static dev.pollux.failover.Plant.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a client finds the members from little. The servers name themselves by a host that resolves nowhere. */
class DiscoveryTest {
    private static final int A = 22070;
    private static final int B = 22071;
    private static final int NOBODY = 22079;
    private static final TestServer.Plan CASTOR = TestServer.Plan.of("CASTOR", A, "POLLUX", B);
    private static final TestServer.Plan POLLUX = TestServer.Plan.of("POLLUX", B, "CASTOR", A);

    @TempDir
    private Path folder;

    @Test
    void secondMemberIsFoundThroughTheFirst() throws Exception {
        try (TestServer castor = TestServer.start(CASTOR);
                TestServer pollux = TestServer.start(POLLUX);
                FailoverClient client = FailoverClient.open(settings(A))) {
            client.awaitActive(SOON);

            await().atMost(SOON).until(() -> connected(client, "POLLUX"));
            assertThat(client.members())
                    .hasSize(2)
                    .extracting(MemberStatus::name)
                    .containsExactlyInAnyOrder("Plant CASTOR", "Plant POLLUX");
            assertThat(castor.sessions()).isEqualTo(1);
            assertThat(pollux.sessions()).isEqualTo(1);
        }
    }

    @Test
    void deadFirstAddressFallsToTheNext() throws Exception {
        try (TestServer pollux = TestServer.start(POLLUX);
                FailoverClient client = FailoverClient.open(settings(NOBODY, B))) {
            client.awaitActive(SOON);

            assertThat(active(client, "POLLUX")).isTrue();
            assertThat(pollux.sessions()).isEqualTo(1);
            assertThat(client.members())
                    .filteredOn(member -> !member.connected())
                    .allSatisfy(member -> assertThat(member.lastError()).isPresent());
        }
    }

    // The day both matter: the client's machine restarts while the only server it was told about is down.
    @Test
    void keptSetIsEnoughToStartWithTheOtherMemberOnly() throws Exception {
        Path file = folder.resolve("client").resolve("set.txt");
        try (TestServer castor = TestServer.start(CASTOR);
                TestServer pollux = TestServer.start(POLLUX);
                FailoverClient client = FailoverClient.open(settings(A).withSetFile(file))) {
            client.awaitActive(SOON);
            await().atMost(SOON)
                    .until(() -> Files.exists(file) && Files.readString(file).contains(TestServer.uri("POLLUX")));
            assertThat(castor.sessions() + pollux.sessions()).isPositive();
        }
        try (TestServer pollux = TestServer.start(POLLUX)) {
            try (FailoverClient forgetful = FailoverClient.open(settings(A))) {
                assertThatThrownBy(() -> forgetful.awaitActive(Duration.ofSeconds(1))) // control
                        .isInstanceOf(NoMemberException.class)
                        .hasMessageContaining(String.valueOf(A));
            }
            try (FailoverClient client = FailoverClient.open(settings(A).withSetFile(file))) {
                client.awaitActive(SOON);
                assertThat(active(client, "POLLUX")).isTrue();
                assertThat(pollux.sessions()).isEqualTo(1);
            }
        }
    }

    @Test
    void brokenSetFileIsMadeAnew() throws Exception {
        Path file = folder.resolve("set.txt");
        Files.writeString(file, "member urn:x\nnonsense\n");
        try (TestServer castor = TestServer.start(CASTOR);
                FailoverClient client = FailoverClient.open(settings(A).withSetFile(file))) {
            client.awaitActive(SOON);
            await().atMost(SOON).until(() -> Files.readString(file).contains(TestServer.uri("CASTOR")));
            assertThat(castor.sessions()).isEqualTo(1);
        }
    }

    @Test
    void setFileAboutOtherServersIsNotUsed() throws Exception {
        Path file = folder.resolve("set.txt");
        Files.writeString(file, "member urn:other\nurl " + TestServer.url(B) + "\n");

        assertThat(new SetFile(file).read(List.of(TestServer.url(A)))).isEmpty();
        assertThat(new SetFile(file).read(List.of(TestServer.url(B)))).hasSize(1); // control
    }

    @Test
    void serverThatIsNotRedundantIsUsedAloneAndReconnected() throws Exception {
        TestServer.Plan plan = TestServer.Plan.alone("HELEN", A);
        Recording heard = new Recording();
        ItemSettings item = counters(1).get(0);
        try (FailoverClient client = FailoverClient.open(settings(A))) {
            try (TestServer helen = TestServer.start(plan)) {
                client.awaitActive(SOON);
                client.subscribe(Plant.SUBSCRIPTION, List.of(item), heard);
                await().atMost(SOON).until(() -> heard.count(item) > 5);
                assertThat(client.members()).hasSize(1);
                assertThat(helen.sessions()).isEqualTo(1);
            }
            await().atMost(SOON).until(() -> client.active().isEmpty());
            int before = heard.count(item);

            try (TestServer helen = TestServer.start(plan)) {
                await().atMost(SOON).until(() -> heard.count(item) > before + 5);
                assertThat(helen.sessions()).isEqualTo(1);
            }
        }
    }

    // Two addresses of one server are one member, not two that fail over to each other.
    @Test
    void twoAddressesOfOneServerAreOneMember() throws Exception {
        FailoverSettings twice =
                FailoverSettings.of(TestServer.url(A), TestServer.url(A).replace("127.0.0.1", "localhost"));
        try (TestServer castor = TestServer.start(TestServer.Plan.alone("CASTOR", A));
                FailoverClient client = FailoverClient.open(twice)) {
            client.awaitActive(SOON);

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(client.members()).hasSize(1));
            await().atMost(SOON).until(() -> castor.sessions() == 1);
        }
    }
}
