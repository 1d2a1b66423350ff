package dev.pollux.archive.rocks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollux.archive.Annotation;
import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Modification;
import dev.pollux.archive.Series;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksStoreTest {
    private static final String FAMILY = "things";

    @TempDir
    Path directory;

    private RocksStore open() {
        return RocksStore.open(config(), "test", 1, List.of(FAMILY));
    }

    private RocksConfig config() {
        return RocksConfig.in(directory.resolve("store")).withCommitInterval(Duration.ofMillis(1));
    }

    private static CompletableFuture<String> put(RocksStore store, String key, String value) {
        return store.commit(
                writing -> {
                    writing.batch().put(writing.family(FAMILY), key.getBytes(UTF_8), value.getBytes(UTF_8));
                    return key;
                },
                1);
    }

    private static String get(RocksStore store, String key) {
        return store.read(view -> {
            byte[] value = view.db().get(view.family(FAMILY), key.getBytes(UTF_8));
            return value == null ? "" : new String(value, UTF_8);
        });
    }

    @Test
    void keepsWhatWasCommittedOverAProperStop() {
        try (RocksStore store = open()) {
            assertThat(put(store, "a", "1").join()).isEqualTo("a");
        }
        try (RocksStore store = open()) {
            assertThat(get(store, "a")).isEqualTo("1");
            assertThat(get(store, "b")).isEmpty();
            assertThat(store.afterUncleanStop()).isFalse();
        }
    }

    @Test
    void isRefusedToASecondOpenerWithAReason() {
        try (RocksStore store = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(ArchiveException.class)
                    .hasMessageContaining("in use by this process");
            assertThat(put(store, "a", "1").join()).isEqualTo("a");
        }
        open().close();
    }

    @Test
    void isRefusedToWhomItDoesNotBelong() {
        open().close();

        assertThatThrownBy(() -> RocksStore.open(config(), "other", 1, List.of()))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("holds \"test 1\"");
        assertThatThrownBy(() -> RocksStore.open(config(), "test", 0, List.of()))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("later version");
        open().close();
    }

    // A defect in one change must not cost the others of its group, nor leave half of itself.
    @Test
    void aChangeThatFailsTakesNothingWithIt() {
        try (RocksStore store = open()) {
            CompletableFuture<String> before = put(store, "a", "1");
            CompletableFuture<String> failing = store.commit(
                    writing -> {
                        writing.batch().put(writing.family(FAMILY), "half".getBytes(UTF_8), new byte[1]);
                        throw new IllegalArgumentException("no such thing");
                    },
                    1);
            CompletableFuture<String> after = put(store, "b", "2");

            assertThatThrownBy(failing::join)
                    .hasCauseInstanceOf(ArchiveException.class)
                    .hasMessageContaining("no such thing");
            before.join();
            after.join();
            assertThat(get(store, "a") + get(store, "half") + get(store, "b")).isEqualTo("12");
        }
    }

    @Test
    void anAppenderWaitsAtTheBound() {
        CountDownLatch release = new CountDownLatch(1);
        AtomicBoolean third = new AtomicBoolean();
        RocksConfig config = config().withPendingMax(2);
        try (RocksStore store = RocksStore.open(config, "test", 1, List.of(FAMILY))) {
            CompletableFuture<Boolean> held = store.commit(
                    writing -> {
                        await(release);
                        return true;
                    },
                    1);
            CompletableFuture<String> second = put(store, "b", "2");
            Thread caller = new Thread(() -> {
                CompletableFuture<String> late = put(store, "c", "3");
                third.set(true);
                late.join();
            });
            caller.start();
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> caller.getState() == Thread.State.WAITING);
            assertThat(third).isFalse();
            assertThat(store.pending()).isEqualTo(2);

            release.countDown();

            held.join();
            second.join();
            Awaitility.await().atMost(Duration.ofSeconds(30)).untilTrue(third);
        }
        try (RocksStore store = open()) {
            assertThat(get(store, "c")).isEqualTo("3");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void familiesComeAndGo() {
        try (RocksStore store = open()) {
            store.commit(
                            writing -> {
                                writing.batch().put(writing.createFamily("more"), "k".getBytes(UTF_8), new byte[1]);
                                return true;
                            },
                            1)
                    .join();
            assertThat(store.familyNames()).contains("more");
            store.commit(
                            writing -> {
                                writing.dropFamily("more");
                                return true;
                            },
                            0)
                    .join();
            assertThat(store.familyNames()).doesNotContain("more");
        }
        try (RocksStore store = open()) {
            assertThat(store.familyNames()).doesNotContain("more").contains(FAMILY);
        }
    }

    // A killed process leaves a copy of the library behind only if it has a new name each time.
    @Test
    void theLibraryIsKeptOnce() throws Exception {
        Path natives = directory.resolve("native");
        Files.createDirectories(natives);
        open().close();
        try (var files = Files.list(directory.resolve("store"))) {
            assertThat(files.map(file -> file.getFileName().toString())).contains("db", "lock");
        }
        RocksLibrary.load(natives);
        RocksLibrary.load(directory.resolve("elsewhere"));
        assertThat(directory.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void appendingAfterTheEndFails() {
        RocksStore store = open();
        store.close();

        assertThatThrownBy(() -> put(store, "a", "1").join()).hasMessageContaining("closed");
        assertThatThrownBy(() -> get(store, "a"))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void coverageModificationsAndAnnotationsAreKeptBesideTheSamples() {
        Series level = Series.of("T100.Level");
        Modification changed = new Modification(
                level, new ArchivedSample(50, 51, 0, Value.of(2)), 99, Modification.Kind.REPLACE, "ann");
        Annotation remark = new Annotation(50, "pump was being cleaned", "bob", 70);
        Batch batch = new Batch(
                List.of(),
                List.of(),
                List.of(
                        new Batch.CoverageChange("plc", new TimeRange(0, 40), true),
                        new Batch.CoverageChange("plc", new TimeRange(40, 60), true),
                        new Batch.CoverageChange("other", new TimeRange(5, 6), true),
                        new Batch.CoverageChange("other", new TimeRange(0, 10), false)),
                List.of(changed, changed),
                List.of(
                        new Batch.AnnotationChange(level, remark, true),
                        new Batch.AnnotationChange(level, new Annotation(50, "x", "eve", 70), true),
                        new Batch.AnnotationChange(level, new Annotation(50, "x", "eve", 70), false)));
        try (RocksStore store = RocksStore.open(config(), "test", 1, SideColumns.FAMILIES)) {
            SideColumns side = new SideColumns(store);
            store.commit(
                            writing -> {
                                side.write(batch, writing);
                                return true;
                            },
                            1)
                    .join();
            assertThat(side.coverage()).isEqualTo(Map.of("plc", List.of(new TimeRange(0, 60))));
        }
        try (RocksStore store = RocksStore.open(config(), "test", 1, SideColumns.FAMILIES)) {
            SideColumns side = new SideColumns(store);
            assertThat(side.coverage()).isEqualTo(Map.of("plc", List.of(new TimeRange(0, 60))));
            assertThat(side.modifications(level, new TimeRange(50, 51), 9)).containsExactly(changed);
            assertThat(side.modifications(level, new TimeRange(51, 60), 9)).isEmpty();
            assertThat(side.annotations(level, TimeRange.ALL, 9)).containsExactly(remark);
            assertThat(side.annotations(Series.of("T100.Level2"), TimeRange.ALL, 9))
                    .isEmpty();

            store.commit(
                            writing -> {
                                side.forget(Series.VALUES, 51, writing);
                                side.uncover(new TimeRange(10, 20), writing);
                                return true;
                            },
                            1)
                    .join();

            assertThat(side.modifications(level, TimeRange.ALL, 9)).isEmpty();
            assertThat(side.annotations(level, TimeRange.ALL, 9)).isEmpty();
            assertThat(side.coverage()).isEqualTo(Map.of("plc", List.of(new TimeRange(0, 10), new TimeRange(20, 60))));
        }
    }
}
