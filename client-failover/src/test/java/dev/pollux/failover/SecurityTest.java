package dev.pollux.failover;

import static dev.pollux.failover.Plant.SOON;
import static dev.pollux.failover.Plant.SUBSCRIPTION;
import static dev.pollux.failover.Plant.active;
import static dev.pollux.failover.Plant.connected;
import static dev.pollux.failover.Plant.counters;
import static dev.pollux.failover.Plant.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that accept only secured channels and known users. */
class SecurityTest {
    private static final int A = 22110;
    private static final int B = 22111;
    private static final Identity OPERATOR = Identity.user(TestServer.USER, TestServer.PASSWORD);

    @TempDir
    private Path pki;

    private TestServer castor;
    private TestServer pollux;
    private final Recording heard = new Recording();

    @BeforeEach
    void startBoth() {
        castor = TestServer.start(TestServer.Plan.of("CASTOR", A, "POLLUX", B).onlySecured());
        pollux = TestServer.start(TestServer.Plan.of("POLLUX", B, "CASTOR", A).onlySecured());
        castor.level(255);
        pollux.level(210);
    }

    @AfterEach
    void stopBoth() {
        castor.close();
        pollux.close();
    }

    private void assertSurvivesWith(ClientSecurity security) throws Exception {
        List<ItemSettings> items = counters(2);
        try (FailoverClient client =
                FailoverClient.open(settings(A).withSecurity(security).withIdentity(OPERATOR))) {
            client.awaitActive(SOON);
            client.subscribe(SUBSCRIPTION, items, heard);
            await().atMost(SOON).until(() -> connected(client, "POLLUX") && heard.count(items.get(0)) > 20);
            assertThat(active(client, "CASTOR")).isTrue();

            castor.close();

            await().atMost(SOON).until(() -> active(client, "POLLUX"));
            int before = heard.count(items.get(0));
            await().atMost(SOON).until(() -> heard.count(items.get(0)) > before + 20);
            items.forEach(heard::assertUnbroken);
        }
    }

    @Test
    void failoverWorksSignedAndEncrypted() throws Exception {
        assertSurvivesWith(ClientSecurity.signAndEncrypt(pki).trustingAll());

        assertThat(Files.getPosixFilePermissions(pki.resolve("own/client.p12")))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        assertThat(pki.resolve("own/client.der")).exists();
    }

    @Test
    void failoverWorksSigned() throws Exception {
        assertSurvivesWith(ClientSecurity.sign(pki).trustingAll());
    }

    // The operator's way: the refused certificate lies in "rejected" and is moved to "trusted".
    @Test
    void unknownServerIsRefusedUntilItsCertificateIsTrusted() throws Exception {
        FailoverSettings strict =
                settings(A).withSecurity(ClientSecurity.signAndEncrypt(pki)).withIdentity(OPERATOR);
        try (FailoverClient client = FailoverClient.open(strict)) {
            assertThatThrownBy(() -> client.awaitActive(Duration.ofSeconds(3)))
                    .isInstanceOf(NoMemberException.class)
                    .hasMessageContaining("Bad_");
            assertThat(castor.sessions()).isZero();
            Path rejected = pki.resolve("rejected/certs");
            try (Stream<Path> files = Files.list(rejected)) {
                for (Path file : files.toList()) {
                    Files.move(file, pki.resolve("trusted/certs").resolve(file.getFileName()));
                }
            }

            client.awaitActive(SOON);
            assertThat(active(client, "CASTOR")).isTrue();
        }
    }

    @Test
    void wrongPasswordIsNamed() throws Exception {
        FailoverSettings wrong = settings(A)
                .withSecurity(ClientSecurity.signAndEncrypt(pki).trustingAll())
                .withIdentity(Identity.user(TestServer.USER, "wrong"));
        try (FailoverClient client = FailoverClient.open(wrong)) {
            assertThatThrownBy(() -> client.awaitActive(Duration.ofSeconds(2)))
                    .hasMessageContaining("Bad_")
                    .hasMessageNotContaining("wrong");
        }
    }

    @Test
    void missingSecurityIsExplainedByWhatTheServerOffers() throws Exception {
        try (FailoverClient client = FailoverClient.open(settings(A))) {
            assertThatThrownBy(() -> client.awaitActive(Duration.ofSeconds(2)))
                    .hasMessageContaining("None/None for Anonymous")
                    .hasMessageContaining("Basic256Sha256/SignAndEncrypt for UserName");
        }
    }
}
