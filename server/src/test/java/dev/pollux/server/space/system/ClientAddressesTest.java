package dev.pollux.server.space.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.server.space.TestClient;
import dev.pollux.server.space.TestStation;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.sdk.client.DiscoveryClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.ApplicationType;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.structured.ApplicationDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateSessionRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateSessionResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A station with an address for clients and one, on the status network, for its partner only. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientAddressesTest {
    private static final int PORT = 23_260;
    /** A client that has another name for the station is told of all that there is: the stack finds none that fits. */
    private static final String BY_ANOTHER_NAME = "opc.tcp://127.0.0.1:23260/pollux";

    private static final String FOR_CLIENTS = "plant.example:23260";
    private static final String FOR_THE_PARTNER = "localhost:23261";

    private TestStation station;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        station = new TestStation(PORT, folder, options -> {
            options.hosts = List.of("plant.example", "localhost");
            options.partnerOnly = Set.of("localhost");
        });
    }

    @AfterAll
    void stop() throws Exception {
        station.close();
    }

    private static List<String> authorities(Stream<String> urls) {
        return urls.map(url -> URI.create(url).getAuthority()).distinct().toList();
    }

    private static List<String> offered(String asked) throws Exception {
        return authorities(DiscoveryClient.getEndpoints(asked).get().stream().flatMap(ClientAddressesTest::named));
    }

    /** Every address in a description: that of the endpoint, and those of the server that it belongs to. */
    private static Stream<String> named(EndpointDescription endpoint) {
        return Stream.concat(
                Stream.of(Objects.requireNonNull(endpoint.getEndpointUrl())),
                Stream.ofNullable(endpoint.getServer().getDiscoveryUrls()).flatMap(Arrays::stream));
    }

    @Test
    void clientsAreNotToldOfThePartnersAddressWhateverTheyAsk() throws Exception {
        assertThat(DiscoveryClient.getEndpoints(BY_ANOTHER_NAME)
                        .get()
                        .get(0)
                        .getServer()
                        .getDiscoveryUrls())
                .as("control: an endpoint names the server's addresses too")
                .isNotEmpty();
        assertThat(offered(BY_ANOTHER_NAME)).containsExactly(FOR_CLIENTS);
        assertThat(authorities(DiscoveryClient.findServers(BY_ANOTHER_NAME).get().stream()
                        .map(ApplicationDescription::getDiscoveryUrls)
                        .filter(Objects::nonNull)
                        .flatMap(Arrays::stream)))
                .containsExactly(FOR_CLIENTS);
        assertThat(authorities(told(BY_ANOTHER_NAME))).containsExactly(FOR_CLIENTS);
    }

    @Test
    void thePartnerFindsItsOwnAddress() throws Exception {
        assertThat(offered("opc.tcp://localhost:23261/pollux")).containsExactly(FOR_THE_PARTNER);
        assertThat(authorities(told("opc.tcp://localhost:23261/pollux"))).containsExactly(FOR_THE_PARTNER);
    }

    // Several networks are several for clients; one that only the partner uses makes no network redundancy.
    @Test
    void thePartnersAddressIsNoSecondNetwork() throws Exception {
        try (TestClient client = new TestClient(connected())) {
            assertThat(client.browseNames(NodeIds.Server_ServerRedundancy)).doesNotContain("ServerNetworkGroups");
            assertThat(client.browse(NodeIds.Server_ServerRedundancy, BrowseDirection.Forward))
                    .as("control: there is something to see")
                    .isNotEmpty();
        }
    }

    private static OpcUaClient connected() throws Exception {
        OpcUaClient client = OpcUaClient.create(
                BY_ANOTHER_NAME,
                endpoints -> endpoints.stream()
                        .filter(each -> SecurityPolicy.None.getUri().equals(each.getSecurityPolicyUri()))
                        .findFirst()
                        .map(each -> EndpointUtil.updateUrl(each, "127.0.0.1", PORT)),
                transport -> {},
                config -> {});
        client.connect();
        return client;
    }

    /** What CreateSession tells; some clients compare that with GetEndpoints. */
    private static Stream<String> told(String asked) throws Exception {
        try (TestClient client = new TestClient(connected())) {
            CreateSessionResponse response = (CreateSessionResponse) client.ua
                    .getTransport()
                    .sendRequestMessage(new CreateSessionRequest(
                            client.ua.newRequestHeader(),
                            new ApplicationDescription(
                                    "urn:test", null, null, ApplicationType.Client, null, null, null),
                            null,
                            asked,
                            "asks",
                            ByteString.of(new byte[32]),
                            ByteString.NULL_VALUE,
                            60_000.0,
                            Unsigned.uint(0)))
                    .get();
            return Arrays.stream(Objects.requireNonNull(response.getServerEndpoints()))
                    .flatMap(ClientAddressesTest::named);
        }
    }
}
