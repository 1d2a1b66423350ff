package dev.pollux.server.space;

import static dev.pollux.server.space.TestClient.pollux;
import static dev.pollux.server.space.TestClient.tag;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pollux.server.project.StationConfig.Security;
import dev.pollux.server.security.Pki;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.eclipse.milo.opcua.sdk.client.DiscoveryClient;
import org.eclipse.milo.opcua.sdk.client.identity.AnonymousProvider;
import org.eclipse.milo.opcua.sdk.client.identity.IdentityProvider;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A station as it stands in a plant: no endpoint without security, no anonymous sessions, unknown clients refused. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecurityTest {
    private static final MessageSecurityMode ENCRYPT = MessageSecurityMode.SignAndEncrypt;
    private static final UsernameProvider OLGA = new UsernameProvider("olga", "operate");

    private TestStation station;
    private TestClient.Certificate known;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        station = new TestStation(23300, folder, options -> {
            options.anonymous = Optional.empty();
            options.security = Set.of(Security.SIGN, Security.SIGN_AND_ENCRYPT);
            options.trustUnknown = false;
        });
        known = TestClient.Certificate.of("urn:known:client");
        station.pki.trust(known.certificate());
    }

    @AfterAll
    void stop() throws Exception {
        station.close();
    }

    @Test
    void onlyConfiguredSecurityIsOffered() throws Exception {
        assertThat(DiscoveryClient.getEndpoints(station.url).get())
                .extracting(EndpointDescription::getSecurityMode)
                .containsExactlyInAnyOrder(MessageSecurityMode.Sign, ENCRYPT);
        assertThat(DiscoveryClient.getEndpoints(station.url + "/discovery").get())
                .hasSize(2)
                .allSatisfy(each -> assertThat(each.getEndpointUrl()).isEqualTo(station.url));
    }

    @Test
    void unknownClientIsTurnedAwayUntilItIsTrusted() throws Exception {
        TestClient.Certificate stranger = TestClient.Certificate.of("urn:stranger");
        assertThatThrownBy(() -> TestClient.secured(station.url, ENCRYPT, stranger, OLGA))
                .isInstanceOf(UaException.class);
        String thumbprint = Pki.thumbprint(stranger.certificate());
        assertThat(station.pki.rejected()).extracting(Pki::thumbprint).contains(thumbprint);

        assertThat(station.pki.trustRejected(thumbprint)).isPresent();

        try (TestClient client = TestClient.secured(station.url, ENCRYPT, stranger, OLGA)) {
            assertThat(client.value(pollux("@Current_User"))).isEqualTo("olga");
        }
        try (TestClient client = TestClient.secured(station.url, MessageSecurityMode.Sign, stranger, OLGA)) {
            assertThat(client.value(pollux("@Current_User"))).isEqualTo("olga");
        }
        assertThat(station.pki.rejected()).extracting(Pki::thumbprint).doesNotContain(thumbprint);
    }

    @Test
    void refusedLoginsSayWhichKindOfWrong() {
        assertRefused(new AnonymousProvider(), StatusCodes.Bad_IdentityTokenRejected);
        assertRefused(new UsernameProvider("olga", "wrong"), StatusCodes.Bad_UserAccessDenied);
        assertRefused(new UsernameProvider("nobody", "operate"), StatusCodes.Bad_UserAccessDenied);
    }

    @Test
    void guessingLocksTheUserOut() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertRefused(new UsernameProvider("ada", "guess" + i), StatusCodes.Bad_UserAccessDenied);
        }
        assertRefused(new UsernameProvider("ada", "admin"), StatusCodes.Bad_UserAccessDenied);
        try (TestClient other = TestClient.secured(station.url, ENCRYPT, known, OLGA)) {
            assertThat(other.value(pollux("@Current_User"))).isEqualTo("olga");
        }
    }

    // Whoever can call Exchange takes part in deciding who is Master; ReadArchive shows all history without any role.
    @ParameterizedTest
    @CsvSource({"Exchange, 70000", "ReadArchive, 4200000", "ReadMessages, 70000"})
    void onlyThePartnerCallsThePartnersMethods(String method, int tooLong) throws Exception {
        TestClient.Certificate partner = TestClient.Certificate.of("urn:pollux:Waterworks:POLLUX");
        station.pki.trustPartner(partner.certificate());
        try (TestClient client = TestClient.secured(station.url, ENCRYPT, known, OLGA);
                TestClient other = TestClient.secured(station.url, ENCRYPT, partner, new AnonymousProvider())) {
            assertThat(call(client, method, "x").getStatusCode())
                    .isEqualTo(new StatusCode(StatusCodes.Bad_UserAccessDenied));

            CallMethodResult answer = call(other, method, "status");

            assertThat(answer.getStatusCode()).isEqualTo(StatusCode.GOOD);
            assertThat(answer.getOutputArguments()[0].value())
                    .isEqualTo(ByteString.of("status!".getBytes(StandardCharsets.UTF_8)));
            assertThat(call(other, method, "x".repeat(tooLong)).getStatusCode())
                    .isEqualTo(new StatusCode(StatusCodes.Bad_OutOfRange));
            assertThat(other.write(tag("Intake.Flow"), 1f)).isEqualTo(new StatusCode(StatusCodes.Bad_UserAccessDenied));
            // The partner is not a client that operators should see.
            await().untilAsserted(() -> assertThat(station.server.clientCount()).isEqualTo(1));
        }
    }

    @Test
    void requestServerStateChangeIsRefusedWithTheRightCode() throws Exception {
        Object[] arguments = {3, DateTime.now(), Unsigned.uint(0), LocalizedText.english("x"), false};
        try (TestClient operator = TestClient.secured(station.url, ENCRYPT, known, OLGA)) {
            assertThat(operator.call(NodeIds.Server, NodeIds.Server_RequestServerStateChange, arguments)
                            .getStatusCode())
                    .isEqualTo(new StatusCode(StatusCodes.Bad_UserAccessDenied));
        }
    }

    // A second station on the same port must not look as if it were up.
    @Test
    void aPortInUseIsAClearError(@TempDir Path folder) {
        assertThatThrownBy(() -> new TestStation(23300, folder, options -> options.security = Set.of(Security.SIGN)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot listen on 127.0.0.1:23300");
    }

    private void assertRefused(IdentityProvider identity, long code) {
        assertThatThrownBy(() -> TestClient.secured(station.url, ENCRYPT, known, identity))
                .isInstanceOfSatisfying(
                        UaException.class,
                        fault -> assertThat(fault.getStatusCode()).isEqualTo(new StatusCode(code)));
    }

    private static CallMethodResult call(TestClient client, String method, String status) throws UaException {
        return client.call(
                pollux("Pollux/Redundancy"),
                pollux("Pollux/Redundancy/" + method),
                ByteString.of(status.getBytes(StandardCharsets.UTF_8)));
    }
}
