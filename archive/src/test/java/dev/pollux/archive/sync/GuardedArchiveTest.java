package dev.pollux.archive.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pollux.archive.AppendResult;
import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Modification;
import dev.pollux.archive.Series;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.Value;
import dev.pollux.archive.WriteMode;
import dev.pollux.archive.sync.GapRules.Piece;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users change values in a gap at the moment when it is filled. */
class GuardedArchiveTest {
    private static final String DEVICE = "PLC1";
    private static final Series LEVEL = Series.of("T100.Level");
    private static final List<Series> TAGS = List.of(LEVEL);

    @TempDir
    private Path directory = Path.of("");

    private Side own = Side.NONE;
    private Side partner = Side.NONE;

    @BeforeEach
    void open() {
        own = new Side(directory.resolve("own"));
        partner = new Side(directory.resolve("partner"));
    }

    @AfterEach
    void close() {
        own.close();
        partner.close();
    }

    // While a page is on its way from the partner, a user replaces one value, removes another and adds a third. Once
    // that is stored before the page is, once it still waits for the disk when the filling begins to look.
    @Test
    void whatAUserChangesWhileTheGapIsFilledStands() throws Exception {
        for (long time = 100; time < 200; time += 10) {
            partner.put(LEVEL, time, 1.0 * time);
        }
        own.put(LEVEL, 150, -5.0);
        own.put(LEVEL, 155, -5.0);
        partner.covered(DEVICE, 0, 300);
        GuardedArchive guarded = new GuardedArchive(own.archive());
        PartnerArchive real = partner.remote();
        PartnerArchive slow = (PartnerArchive) Proxy.newProxyInstance(
                PartnerArchive.class.getClassLoader(),
                new Class<?>[] {PartnerArchive.class},
                (proxy, method, values) -> {
                    Object answer = method.invoke(real, values);
                    if (method.getName().equals("valuesAt") && ((Long) values[1]) == 299) {
                        // The filling has looked by now, and has not written.
                        var unused =
                                guarded.append(correction(), WriteMode.LIVE).join();
                    }
                    return answer;
                });
        GapFiller filler = new GapFiller(guarded, slow, device -> TAGS, samples -> {});
        filler.fill(new Piece(DEVICE, new TimeRange(0, 300), true, true));

        assertThat(own.all(LEVEL))
                .extracting(ArchivedSample::time, sample -> sample.value().number())
                .containsExactly(
                        tuple(100L, 100.0),
                        tuple(110L, 110.0),
                        tuple(120L, 999.0),
                        tuple(140L, 140.0),
                        tuple(150L, 150.0),
                        tuple(155L, 999.0),
                        tuple(160L, 160.0),
                        tuple(170L, 170.0),
                        tuple(180L, 180.0),
                        tuple(190L, 190.0));
    }

    @Test
    void whatAUserHasChangedAndIsNotStoredYetStands() throws Exception {
        for (long time = 100; time < 200; time += 10) {
            partner.put(LEVEL, time, 1.0 * time);
        }
        partner.covered(DEVICE, 0, 300);
        CompletableFuture<AppendResult> waiting = new CompletableFuture<>();
        List<Batch> order = new ArrayList<>();
        Archive real = own.archive();
        Archive slow = (Archive) Proxy.newProxyInstance(
                Archive.class.getClassLoader(), new Class<?>[] {Archive.class}, (proxy, method, values) -> {
                    if (method.getName().equals("append") && order.isEmpty()) {
                        order.add((Batch) values[0]);
                        return waiting;
                    }
                    return method.invoke(real, values);
                });
        GuardedArchive guarded = new GuardedArchive(slow);
        var unused = guarded.append(correction(), WriteMode.LIVE);
        GapFiller filler = new GapFiller(guarded, partner.remote(), device -> TAGS, samples -> {});
        filler.fill(new Piece(DEVICE, new TimeRange(0, 300), true, true));

        assertThat(own.all(LEVEL))
                .extracting(ArchivedSample::time)
                .as("120 and 130 are the user's")
                .containsExactly(100L, 110L, 140L, 150L, 160L, 170L, 180L, 190L);
        waiting.complete(new AppendResult(1, List.of()));
        filler.fill(new Piece(DEVICE, new TimeRange(0, 300), true, true));
        assertThat(own.all(LEVEL)).as("control: nothing waits any more").hasSize(10);
    }

    /** Replaces the value of 120, removes that of 130, adds one at 155. */
    private static Batch correction() {
        ArchivedSample replaced = new ArchivedSample(120, 120, 0, Value.of(999.0));
        ArchivedSample added = new ArchivedSample(155, 155, 0, Value.of(999.0));
        return new Batch(
                List.of(new Batch.Entry(LEVEL, replaced), new Batch.Entry(LEVEL, added)),
                List.of(new Batch.Deletion(LEVEL, new TimeRange(130, 131))),
                List.of(),
                List.of(new Modification(LEVEL, replaced, 1_000, Modification.Kind.UPDATE, "ada")),
                List.of());
    }
}
