package dev.pollux.archive.rocks;

import static dev.pollux.archive.rocks.MessageWriterProcess.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.message.Message;
import dev.pollux.archive.message.Message.Position;
import dev.pollux.archive.message.MessageLog;
import dev.pollux.archive.message.MessageLog.Query;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The message log on a real disk. */
class RocksMessageLogTest {
    private static final Query ALL = new Query(Position.before(Ticks.MIN), Position.before(Ticks.MAX), false, 10_000);

    @TempDir
    Path directory;

    private MessageLog open() {
        return RocksMessageLog.open(directory, "CASTOR");
    }

    private static List<Message> of(String station, long... sequences) {
        return LongStream.of(sequences)
                .mapToObj(sequence -> message(station, sequence))
                .toList();
    }

    // The partner's message may come twice and late; it is kept once and stands where its time puts it.
    @Test
    void messagesAreKeptOnceAndReadInOrderOfTime() {
        try (MessageLog log = open()) {
            log.append(of("CASTOR", 2, 5));
            assertThat(log.append(of("POLLUX", 1, 3, 4, 3))).hasSize(3);
            assertThat(log.append(of("POLLUX", 3, 4, 6)))
                    .as("only what was new is told")
                    .isEqualTo(of("POLLUX", 6));

            assertThat(log.read(ALL)).extracting(Message::sequence).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
            assertThat(log.count()).isEqualTo(6);
            assertThat(log.after("POLLUX", 3, 1)).isEqualTo(of("POLLUX", 4));
            assertThat(log.after("POLLUX", 6, 10)).isEmpty();
            assertThat(log.after("POLLUX", Long.MAX_VALUE, 10)).isEmpty();
            assertThat(log.last("POLLUX")).isEqualTo(6);
            assertThat(log.last("CASTOR")).isEqualTo(5);
            assertThat(log.last("NOBODY")).isZero();
            assertThat(log.last("POLLUX2")).isZero();
            assertThat(log.known()).isEqualTo(Map.of("POLLUX", 6L));
        }
        try (MessageLog again = open()) {
            assertThat(again.count()).isEqualTo(6);
            assertThat(again.returned("POLLUX")).isZero();
            again.returned("POLLUX", 5);
            assertThat(again.returned("POLLUX")).isEqualTo(5);
            assertThat(again.known()).as("others only").isEqualTo(Map.of("POLLUX", 6L));
        }
    }

    // What is forgotten must not be asked of the partner again.
    @Test
    void oldMessagesAreForgottenByAgeAndByNumber() {
        try (MessageLog log = open()) {
            log.append(of("POLLUX", 1, 2, 3, 4, 5, 6, 7, 8));

            assertThat(log.forget(message("POLLUX", 3).time(), 100)).isEqualTo(2);
            assertThat(log.forget(Ticks.MIN, 4)).isEqualTo(2);
            assertThat(log.forget(Ticks.MIN, 4)).isZero();

            assertThat(log.read(ALL)).isEqualTo(of("POLLUX", 5, 6, 7, 8));
            assertThat(log.count()).isEqualTo(4);
            assertThat(log.known()).isEqualTo(Map.of("POLLUX", 8L));
        }
    }

