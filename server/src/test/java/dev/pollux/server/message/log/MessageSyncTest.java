package dev.pollux.server.message.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.message.Message;
import dev.pollux.archive.message.Message.Position;
import dev.pollux.archive.message.MessageLog;
import dev.pollux.archive.rocks.RocksMessageLog;
import dev.pollux.server.message.SystemMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journals of two stations, with their logs on disk and the partner's desk instead of a network. */
class MessageSyncTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final List<String> SET = List.of("CASTOR", "POLLUX");

    @TempDir
    Path folder;

    /** One station, as far as messages go. */
    private final class Site implements AutoCloseable {
        final String name;
        final List<Message> shown = new CopyOnWriteArrayList<>();
        final MessageLog log;
        final MessageJournal journal;
        volatile @Nullable Site partner;

        Site(String name, String directory) {
            this.name = name;
            log = RocksMessageLog.open(folder.resolve(directory), name);
            journal = new MessageJournal(
                    name,
                    log,
                    new MessageJournal.Retention(Duration.ofDays(400), 1_000_000),
                    InstantSource.system(),
                    shown::add);
            journal.start();
        }

        /** Says something so often, and waits until it is kept. */
        void say(int times) {
            long before = log.count();
            for (int i = 0; i < times; i++) {
                journal.raise(SystemMessage.STATE_CHANGED, "MASTER", "number " + i);
            }
            await().atMost(LONG).until(() -> log.count() == before + times);
        }

        byte[] ask(byte[] question) {
            Site there = partner;
            if (there == null) {
                throw new ArchiveException("the partner does not answer");
            }
            return new MessageDesk(there.log, SET).answer(question);
        }

        /** Looks until there is nothing more. */
        void fetch() {
            String other = name.equals("CASTOR") ? "POLLUX" : "CASTOR";
            MessageSync sync = new MessageSync(name, other, log, journal, this::ask);
            while (sync.lookOnce()) {
                assertThat(partner).isNotNull();
            }
        }

        List<String> ids() {
            List<String> ids = new ArrayList<>();
            MessageLog.Query all =
                    new MessageLog.Query(Position.before(Ticks.MIN), Position.before(Ticks.MAX), false, 100_000);
            log.read(all).forEach(each -> ids.add(HexFormat.of().formatHex(each.eventId()) + each.text()));
            return ids;
        }

        @Override
        public void close() {
            journal.close();
            log.close();
        }
    }

    private static void connect(Site one, Site other) {
        one.partner = other;
        other.partner = one;
    }

    // Alternating failures: each says things while the other is away, in any order, with restarts in between.
    @Test
    void bothLogsBecomeEqualWhateverTheOrder() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        Site castor = new Site("CASTOR", "castor");
        Site pollux = new Site("POLLUX", "pollux");
        try {
            for (int round = 0; round < 12; round++) {
                castor.say(random.nextInt(1, 4));
                pollux.say(random.nextInt(1, 4));
                connect(castor, pollux);
                switch (random.nextInt(4)) {
                    case 0 -> castor.fetch();
                    case 1 -> pollux.fetch();
                    case 2 -> {
                        castor.close();
                        castor = new Site("CASTOR", "castor");
                    }
                    default -> {
                        pollux.close();
                        pollux = new Site("POLLUX", "pollux");
                    }
                }
            }
            connect(castor, pollux);
            castor.fetch();
            pollux.fetch();
            assertThat(castor.ids()).as("seed %d", seed).isEqualTo(pollux.ids()).hasSizeGreaterThan(20);
            int before = castor.ids().size();
            castor.fetch();
            pollux.fetch();
            assertThat(castor.ids()).as("nothing comes twice").hasSize(before);
        } finally {
            castor.close();
            pollux.close();
        }
    }

    // More than a page; and the partner's messages are shown to the own clients, once.
    @Test
    void aLongAbsenceIsFetchedByPagesAndShown() {
        try (Site castor = new Site("CASTOR", "castor");
                Site pollux = new Site("POLLUX", "pollux")) {
            int many = 2 * MessagePages.MESSAGES_MAX + 7;
            pollux.say(many);
            connect(castor, pollux);

            castor.fetch();
            castor.fetch();

            assertThat(castor.ids()).isEqualTo(pollux.ids()).hasSize(many);
            assertThat(castor.shown)
                    .hasSize(many)
                    .allMatch(each -> each.station().equals("POLLUX"));
            assertThat(castor.log.returned("POLLUX"))
                    .as("nothing of its own was there")
                    .isZero();
        }
    }

    // A new disk: what this station has said comes back from its partner, and no number is used twice.
    @Test
    void aStationThatLostItsLogHasItsOwnMessagesBack() {
        int many = MessagePages.MESSAGES_MAX + 5;
        try (Site pollux = new Site("POLLUX", "pollux")) {
            try (Site castor = new Site("CASTOR", "castor")) {
                castor.say(many);
                connect(castor, pollux);
                pollux.fetch();
                pollux.say(2);
            }
            try (Site castor = new Site("CASTOR", "new disk")) {
                castor.say(3);
                connect(castor, pollux);
                castor.fetch();
                pollux.fetch();

                assertThat(castor.ids()).isEqualTo(pollux.ids()).hasSize(many + 5);
                int before = castor.ids().size();
                castor.fetch();
                assertThat(castor.ids()).as("each comes back once").hasSize(before);
            }
        }
    }

    // Yesterday's copy of the data directory: it looks whole, and nothing tells that a day is missing.
    @Test
    void aStationWhoseLogWasRolledBackHasItsOwnMessagesBack() throws IOException {
        try (Site pollux = new Site("POLLUX", "pollux")) {
            try (Site castor = new Site("CASTOR", "castor")) {
                castor.say(5);
                connect(castor, pollux);
                pollux.fetch();
                castor.fetch();
            }
            copy(folder.resolve("castor"), folder.resolve("yesterday"));
            try (Site castor = new Site("CASTOR", "castor")) {
                castor.say(4);
                connect(castor, pollux);
                pollux.fetch();
                castor.fetch();
            }
            try (Site castor = new Site("CASTOR", "yesterday")) {
                castor.say(2);
                assertThat(castor.ids()).as("control").hasSize(7);
                connect(castor, pollux);
                castor.fetch();
                pollux.fetch();

                assertThat(castor.ids()).isEqualTo(pollux.ids()).hasSize(11);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path each : files.toList()) {
                Files.copy(each, to.resolve(from.relativize(each)));
            }
        }
    }

    @Test
    void whatIsNoQuestionOrAnswerIsRefused() {
        try (Site castor = new Site("CASTOR", "castor")) {
            MessageDesk desk = new MessageDesk(castor.log, SET);
            assertThatThrownBy(() -> desk.answer(new byte[] {9, 0, 0}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("version 9");
            assertThatThrownBy(() -> desk.answer(new byte[] {1, 0, 5})).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> desk.answer(new byte[] {1, 0, 0, 0})).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> MessagePages.answer(new byte[] {1, 127, 127}))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(MessagePages.question(MessagePages.question(Map.of("A", 3L))))
                .isEqualTo(Map.of("A", 3L));
    }

    // A hanging client or disk must never delay the redundancy loop, which raises messages.
    @Test
    void whoeverRaisesAMessageGoesOnAtOnceAndWhatIsDroppedIsCounted() throws Exception {
        CountDownLatch hang = new CountDownLatch(1);
        try (MessageLog log = RocksMessageLog.open(folder.resolve("hung"), "CASTOR");
                MessageJournal journal = new MessageJournal(
                        "CASTOR",
                        log,
                        new MessageJournal.Retention(Duration.ofDays(1), 1_000),
                        (InstantSource) Instant::now,
                        message -> awaitQuietly(hang))) {
            journal.start();
            for (int i = 0; i < 5_000; i++) {
                journal.raise(SystemMessage.MAIN_LINK_READY);
            }
            assertThat(journal.dropped())
                    .as("control: more than the queue takes")
                    .isGreaterThan(1_000);

            hang.countDown();

            long kept = 5_000 - journal.dropped();
            await().atMost(LONG).until(() -> log.count() == kept);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
