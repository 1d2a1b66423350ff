package dev.pollux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.cli.pair.ArchiveReport;
import dev.pollux.cli.pair.DiagReport;
import dev.pollux.cli.pair.ExitCode;
import dev.pollux.cli.pair.HealthReport;
import dev.pollux.cli.pair.MessageEntry;
import dev.pollux.cli.pair.StationObject;
import dev.pollux.cli.pair.StationReport;
import dev.pollux.cli.pair.SyncReport;
import dev.pollux.server.redundancy.ServiceLevel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;

/** The page about the pair, as text and as a picture of any size. */
class DiagPageTest {
    private static final Instant NOW = Instant.parse("2026-11-21T13:00:00Z");
    private static final Seen<DiagReport> DEAD =
            new Seen<>("opc.tcp://pollux:4840/pollux", Optional.empty(), "Connection refused");

    private static Seen<DiagReport> station(String name, int state, boolean partner, MessageEntry... messages) {
        boolean castor = name.equals("CASTOR");
        Map<String, Object> pair = new HashMap<>();
        pair.put("@LocalMachineName", name);
        pair.put("@RedundantServerState", UByte.valueOf(state));
        pair.put("StateReason", "partner failed: silent or refused on every link");
        pair.put("ServiceLevelReason", "1 of 2 devices connected");
        pair.put("Term", ULong.valueOf(7));
        pair.put("PartnerName", castor ? "POLLUX" : "CASTOR");
        pair.put("PartnerAvailable", partner);
        pair.put("PartnerState", UByte.valueOf(partner ? 2 : 0));
        pair.put("DevicesConnected", UInteger.valueOf(1));
        pair.put("DevicesConfigured", UInteger.valueOf(2));
        pair.put("ClientsConnected", UInteger.valueOf(3));
        pair.put("LinkStates", new String[] {"main (main, there): own to partner up, partner to own down: silence"});
        Map<String, Object> details = Map.of(
                "CurrentState",
                "SWITCH_DOWN",
                "PendingReason",
                "fewer devices connected than the partner has",
                "DeviceStabilityTimer",
                2500.0,
                "LinkRoundTrips",
                new Double[] {1.25},
                "RuntimeRunning",
                true);
        String url = "opc.tcp://" + name + ":4840/pollux";
        return new Seen<>(
                url,
                Optional.of(new DiagReport(
                        StationReport.of(url, OptionalInt.of(124), pair),
                        new StationObject(url, details),
                        Optional.of(new ServiceLevel(
                                List.of(new ServiceLevel.Part("devices", 124, "1 of 2", "connect the other")))),
                        SyncReport.of(url, Map.of("Phase", "complete")),
                        ArchiveReport.of(url, Map.of("Engine", "RocksDB 10", "StoreRate", 20.0)),
                        HealthReport.of(url, Map.of("Overall", "healthy")),
                        new DiagReport.Server("1.2", Optional.of(NOW), Optional.empty()),
                        List.of(
                                new DiagReport.Device("PLC1", true, 0, ""),
                                new DiagReport.Device("PLC2", false, 4, "connection refused")),
                        List.of(messages))),
                "");
    }

    private static MessageEntry message(String id, int seconds) {
        return new MessageEntry(id, NOW.plusSeconds(seconds), "CASTOR", 1012200, 800, "Redundancy", "text " + id);
    }

    @Test
    void allThatIsAskedFirstStandsOnThePage() {
        String page = DiagPage.text(List.of(station("CASTOR", 1, true, message("b", 1), message("a", 0)), DEAD));

        assertThat(page.lines().map(String::strip))
                .contains(
                        "CASTOR  opc.tcp://CASTOR:4840/pollux",
                        "state         Master (SWITCH_DOWN), term 7",
                        "pending       fewer devices connected than the partner has, for 2.5 s",
                        "level         124 Degraded: 1 of 2 devices connected",
                        "-> connect the other",
                        "devices       1 of 2 connected",
                        "PLC2 is not connected: connection refused",
                        "clients       3",
                        "links         main (main, there): own to partner up, partner to own down: silence,"
                                + " round trip 1.3 ms",
                        "archive       RocksDB 10, 20 values/s, 0 B, 0 gaps",
                        "sync          archive complete",
                        "health        healthy",
                        "POLLUX  opc.tcp://pollux:4840/pollux",
                        "state         NOT REACHABLE",
                        "Connection refused",
                        "Master: CASTOR");
        assertThat(page).contains("version       1.2, since ", "seen by       CASTOR as POLLUX: Standby");
        assertThat(page.indexOf("text b")).isBetween(0, page.indexOf("text a"));
    }

