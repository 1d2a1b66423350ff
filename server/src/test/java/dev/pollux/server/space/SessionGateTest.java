package dev.pollux.server.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A station that must not serve clients for a while: nobody new comes in, who is in goes, administrators stay. */
class SessionGateTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void aClosedGateRefusesClientsAndDrainsThemButNotAdministrators(@TempDir Path folder) throws Exception {
        try (TestStation station = new TestStation(23390, folder, options -> {});
                TestClient operator = TestClient.user(station.url, "olga", "operate");
                TestClient administrator = TestClient.user(station.url, "ada", "admin")) {
            assertThat(operator.value(TestClient.pollux("@Current_User"))).isEqualTo("olga");
            station.server.gate().close("maintenance", "maintenance until 15:30");

            assertRefused(() -> TestClient.anonymous(station.url));
            assertRefused(() -> TestClient.user(station.url, "olga", "operate"));
            TestClient.user(station.url, "ada", "admin").close();
            // Closing alone ends nobody's session: clients get time to go by themselves.
            assertThat(operator.value(TestClient.pollux("@Current_User"))).isEqualTo("olga");

            assertThat(station.server.drain()).isEqualTo(1);

            await().atMost(PATIENCE).until(() -> station.server.clientCount() == 1);
            assertThat(administrator.value(TestClient.pollux("@Current_User"))).isEqualTo("ada");

            station.server.gate().open("maintenance");
            TestClient.user(station.url, "olga", "operate").close();
        }
    }

    private static void assertRefused(ThrowingCallable login) {
        assertThatThrownBy(login)
                .isInstanceOfSatisfying(
                        UaException.class,
                        fault -> assertThat(fault.getStatusCode())
                                .isEqualTo(new StatusCode(StatusCodes.Bad_ServerHalted)));
    }
}
