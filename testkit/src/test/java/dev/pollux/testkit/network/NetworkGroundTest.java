package dev.pollux.testkit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pollux.testkit.process.JavaProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ground that scenario tests stand on must do what it says, and leave nothing behind. */
class NetworkGroundTest {
    private static final int PORT = 5000;
    private static final int WINDOW = 24_000;
    private static final String CASTOR = "10.77.1.1";
    private static final String POLLUX = "10.77.1.2";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private PairGround pair;

    @BeforeEach
    void open() {
        pair = PairGround.open();
    }

    @AfterEach
    void close() {
        pair.close();
    }

    @Test
    void whatIsPulledIsGoneAndComesBack() {
        pair.castor().echo(PORT);
        assertThat(pair.pollux().reaches(CASTOR, PORT)).isTrue();
        assertThat(pair.clients().reaches(CASTOR, PORT)).isTrue();

        pair.castor().adapter(PairGround.PLANT).pull();

        assertThat(pair.pollux().reaches(CASTOR, PORT)).isFalse();
        assertThat(pair.pollux().reaches("10.77.2.1", PORT))
                .as("the status network is another")
                .isTrue();
        assertThat(carrier(pair.castor())).as("the host can see it").isEqualTo("0");

        pair.castor().adapter(PairGround.PLANT).plugIn();

        assertThat(carrier(pair.castor())).isEqualTo("1");
        await().atMost(LIMIT).until(() -> pair.pollux().reaches(CASTOR, PORT));
    }

    private static String carrier(Host host) {
        return host.run("cat", "/sys/class/net/" + PairGround.PLANT + "/carrier");
    }

    @Test
    void packetsAreLostInTheNamedDirectionOnly() {
        pair.castor().echo(PORT);
        pair.pollux().echo(PORT);

        // Castor's requests leave and are answered; the answers do not arrive. Pollux's requests do not arrive either.
        pair.castor().loseFrom(POLLUX);
        assertThat(pair.castor().reaches(POLLUX, PORT)).isFalse();
        assertThat(pair.clients().reaches(CASTOR, PORT))
                .as("others are not concerned")
                .isTrue();

        pair.castor().heal();
        assertThat(pair.castor().reaches(POLLUX, PORT)).isTrue();

        pair.castor().adapter(PairGround.PLANT).loseOutgoing();
        assertThat(pair.clients().reaches(CASTOR, PORT)).isFalse();

        pair.castor().heal();
        pair.castor().adapter(PairGround.PLANT).lose(0.1);
        // TCP repeats what is lost.
        await().atMost(LIMIT).until(() -> pair.clients().reaches(CASTOR, PORT));

        pair.castor().adapter(PairGround.PLANT).lose(1);
        assertThat(pair.clients().reaches(CASTOR, PORT)).isFalse();
    }

    @Test
    void aHostCanBeThereWithoutItsServer() {
        pair.castor().echo(PORT);
        assertThat(pair.pollux().reaches(CASTOR, PORT)).isTrue();

        pair.castor().refuse(PORT);

        long begun = System.nanoTime();
        assertThat(pair.pollux().reaches(CASTOR, PORT)).isFalse();
        assertThat(pair.pollux().run("bash", "-c", "(: </dev/tcp/" + CASTOR + "/" + PORT + ") 2>&1 || true"))
                .as("after " + Duration.ofNanos(System.nanoTime() - begun))
                .contains("refused");
    }

    // A station in a namespace is tested from the outside through a window of its own host.
    @Test
    void aWindowLooksOutOfAHostWhateverItsCablesDo() throws IOException {
        pair.castor().echo(PORT);
        pair.castor().adapter(PairGround.PLANT).pull();
        pair.castor().window(WINDOW, "127.0.0.1", PORT);

        assertThat(echoed("hello")).isEqualTo("hello");
    }

    @Test
    void aBoundedAdapterTakesItsTime() throws IOException {
        pair.castor().echo(PORT);
        pair.clients().window(WINDOW, CASTOR, PORT);
        String text = "x".repeat(100_000);
        assertThat(echoed(text)).hasSameSizeAs(text);

        pair.castor().adapter(PairGround.PLANT).sendAtMost("1mbit");

        long begun = System.nanoTime();
        assertThat(echoed(text)).hasSameSizeAs(text);
        // 100 kB less the bucket of 16 kB at 1 Mbit/s are 0.67 s.
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(500));
        pair.castor().adapter(PairGround.PLANT).sendUnbounded();
    }

    private static String echoed(String text) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), WINDOW)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readNBytes(text.length());
            return new String(answer, StandardCharsets.US_ASCII);
        }
    }

    @Test
    void aJavaProcessRunsOnItsHostAndEndsWithIt(@TempDir Path directory) {
        pair.castor().echo(PORT);
        JavaProcess proxy = pair.devices()
                .java("proxy", directory, TcpProxy.class.getName(), List.of("10.77.1.10", "6000", CASTOR, "5000", "1"));
        proxy.awaitOutput("ready", LIMIT);
        assertThat(pair.clients().reaches("10.77.1.10", 6000)).isTrue();
        assertThat(ProcessHandle.of(proxy.pid()).flatMap(each -> each.info().command()))
                .as("signals reach the program itself")
                .get()
                .asString()
                .endsWith("java");

        pair.close();

        await().atMost(LIMIT).until(() -> !proxy.alive());
    }

    // A killed test run cannot clean up. The next one does, and spares those that still run.
    @Test
    void whatADeadRunLeftIsRemoved() throws IOException {
        String ip = Command.tool("ip");
        String dead = "plx-999999999-1-1-castor";
        Command.must(ip, "netns", "add", dead);

        NetworkGround.open().close();

        assertThat(Path.of("/run/netns", dead)).doesNotExist();
        pair.castor().run("true"); // The one in use is still there.
        pair.close();
        try (var left = Files.list(Path.of("/run/netns"))) {
            assertThat(left.map(Path::getFileName).map(Path::toString))
                    .noneMatch(name ->
                            name.startsWith("plx-" + ProcessHandle.current().pid() + "-"));
        }
    }
}