    // Both stations keep the messages of both; a person wants to read each once.
    @Test
    void messagesOfBothStationsAreMergedTheLatestFirst() {
        List<Seen<DiagReport>> seen = List.of(
                station("CASTOR", 1, true, message("c", 9), message("a", 1)),
                station("POLLUX", 2, true, message("b", 5), message("a", 1)));

        assertThat(DiagPage.messages(seen, 10).stream().map(MessageEntry::id)).containsExactly("c", "b", "a");
        assertThat(DiagPage.messages(seen, 2).stream().map(MessageEntry::id)).containsExactly("c", "b");
    }

    // A terminal may be of any size, and change it at any time.
    @Test
    void aPictureFitsEveryTerminal() {
        long seed = Long.getLong("pollux.seed", 4_711L);
        SplittableRandom random = new SplittableRandom(seed);
        List<Seen<DiagReport>> all = List.of(station("CASTOR", 1, true, message("a", 0)), DEAD, DEAD);
        for (int round = 0; round < 2_000; round++) {
            int width = 1 + random.nextInt(250);
            int height = 1 + random.nextInt(80);
            List<Seen<DiagReport>> seen = all.subList(random.nextInt(2), 1 + random.nextInt(1, 3));
            List<AttributedString> lines = DiagPage.screen(seen, width, height, random.nextInt(100), NOW);
            String as = "seed " + seed + ", " + width + " x " + height;
            assertThat(lines).as(as).hasSize(height == 1 ? 1 : Math.max(2, height));
            assertThat(lines).as(as).allMatch(line -> line.columnLength() <= width);
        }
    }

    @Test
    void stationsStandSideBySideWhereThereIsRoomAndElseBelowEachOther() {
        List<Seen<DiagReport>> seen = List.of(station("CASTOR", 1, true), station("POLLUX", 2, true));

        assertThat(picture(seen, 140, 60, 0))
                .anyMatch(line -> line.contains("state        Master") && line.contains("state        Standby"))
                .anyMatch(line -> line.contains("Master: CASTOR"));
        assertThat(picture(seen, 60, 90, 0))
                .anyMatch(line -> line.contains("state        Master"))
                .noneMatch(line -> line.contains("state        Master") && line.contains("state        Standby"));
    }

    @Test
    void whatDoesNotFitCanBeScrolledTo() {
        List<Seen<DiagReport>> seen = List.of(station("CASTOR", 1, true, message("z", 0)), DEAD);
        int max = DiagPage.scrollMax(seen, 80, 12);

        assertThat(max).isPositive();
        assertThat(picture(seen, 80, 12, 0)).noneMatch(line -> line.contains("text z"));
        assertThat(picture(seen, 80, 12, max)).anyMatch(line -> line.contains("text z"));
        assertThat(picture(seen, 80, 12, 0).get(11)).contains("q quit", max + " more lines");
        assertThat(picture(seen, 80, 200, 0).get(199)).as("control").doesNotContain("more lines");
    }

    private static List<String> picture(List<Seen<DiagReport>> seen, int width, int height, int scroll) {
        return new ArrayList<>(DiagPage.screen(seen, width, height, scroll, NOW).stream()
                .map(AttributedString::toString)
                .toList());
    }

    @Test
    void longTextIsCutBetweenWords() {
        assertThat(DiagPage.wrapped("one two three", 8)).containsExactly("one two", "three");
        assertThat(DiagPage.wrapped("abcdefghij", 4)).containsExactly("abcd", "efgh", "ij");
        assertThat(DiagPage.wrapped("", 4)).containsExactly("");
    }

    @Test
    void jsonAndExitCodeTellTheSame() {
        Diag command = new Diag();
        Seen<DiagReport> castor = station("CASTOR", 1, true, message("a", 0));

        assertThat(JsonLine.compact(command.json(List.of(castor, DEAD))))
                .contains(
                        "\"master\":\"CASTOR\"",
                        "\"currentState\":\"SWITCH_DOWN\"",
                        "\"version\":\"1.2\"",
                        "\"sync\":{\"phase\":\"complete\"",
                        "{\"name\":\"PLC2\",\"connected\":false,\"reconnects\":4,\"lastError\":\"connection refused\"}",
                        "\"reachable\":false",
                        "\"text\":\"text a\"");
        assertThat(command.exitCode(List.of(castor, station("POLLUX", 2, true))))
                .isEqualTo(ExitCode.OK);
        assertThat(command.exitCode(List.of(castor, station("POLLUX", 1, true))))
                .isEqualTo(ExitCode.FAILED);
        assertThat(command.exitCode(List.of(castor, DEAD))).isEqualTo(ExitCode.FAILED);
        assertThat(command.exitCode(List.of(DEAD))).isEqualTo(ExitCode.UNREACHABLE);
    }
}
