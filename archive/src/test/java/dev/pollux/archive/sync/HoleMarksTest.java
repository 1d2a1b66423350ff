package dev.pollux.archive.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Series;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.coverage.Intervals;
import dev.pollux.archive.sync.GapRules.Piece;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where nobody was there to see, both archives say so. */
class HoleMarksTest {
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

    // This station ends at 100, the other goes on until 150; both are back at 200. What was filled up to 150 must not
    // seem to hold until 200.
    @Test
    void whereTheLastOfBothEndedIsAMark() throws Exception {
        partner.put(LEVEL, 50, 5.0);
        partner.put(LEVEL, 120, 6.0);
        partner.mark(LEVEL, 150);
        partner.put(LEVEL, 200, 7.0);
        partner.covered(DEVICE, 0, 150);
        partner.covered(DEVICE, 200, 300);
        own.put(LEVEL, 50, 5.0);
        own.mark(LEVEL, 100);
        own.put(LEVEL, 205, 7.0);
        own.covered(DEVICE, 0, 100);
        own.covered(DEVICE, 205, 300);

        fill();
        assertThat(own.all(LEVEL))
                .filteredOn(each -> each.status() == ArchivedSample.HOLE)
                .extracting(ArchivedSample::time)
                .containsExactly(150L);
        assertThat(own.coverage().of(DEVICE))
                .as("control")
                .isEqualTo(partner.coverage().of(DEVICE));
        List<ArchivedSample> filled = own.all(LEVEL);
        fill();
        assertThat(own.all(LEVEL)).isEqualTo(filled);

        // Somebody else saw it after all.
        partner.put(LEVEL, 170, 6.5);
        partner.covered(DEVICE, 150, 200);
        fill();
        assertThat(own.all(LEVEL)).noneMatch(each -> each.status() == ArchivedSample.HOLE);
        assertThat(own.coverage().of(DEVICE)).isEqualTo(Intervals.of(new TimeRange(0, 300)));
    }

    // A mark in the middle of what the partner is complete for is about a tag that it archives no longer.
    @Test
    void whereThePartnerOnlyEndsATagIsNoMark() throws Exception {
        partner.put(LEVEL, 50, 5.0);
        partner.mark(LEVEL, 120);
        partner.covered(DEVICE, 0, 150);
        own.put(LEVEL, 50, 5.0);
        own.covered(DEVICE, 0, 100);

        fill();
        assertThat(own.all(LEVEL)).extracting(ArchivedSample::time).containsExactly(50L);
    }

    private void fill() throws Exception {
        GapFiller filler =
                new GapFiller(new GuardedArchive(own.archive()), partner.remote(), device -> TAGS, samples -> {});
        for (Piece piece :
                GapRules.plan(own.coverage(), partner.remote().coverage(), new TimeRange(0, 1_000_000), 1_000)) {
            filler.fill(piece);
        }
    }
}
