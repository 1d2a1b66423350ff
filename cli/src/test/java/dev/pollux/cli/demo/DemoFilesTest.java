package dev.pollux.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollux.cli.Example;
import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.server.project.UsersConfig.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFilesTest {
    private static final Path PROJECT = Path.of(Example.DIRECTORY);

    @TempDir
    private Path directory = Path.of("");

    @Test
    void projectIsCopiedToOtherPorts() throws IOException {
        try (DemoFiles files = DemoFiles.open(directory)) {
            DemoFiles.Prepared prepared = files.prepare(PROJECT, OptionalInt.of(25_480));

            assertThat(prepared.plantPort()).isEqualTo(25_482);
            assertThat(prepared.shared().devices()).allMatch(device -> device.port() == 25_482);
            assertThat(prepared.shared().users().anonymous()).contains(Role.SUPERVISOR);
            assertThat(prepared.stations().get(0).config().endpoints().get(0).url())
                    .isEqualTo("opc.tcp://localhost:25480/pollux");
            assertThat(prepared.stations()
                            .get(0)
                            .config()
                            .partnerLinks()
                            .get(0)
                            .urls()
                            .get(0))
                    .isEqualTo("opc.tcp://localhost:25481/pollux");
            assertThat(prepared.stations().get(1).config().dataDirectory()).startsWithRaw(directory);
        }
    }

    // A demo must not fail half way because something of the last one is still there.
    @Test
    void leftoversOfAnEarlierDemoAreDeleted() throws IOException {
        Files.createDirectories(directory.resolve("castor/pki"));
        Files.writeString(directory.resolve("castor/pki/old"), "old");
        try (DemoFiles files = DemoFiles.open(directory)) {
            files.prepare(PROJECT, OptionalInt.of(25_480));
        }

        assertThat(directory.resolve("castor")).doesNotExist();
        assertThat(directory.resolve("castor.yaml")).exists();
    }

    @Test
    void portThatIsTakenIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(25_481, 1, InetAddress.getLoopbackAddress());
                DemoFiles files = DemoFiles.open(directory)) {
            assertThat(taken.isBound()).isTrue();
            assertThatThrownBy(() -> files.prepare(PROJECT, OptionalInt.of(25_480)))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("port 25481 is not free")
                    .hasMessageContaining("--port-base");
        }
    }

    @Test
    void twoDemosDoNotShareADirectory() throws IOException {
        try (DemoFiles first = DemoFiles.open(directory)) {
            assertThat(first.log("plant")).isEqualTo(directory.resolve("plant.log"));
            assertThatThrownBy(() -> DemoFiles.open(directory).close())
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("another demo works in");
        }
    }
}
