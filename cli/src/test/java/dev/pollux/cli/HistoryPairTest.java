package dev.pollux.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pollux.archive.Ticks;
import dev.pollux.cli.history.HistoryPages;
import dev.pollux.cli.history.HistoryQuery;
import dev.pollux.cli.history.Row;
import dev.pollux.cli.history.RowFormat;
import dev.pollux.cli.history.RowWriter;
import dev.pollux.cli.pair.NodeNames;
import dev.pollux.failover.FailoverClient;
import dev.pollux.failover.FailoverSettings;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of history on a pair of stations with their archives, as processes. One story: values are imported, read
 * in every way, exported, backed up; then a station is killed, and what is left is restored.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HistoryPairTest {
    private static final int PORT = 27_610;
    private static final String FLOW = "Intake.P101.Flow";
    private static final int ROWS = 3000;
    private static final int HOLE = 1500;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    // Two days ago: what the stations archive themselves meanwhile does not get in between.
    private final Instant begin = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofDays(2));
    private final Instant end = begin.plusSeconds(ROWS);

    private LivePair pair = unset();
    private Path directory = Path.of("set at the begin");
    private Path file = Path.of("set at the begin");

    @BeforeAll
    void startPair(@TempDir Path empty) throws IOException {
        directory = empty;
        file = directory.resolve("flow.csv");
        // What is imported is all that is in the archives.
        pair = new LivePair(
                directory, PORT, each -> each.replace("anonymous: supervisor", "anonymous: configure-admin"));
        writeFile();
    }

    @AfterAll
    void endPair() {
        pair.close();
    }

    @SuppressWarnings("NullAway") // set before all tests
    private static LivePair unset() {
        return null;
    }

    private Run pollux(String... arguments) {
        return pair.run("30s", arguments);
    }

    private void writeFile() throws IOException {
        try (Writer out = Files.newBufferedWriter(file)) {
            RowWriter writer = new RowWriter(RowFormat.CSV, out, false);
            for (int i = 0; i < ROWS; i++) {
                Instant time = begin.plusSeconds(i);
                boolean hole = i >= HOLE && i < HOLE + 500;
                writer.write(new Row(
                        FLOW,
                        new DataValue(
                                hole ? Variant.ofNull() : Variant.of((float) i),
                                hole ? new StatusCode(0x809B0000L) : new StatusCode(i % 7 == 0 ? 0x40900000L : 0),
                                new DateTime(Ticks.of(time) + 1),
                                new DateTime(Ticks.of(time) + 1234))));
            }
        }
    }

    @Test
    @Order(1)
    void fileWithFaultsIsRefusedAsAWholeWithEveryLine() throws IOException {
        Path faulty = directory.resolve("faulty.csv");
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(5, lines.get(5).replace(",Float,", ",Float,x"));
        lines.set(7, lines.get(7).replace("Z,", "ZZ,"));
        Files.write(faulty, lines);
        Run syntax = pollux("history", "import", faulty.toString());
        lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(9, lines.get(9).replace(FLOW, "Intake.NoSuchTag"));
        Files.write(faulty, lines);
        Run unknown = pollux("history", "import", faulty.toString());

        assertThat(syntax.exitCode()).isEqualTo(1);
        assertThat(syntax.err())
                .contains("faulty.csv:6: 'x4.0' must be a number", "faulty.csv:8: ", "2 faults, nothing was written");
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.err()).contains("faulty.csv:10: tag 'Intake.NoSuchTag' cannot be used");
        assertThat(pollux("history", "read", FLOW, "--from", begin.toString(), "--to", end.toString())
                        .out())
                .contains("  0 values");
    }

    @Test
    @Order(2)
    void whatIsImportedIsExportedAgainByteForByte() throws IOException {
        Run imported = pollux("history", "import", file.toString());
        Path again = directory.resolve("again.csv");
        Run exported = pollux(
                "history", "export", FLOW, "--from", begin.toString(), "--to", end.toString(), "--out", again + "");

        assertThat(imported.exitCode()).as(imported.err() + imported.out()).isZero();
        assertThat(imported.out().lines())
                .as("the other station has it from this one")
                .hasSize(1)
                .allMatch(line -> line.endsWith(": " + ROWS + " inserted, 0 replaced, 0 refused"));
        assertThat(exported.out()).contains("again.csv: 3000 values of 1 tag");
        assertThat(again).hasSameTextualContentAs(file);
        assertThat(directory.resolve("again.csv.part")).doesNotExist();
        assertThat(pollux("history", "import", file.toString(), "--mode", "insert")
                        .err())
                .contains("flow.csv:2: tag '" + FLOW + "' was refused, Bad_EntryExists");
    }

    @Test
    @Order(3)
    void valuesAreReadInEveryWay() {
        String from = begin.toString();
        String to = end.toString();
        Run limited = pollux("history", "read", FLOW, "--from", from, "--to", to, "--limit", "3", "--json");
        Run reverse = pollux("history", "read", FLOW, "--from", from, "--to", to, "--limit", "1", "--reverse", "--csv");
        Run at = pollux("history", "read", FLOW, "--at", begin.plusSeconds(10).toString());
        Run average = pollux(
                "history", "read", FLOW, "--from", from, "--to", to, "--aggregate", "count", "--interval", "10m");
        Run modified = pollux("history", "read", FLOW, "--from", from, "--to", to, "--modified", "--limit", "2");

        assertThat(limited.out().lines()).hasSize(3).first().asString().contains("\"value\":0.0", "\"type\":\"Float\"");
        assertThat(reverse.out()).contains(",Float,2999.0");
        assertThat(at.out()).contains("  1 value");
        // Every seventh value is uncertain, which counts as bad if a server is not told otherwise.
        assertThat(average.out()).contains("  5 values").contains("  514");
        assertThat(modified.out()).contains("insert");
        assertThat(pollux("history", "read", "NoSuchTag").exitCode()).isEqualTo(1);
        assertThat(pollux("history", "stats", FLOW, "--from", from, "--to", to).out())
                .contains(FLOW);
    }

    // Whoever is asked: what either station said, each once. Both have changed their state since they started.
    @Test
    @Order(4)
    void messagesOfBothStationsAreListed() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            String[] oneStation = {"messages", "--number", "1012241", "--url", pair.url(0), "--timeout", "30s"};
            assertThat(Run.of(oneStation).out())
                    .contains("  CASTOR  Switched to state ", "  POLLUX  Switched to state ");
        });
        Run text = pollux("messages", "--since", "-1h");
        Run json = pollux("messages", "--format", "json", "--last", "3");
        Run csv = pollux("messages", "--format", "csv", "--number", "1012241", "--number", "1012200");
        Run high = pollux("messages", "--severity", "1000");
        Run followed = pollux("messages", "--follow", "--for", "1s", "--last", "2");

        assertThat(text.exitCode()).as(text.err()).isZero();
        assertThat(text.out().lines().toList())
                .isNotEmpty()
                .doesNotHaveDuplicates()
                .isSorted();
        assertThat(json.out().lines())
                .hasSize(3)
                .allMatch(line -> line.startsWith("{\"time\":\"") && line.contains("\"id\":\""));
        assertThat(csv.out().lines()).first().isEqualTo("time,station,number,severity,source,text,id");
        assertThat(csv.out().lines().skip(1)).isNotEmpty().allMatch(line -> line.contains(",1012241,400,redundancy,"));
        assertThat(high.out()).isEmpty();
        assertThat(high.exitCode()).isZero();
        assertThat(followed.out().lines()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(pollux("messages", "--last", "0").exitCode()).isEqualTo(64);
        assertThat(pollux("messages", "--severity", "1001").exitCode()).isEqualTo(64);
        assertThat(pollux("messages", "--for", "1s").exitCode()).isEqualTo(64);
        assertThat(Run.of("messages", "--url", "opc.tcp://localhost:22999/pollux", "--timeout", "5s")
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    @Order(4)
    void trendIsDrawnWithItsHole() throws IOException {
        String from = begin.toString();
        Path svg = directory.resolve("trend.svg");
        // Few columns: the station reduces; many: the values are drawn themselves.
        Run drawn = pollux(
                "history",
                "plot",
                FLOW,
                "--from",
                from,
                "--to",
                end.toString(),
                "--ascii",
                "--width",
                "72",
                "--height",
                "6");
        Run written = pollux("history", "plot", FLOW, "--from", from, "--to", end.toString(), "--svg", svg.toString());

        assertThat(drawn.exitCode()).as(drawn.err()).isZero();
        assertThat(drawn.out()).startsWith(FLOW + " [m3/h]").containsPattern("-{20,}\\+?-* {8,}-");
        assertThat(written.exitCode()).as(written.err()).isZero();
        assertThat(Files.readString(svg)).containsPattern("d=\"M[^M]*M[^M]*\"");
    }

    @Test
    @Order(5)
    void archiveIsBackedUpVerifiedAndRestored() throws IOException {
        Path backup = directory.resolve("backup");
        Run status = pollux("status", "archive");
        Run compacted = pollux("history", "compact", "--station", "CASTOR");
        Run made = pollux("history", "backup", backup.toString(), "--station", "CASTOR");
        Run twice = pollux("history", "backup", backup.toString(), "--station", "CASTOR");
        Run verified = Run.of("history", "verify", backup.toString());
        Path restored = directory.resolve("restored");
        Run restore = Run.of("history", "restore", backup.toString(), restored.toString());
        Run again = Run.of("history", "restore", backup.toString(), restored.toString());
        Run running = Run.of(
                "history",
                "verify",
                pair.project().resolve(".pollux/castor/archive").toString());

        assertThat(status.out()).containsPattern("archive +RocksDB \\S+ +RocksDB");
        assertThat(compacted.exitCode()).as(compacted.out() + compacted.err()).isZero();
        assertThat(made.exitCode()).as(made.out() + made.err()).isZero();
        assertThat(twice.exitCode()).as(twice.out()).isEqualTo(1);
        assertThat(twice.out()).contains("not empty");
        assertThat(verified.exitCode()).as(verified.out() + verified.err()).isZero();
        assertThat(verified.out()).contains("sound").doesNotContain("DAMAGED");
        assertThat(restore.exitCode()).as(restore.out() + restore.err()).isZero();
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("there is an archive already");
        assertThat(running.exitCode()).as(running.out()).isEqualTo(1);
        assertThat(pollux("history", "backup", "x", "--station", "NOBODY").err())
                .contains("'NOBODY' does not answer");
    }

    // The how-to is for people who copy from it: each of its commands is run as it stands there.
    @Test
    @Order(6)
    void commandsOfTheHowToWork() throws IOException {
        String page = Files.readString(Path.of("../docs/how-to/history.md"));
        Matcher block = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL).matcher(page);
        int commands = 0;
        while (block.find()) {
            for (String line : block.group(1).lines().toList()) {
                List<String> arguments =
                        Arrays.stream(line.split(" ")).skip(1).map(this::placed).toList();
                boolean offline = line.contains(" verify ") || line.contains(" restore ");
                Run run = offline ? Run.of(arguments.toArray(String[]::new)) : pollux(arguments.toArray(String[]::new));
                // What was exported is there already, so all of it is refused.
                int expected = line.contains("--mode insert") ? 1 : 0;
                assertThat(run.exitCode())
                        .as(line + "\n" + run.out() + run.err())
                        .isEqualTo(expected);
                commands++;
            }
        }
        assertThat(commands).isEqualTo(13);
        Run unknown = pollux("history", "export", "--area", "Nowhere", "--out", placed("nowhere.csv"));
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.err()).contains("there is no area 'Nowhere'");
    }

    /** Files of the how-to lie in the directory of the test. */
    private String placed(String argument) {
        return argument.matches(".*\\.(csv|jsonl|svg)|/backup/.*|\\.pollux/.*")
                ? directory.resolve("how-to" + argument.replace('/', '-')).toString()
                : argument;
    }

    // A station that dies in the middle of a long read must cost neither a value nor the command.
    @Test
    @Order(7)
    void readGoesOnAtThePartnerWhenAStationIsKilled() {
        List<Long> times = new ArrayList<>();
        try (FailoverClient client = open()) {
            NodeNames names = Answers.names(client, PATIENCE);
            String first = client.active().orElseThrow().name();
            StatusCode status = new HistoryPages(client, Duration.ofSeconds(30))
                    .read(names.expanded(FLOW), HistoryQuery.raw(begin, end, 100, false), (value, change) -> {
                        times.add(
                                value.sourceTime() == null
                                        ? -1L
                                        : value.sourceTime().getUtcTime());
                        if (times.size() == 1000) {
                            pair.station(first.contains("CASTOR") ? 0 : 1).kill();
                        }
                        return true;
                    });
            assertThat(status.isGood()).isTrue();
            assertThat(client.active().orElseThrow().name()).isNotEqualTo(first);
        }
        assertThat(times).hasSize(ROWS).isSorted().doesNotHaveDuplicates();
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            Run status = pollux("status", "archive");
            assertThat(status.exitCode()).isEqualTo(1);
            assertThat(status.out()).contains("RocksDB", "not reachable");
        });
    }

    private FailoverClient open() {
        try {
            return FailoverClient.open(FailoverSettings.of(pair.url(0), pair.url(1)))
                    .awaitActive(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
