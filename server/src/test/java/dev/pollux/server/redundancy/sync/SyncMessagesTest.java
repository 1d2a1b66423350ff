package dev.pollux.server.redundancy.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.Value;
import dev.pollux.archive.WriteMode;
import dev.pollux.archive.coverage.Coverage;
import dev.pollux.archive.rocks.RocksArchive;
import dev.pollux.archive.rocks.RocksConfig;
import dev.pollux.archive.sync.ArchiveDesk;
import dev.pollux.archive.sync.GuardedArchive;
import dev.pollux.server.message.SystemMessage;
import dev.pollux.server.project.ArchiveConfig.Synchronization;
import dev.pollux.server.redundancy.link.PartnerLine;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators are told while an archive is filled from the partner's: two real archives, and the worker between. */
class SyncMessagesTest {
    private static final Series LEVEL = Series.of("T100.Level");
    private static final String DEVICE = "PLC1";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int SECONDS = 10_000;

    @TempDir
    Path directory = Path.of("set by JUnit");

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Line line = new Line();
    private final long begin = Ticks.of(Instant.now().minusSeconds(SECONDS + 600));
    private Archive own = none();
    private Archive partner = none();

    @SuppressWarnings("NullAway") // set before each test
    private static Archive none() {
        return null;
    }

    /** The way to the partner, whose faults the test makes. */
    private final class Line implements PartnerLine {
        private volatile boolean open = true;
        private volatile boolean damaged;
        private volatile boolean cutInTheMiddle;
        private final AtomicInteger calls = new AtomicInteger();

        @Override
        public void connect() {
            if (!open) {
                throw new ArchiveException("the partner's archive cannot be reached: cable out");
            }
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public byte[] call(byte[] request) {
            byte[] answer = new ArchiveDesk(partner).answer(request);
            boolean coverage = request[1] == 1;
            if (calls.incrementAndGet() > 3 && cutInTheMiddle) {
                open = false;
                throw new ArchiveException("the partner's archive does not answer: cable out");
            }
            return damaged && !coverage ? new byte[] {1, 2, 3} : answer;
        }

        @Override
        public void close() {
            open = false;
        }
    }

    @BeforeEach
    void fillThePartnersArchive() {
        own = archive("own");
        partner = archive("partner");
        List<Batch.Entry> samples = new ArrayList<>();
        for (int second = 0; second < SECONDS; second++) {
            long time = begin + second * Ticks.PER_SECOND;
            samples.add(new Batch.Entry(LEVEL, new ArchivedSample(time, time, 0, Value.of(1.0 * second))));
        }
        var unused = partner.append(
                        Batch.of(
                                samples,
                                List.of(new Batch.CoverageChange(
                                        DEVICE, new TimeRange(begin, begin + SECONDS * Ticks.PER_SECOND), true))),
                        WriteMode.LIVE)
                .join();
    }

    private Archive archive(String name) {
        return RocksArchive.open(
                RocksConfig.in(directory.resolve(name))
                        .withCommitInterval(Duration.ZERO)
                        .withMemoryBytes(8 << 20),
                Clock.systemUTC());
    }

    @AfterEach
    void close() {
        own.close();
        partner.close();
    }

    private SyncWorker worker(int rate) {
        SyncWorker worker = new SyncWorker(
                new SyncWorker.Own(new GuardedArchive(own), () -> Coverage.NONE),
                line,
                new Synchronization(true, Optional.empty(), rate, true, false, true, true, Duration.ofMinutes(1)),
                device -> List.of(LEVEL),
                new Turn(),
                (message, values) -> told.add(message.number() + " " + message.text(values)));
        worker.start();
        return worker;
    }

    private static String start(SystemMessage message) {
        return message.number() + " " + message.template().replaceAll("\\{.*", "");
    }

    private void awaitTold(SystemMessage message) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(told).anyMatch(each -> each.startsWith(start(message))));
    }

    @Test
    void theBeginAndTheEndOfFillingAreToldWithWhatWasCopied() {
        try (SyncWorker worker = worker(200_000)) {
            awaitTold(SystemMessage.SYNC_FINISHED);

            assertThat(told).hasSize(2);
            assertThat(told.get(0))
                    .isEqualTo(SystemMessage.SYNC_STARTED.number() + " "
                            + SystemMessage.SYNC_STARTED.text(
                                    Ticks.toInstant(begin), Ticks.toInstant(begin + SECONDS * Ticks.PER_SECOND)));
            assertThat(told.get(1)).contains(SECONDS + " values in ");
            assertThat(worker.progress().gaps()).isZero();
        }
    }

    @Test
    void anOperatorWhoStopsItInTheMiddleIsTheReason() {
        try (SyncWorker worker = worker(1_000)) {
            awaitTold(SystemMessage.SYNC_STARTED);
            worker.pause(true);

            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(told)
                            .contains(SystemMessage.SYNC_INTERRUPTED.number() + " "
                                    + SystemMessage.SYNC_INTERRUPTED.text("paused by an operator")));
            assertThat(told).noneMatch(each -> each.startsWith(start(SystemMessage.SYNC_FINISHED)));
        }
    }

    // It goes on by itself when the link is back: nobody has to act, so it is no failure.
    @Test
    void aLinkThatGoesInTheMiddleInterruptsIt() {
        line.cutInTheMiddle = true;
        try (SyncWorker worker = worker(200_000)) {
            awaitTold(SystemMessage.SYNC_INTERRUPTED);

            assertThat(told).noneMatch(each -> each.startsWith(start(SystemMessage.SYNC_FAILED)));
            await().atMost(LIMIT).until(() -> worker.progress().trouble().contains("cable out"));
            line.cutInTheMiddle = false;
            line.open = true;
            awaitTold(SystemMessage.SYNC_FINISHED);
        }
    }

    // The link is well and the answers make no sense: that does not pass by itself.
    @Test
    void answersThatCannotBeUnderstoodAreAFailure() {
        line.damaged = true;
        try (SyncWorker worker = worker(200_000)) {
            awaitTold(SystemMessage.SYNC_FAILED);

            assertThat(told).noneMatch(each -> each.startsWith(start(SystemMessage.SYNC_INTERRUPTED)));
            assertThat(worker.progress().gaps()).as("control").isPositive();
        }
    }
}
