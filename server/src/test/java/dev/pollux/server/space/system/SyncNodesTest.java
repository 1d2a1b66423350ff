package dev.pollux.server.space.system;

import static dev.pollux.server.space.TestClient.pollux;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.server.space.TestClient;
import dev.pollux.server.space.TestStation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SyncNodesTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private TestStation station;
    private TestClient observer;
    private TestClient supervisor;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        station = new TestStation(25_900, folder, options -> {});
        observer = TestClient.anonymous(station.url);
        supervisor = TestClient.user(station.url, "sven", "supervise");
    }

    @AfterAll
    void stop() throws Exception {
        observer.close();
        supervisor.close();
        station.close();
    }

    private Object value(String name) throws Exception {
        return observer.value(pollux("Pollux/Sync/" + name));
    }

    // A station that was away for five minutes and has got three of them so far.
    @Test
    void showsWhatIsMissingAndForgetsNoVariable() throws Exception {
        station.server
                .system()
                .sync()
                .publish(new SyncValues(
                        "filling",
                        1,
                        Optional.of(new SyncValues.Span(NOON, NOON.plusSeconds(300))),
                        Duration.ofSeconds(120),
                        60,
                        4_711,
                        1_500,
                        Optional.of(Duration.ofSeconds(2)),
                        "",
                        Optional.of(new SyncValues.Run(NOON, NOON.plusSeconds(1), 12, "the partner went away")),
                        true));

        List<String> names = observer.browseNames(pollux("Pollux/Sync"));
        for (String name : names) {
            if (!List.of("Pause", "Resume", "BaseObjectType").contains(name)) {
                assertThat(observer.read(pollux("Pollux/Sync/" + name)).statusCode())
                        .as(name)
                        .isEqualTo(StatusCode.GOOD);
            }
        }
        assertThat(value("NeedsSync")).isEqualTo(true);
        assertThat(value("Active")).isEqualTo(true);
        assertThat(value("Paused")).isEqualTo(false);
        assertThat(value("Gaps")).isEqualTo(Unsigned.uint(1));
        assertThat(value("To")).isEqualTo(new DateTime(NOON.plusSeconds(300)));
        assertThat(value("Remaining")).isEqualTo(2_000.0);
        assertThat(value("LastValues")).isEqualTo(ULong.valueOf(12));
        assertThat(value("LastError")).isEqualTo("the partner went away");
    }

    // Whoever may switch over may also interrupt the copying of archives.
    @Test
    void supervisorsInterruptTheSynchronisation() throws Exception {
        NodeId sync = pollux("Pollux/Sync");
        NodeId pause = pollux("Pollux/Sync/Pause");
        assertThat(supervisor.call(sync, pause).getStatusCode())
                .isEqualTo(new StatusCode(StatusCodes.Bad_NotSupported));
        List<Boolean> wishes = new CopyOnWriteArrayList<>();
        station.server.system().sync().control(wanted -> {
            wishes.add(wanted);
            return "done";
        });

        assertThat(observer.call(sync, pause).getStatusCode())
                .isEqualTo(new StatusCode(StatusCodes.Bad_UserAccessDenied));
        assertThat(wishes).isEmpty();
        CallMethodResult paused = supervisor.call(sync, pause);
        assertThat(supervisor.call(sync, pollux("Pollux/Sync/Resume")).getStatusCode())
                .isEqualTo(StatusCode.GOOD);

        assertThat(wishes).containsExactly(true, false);
        assertThat(paused.getOutputArguments()[0].value()).isEqualTo("done");
    }
}
