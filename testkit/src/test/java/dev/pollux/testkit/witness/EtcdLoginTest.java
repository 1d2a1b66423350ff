package dev.pollux.testkit.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pollux.server.project.StationConfig.Secret;
import dev.pollux.server.project.WitnessAccess;
import dev.pollux.server.project.WitnessConfig;
import dev.pollux.server.redundancy.WitnessView.Status;
import dev.pollux.server.witness.EtcdWitness;
import io.etcd.jetcd.Auth;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.auth.Permission;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom a real etcd lets in: users with passwords, stations with certificates. */
class EtcdLoginTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int PORT = 21_200;

    @TempDir
    Path directory = Path.of("set by JUnit");

    private static ByteSequence bytes(String text) {
        return ByteSequence.from(text, StandardCharsets.UTF_8);
    }

    private static EtcdWitness station(EtcdServer etcd, WitnessAccess access) throws IOException {
        EtcdWitness witness = new EtcdWitness(
                "works", "CASTOR", new WitnessConfig(List.of(etcd.url()), Duration.ofSeconds(2)), access, () -> {});
        witness.start();
        return witness;
    }

    private static void awaitHeld(EtcdServer etcd, WitnessAccess access) throws IOException {
        try (EtcdWitness witness = station(etcd, access);
                Wishes wishes = new Wishes()) {
            wishes.want(witness, true, 1);
            await().atMost(LIMIT)
                    .untilAsserted(
                            () -> assertThat(witness.view(Duration::ofNanos).status())
                                    .as(witness.status().toString())
                                    .isEqualTo(Status.HELD));
        }
    }

    private static void awaitTrouble(EtcdServer etcd, WitnessAccess access, String reason) throws IOException {
        try (EtcdWitness witness = station(etcd, access);
                Wishes wishes = new Wishes()) {
            wishes.want(witness, true, 1);
            await().atMost(LIMIT)
                    .untilAsserted(() ->
                            assertThat(witness.status().trouble().orElse("")).contains(reason));
            assertThat(witness.status().reachable()).isFalse();
        }
    }

    private WitnessAccess user(String name, String password) throws IOException {
        Path file = Files.writeString(directory.resolve(name + password), password + "\n");
        return new WitnessAccess(
                Optional.of(name),
                Optional.of(new Secret(Optional.empty(), Optional.of(file))),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void aUserWithItsPasswordMayUseTheKeysOfTheSetAndNobodyElse() throws IOException {
        try (EtcdServer etcd = EtcdServer.start(directory, PORT)) {
            try (Client administrator = Client.builder().endpoints(etcd.url()).build()) {
                Auth auth = administrator.getAuthClient();
                auth.userAdd(bytes("root"), bytes("root's")).join();
                auth.roleAdd(bytes("root")).join();
                auth.userGrantRole(bytes("root"), bytes("root")).join();
                auth.userAdd(bytes("castor"), bytes("secret")).join();
                auth.roleAdd(bytes("works")).join();
                auth.roleGrantPermission(
                                bytes("works"),
                                bytes("/pollux/works/"),
                                bytes("/pollux/works0"),
                                Permission.Type.READWRITE)
                        .join();
                auth.userGrantRole(bytes("castor"), bytes("works")).join();
                auth.authEnable().join();
            }

            awaitTrouble(etcd, WitnessAccess.OPEN, "user name is empty");
            awaitTrouble(etcd, user("castor", "wrong"), "authentication failed, invalid user ID or password");
            awaitHeld(etcd, user("castor", "secret"));

            // etcd forgets who was logged in.
            try (EtcdWitness witness = station(etcd, user("castor", "secret"));
                    Wishes wishes = new Wishes()) {
                wishes.want(witness, true, 1);
                await().atMost(LIMIT)
                        .until(() -> witness.view(Duration::ofNanos).status() == Status.HELD);
                etcd.kill();
                await().atMost(LIMIT).until(() -> !witness.status().reachable());
                etcd.restart();
                await().atMost(LIMIT)
                        .untilAsserted(
                                () -> assertThat(witness.view(Duration::ofNanos).status())
                                        .as(witness.status().toString())
                                        .isEqualTo(Status.HELD));
            }
        }
    }

    @Test
    void aStationWithACertificateIsLetInAndOneWithoutIsNot() throws Exception {
        TestAuthority authority = TestAuthority.create("Works", directory);
        TestAuthority stranger = TestAuthority.create("Stranger", directory);
        TestAuthority.Issued server = authority.issue("witness");
        TestAuthority.Issued castor = authority.issue("castor");
        try (EtcdServer etcd = EtcdServer.encrypted(
                directory, PORT + 20, authority.certificate(), server.certificate(), server.key())) {
            awaitHeld(etcd, access(authority, Optional.of(castor)));
            awaitTrouble(etcd, access(authority, Optional.empty()), "the witness ");
            awaitTrouble(etcd, access(stranger, Optional.of(castor)), "valid certification path");
            awaitTrouble(etcd, access(authority, Optional.of(stranger.issue("castor"))), "the witness ");
        }
    }

    private static WitnessAccess access(TestAuthority trusted, Optional<TestAuthority.Issued> own) {
        return new WitnessAccess(
                Optional.empty(),
                Optional.empty(),
                Optional.of(trusted.certificate()),
                own.map(TestAuthority.Issued::certificate),
                own.map(TestAuthority.Issued::key));
    }
}
