package dev.pollux.server.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.server.project.StationConfig.ReferenceHost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostProbeTest {
    private static final int OPEN = 24_160;
    private static final int CLOSED = 24_161;
    private static final int CROWDED = 24_162;

    // A refusal proves that the host is there. Who does not react at all, here a listener that has no room, is not.
    @Test
    void whoTakesOrRefusesAConnectionAnswers() throws IOException {
        List<SocketChannel> crowd = new ArrayList<>();
        try (ServerSocket listener = new ServerSocket(OPEN, 50, InetAddress.getLoopbackAddress());
                ServerSocket crowded = new ServerSocket(CROWDED, 1, InetAddress.getLoopbackAddress())) {
            assertThat(listener.isBound()).isTrue();
            for (int i = 0; i < 8; i++) {
                SocketChannel each = SocketChannel.open();
                crowd.add(each);
                each.configureBlocking(false);
                each.connect(crowded.getLocalSocketAddress());
            }
            ReferenceHost open = new ReferenceHost("127.0.0.1", OPEN);
            ReferenceHost closed = new ReferenceHost("127.0.0.1", CLOSED);
            ReferenceHost silent = new ReferenceHost("127.0.0.1", CROWDED);

            assertThat(HostProbe.answering(List.of(open, closed, silent), Duration.ofMillis(700)))
                    .containsExactlyInAnyOrder(open, closed);
        } finally {
            for (SocketChannel each : crowd) {
                each.close();
            }
        }
    }

    @Test
    void anAdapterThatIsNotThereDoesNotWork() {
        assertThat(Adapters.state("nonesuch0").works()).isFalse();
        assertThat(Adapters.state("nonesuch0").text()).isEqualTo("nonesuch0: not there");
        assertThat(Adapters.state("lo").present()).as("control").isTrue();
    }
}
