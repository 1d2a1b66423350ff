package dev.pollux.server.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pollux.server.message.SystemMessage;
import dev.pollux.server.project.StationConfig.NetworkWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the DHCP clients of Linux keep the leases of an adapter, in a file system that looks like theirs. */
class DhcpLeasesTest {
    @TempDir
    Path root = Path.of("set by JUnit");

    private void file(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "var/lib/dhcp/dhclient.eth0.leases",
                "var/lib/dhclient/dhclient-5f1c-eth0.lease",
                "var/lib/dhcpcd/eth0.lease",
                "var/lib/NetworkManager/internal-5f1c-77-eth0.lease"
            })
    void aLeaseIsFoundByTheNameOfItsFile(String path) throws IOException {
        assertThat(new DhcpLeases(root).has("eth0")).as("control").isFalse();
        file(path, "");

        assertThat(new DhcpLeases(root).has("eth0")).isTrue();
        assertThat(new DhcpLeases(root).has("th0")).as("another adapter").isFalse();
        assertThat(new DhcpLeases(root).has("eth1")).as("another adapter").isFalse();
    }

    @Test
    void aLeaseIsFoundByWhatStandsInItAndByTheNumberOfTheAdapter() throws IOException {
        file("var/lib/dhcp/dhclient.leases", "lease {\n  interface \"eth0\";\n  fixed-address 10.0.0.7;\n}\n");
        file("sys/class/net/eth1/ifindex", "3\n");
        file("sys/class/net/eth2/ifindex", "4\n");
        file("run/systemd/netif/leases/3", "ADDRESS=10.0.1.7\n");

        DhcpLeases leases = new DhcpLeases(root);
        assertThat(leases.has("eth0")).isTrue();
        assertThat(leases.has("eth1")).isTrue();
        assertThat(leases.has("eth2")).isFalse();
    }

    // The adapter of this test is not there at all, which is the same as one whose cable is out.
    @Test
    void aLostAdapterIsToldAndItsLeaseIsAtRisk() throws IOException {
        file("var/lib/dhcpcd/nosuch0.lease", "");
        List<String> told = new CopyOnWriteArrayList<>();
        NetworkWatch watch = new NetworkWatch(List.of("nosuch0"), List.of(), Duration.ofSeconds(2));
        try (NetworkWatcher watcher = new NetworkWatcher(
                watch,
                (message, values) -> told.add(message.number() + " " + message.text(values)),
                () -> {},
                new DhcpLeases(root))) {
            watcher.start();

            await().atMost(Duration.ofSeconds(30)).until(() -> watcher.network().addressAtRisk());
            assertThat(watcher.network().reachable()).isFalse();
        }
        assertThat(told)
                .containsExactly(
                        SystemMessage.ADAPTER_LOST.number() + " " + SystemMessage.ADAPTER_LOST.text("nosuch0"));
    }
}