    // Against a sorted set: any ranges, both directions, any pages.
    @Test
    void pagesGiveTheSameAsAModel() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        TreeSet<Message> model = new TreeSet<>(Message.BY_TIME);
        try (MessageLog log = open()) {
            for (int i = 0; i < 100; i++) {
                List<Message> some = random.longs(3, 1, 300)
                        .mapToObj(sequence -> message("S" + sequence % 3, sequence))
                        .toList();
                log.append(some);
                model.addAll(some);
            }
            for (int i = 0; i < 200; i++) {
                Position from = message("S0", random.nextLong(1, 300)).position();
                Position to = message("S1", random.nextLong(1, 300)).position();
                boolean reverse = random.nextBoolean();
                List<Message> expected = new ArrayList<>(model.stream()
                        .filter(each -> each.position().compareTo(from) >= 0)
                        .filter(each -> each.position().compareTo(to) < 0)
                        .toList());
                if (reverse) {
                    Collections.reverse(expected);
                }
                assertThat(pages(log, new Query(from, to, reverse, random.nextInt(1, 20))))
                        .as("seed %d, round %d", seed, i)
                        .isEqualTo(expected);
            }
        }
    }

    private static List<Message> pages(MessageLog log, Query query) {
        List<Message> all = new ArrayList<>();
        Query next = query;
        while (true) {
            List<Message> page = log.read(next);
            all.addAll(page);
            if (page.size() < query.limit()) {
                return all;
            }
            next = next.after(page.get(page.size() - 1));
        }
    }

    @Test
    void eventIdsAreTheSameOnAllStationsAndDifferForAllMessages() {
        Set<String> ids = new HashSet<>();
        for (String station : List.of("CASTOR", "POLLUX", "CASTOR1")) {
            for (long sequence = 1; sequence < 100; sequence++) {
                Message message = message(station, sequence);
                assertThat(message.eventId())
                        .hasSize(16)
                        .isEqualTo(message.received(77).eventId());
                ids.add(HexFormat.of().formatHex(message.eventId()));
            }
        }
        assertThat(ids).hasSize(3 * 99);
    }

    @Test
    void nothingKeptIsLostWhenTheProcessIsKilled() throws Exception {
        long last = 0;
        for (int round = 0; round < 2; round++) {
            last = writeAndKill(20 + 30 * round);
            try (MessageLog log = open()) {
                assertThat(log.last("CASTOR")).isGreaterThanOrEqualTo(last);
                assertThat(log.read(ALL))
                        .extracting(Message::sequence)
                        .isEqualTo(
                                LongStream.rangeClosed(1, log.count()).boxed().toList());
            }
        }
        assertThat(last).as("control: it went on where it was killed").isGreaterThanOrEqualTo(70);
    }

    private long writeAndKill(int messages) throws Exception {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        MessageWriterProcess.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long last = 0;
        try (BufferedReader out = writer.inputReader(StandardCharsets.UTF_8)) {
            for (int i = 0; i < messages; i++) {
                String line = out.readLine();
                assertThat(line).as("the process keeps messages").isNotNull();
                last = Long.parseLong(line);
            }
        } finally {
            writer.destroyForcibly();
            assertThat(writer.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        return last;
    }

    // A record that a failure of power has torn was never acknowledged; the station must start.
    @Test
    void aTornEndDoesNotRefuseTheStart() throws Exception {
        try (MessageLog log = open()) {
            log.append(of("CASTOR", 1, 2, 3));
        }
        // RocksDB has written its log into a table file at most; what it appends now is in the newest log.
        RocksMessageLog torn = RocksMessageLog.open(directory, "CASTOR");
        torn.append(of("CASTOR", 4));
        torn.append(of("CASTOR", 5));
        Path copy = copy();
        torn.close();
        Path newest = newestLog(copy.resolve("data"));
        byte[] bytes = Files.readAllBytes(newest);
        Files.write(newest, Arrays.copyOf(bytes, bytes.length - 7));

        try (MessageLog log = RocksMessageLog.open(copy, "CASTOR")) {
            assertThat(log.read(ALL)).isEqualTo(of("CASTOR", 1, 2, 3, 4));
            assertThat(log.count()).isEqualTo(4);
        }
    }

    // Worse than torn: the log is put aside, the station starts, and its partner still has the messages.
    @Test
    void aDamagedLogIsMovedAway() throws Exception {
        try (MessageLog log = open()) {
            log.append(of("CASTOR", 1));
        }
        Files.writeString(directory.resolve("data").resolve("CURRENT"), "MANIFEST-nothing");

        try (MessageLog log = open()) {
            assertThat(log.count()).isZero();
            assertThat(log.known()).doesNotContainKey("CASTOR");
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(each -> each.getFileName().toString())).anyMatch(name -> name.startsWith("damaged-"));
        }
    }

    @Test
    void aClosedLogSaysSo() {
        MessageLog log = open();
        log.close();
        log.close();
        assertThatThrownBy(() -> log.read(ALL))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("closed");
    }

    private Path copy() throws IOException {
        Path copy = directory.resolve("copy");
        Files.createDirectories(copy.resolve("data"));
        try (Stream<Path> files = Files.list(directory.resolve("data"))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve("data").resolve(file.getFileName()));
            }
        }
        return copy;
    }

    private static Path newestLog(Path data) throws IOException {
        try (Stream<Path> files = Files.list(data)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .max(Comparator.comparing(Path::getFileName))
                    .orElseThrow();
        }
    }
}
