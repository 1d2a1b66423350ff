package dev.pollux.archive.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Page;
import dev.pollux.archive.Series;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.coverage.Coverage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client sees of a gap before it is filled. */
class FallThroughTest {
    private static final String DEVICE = "PLC1";
    private static final Series LEVEL = Series.of("T100.Level");
    private static final TimeRange ALL = new TimeRange(0, 1_000);

    @TempDir
    private Path directory = Path.of("");

    private Side own = Side.NONE;
    private Side partner = Side.NONE;
    private final Reachable view = new Reachable();

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

    @Test
    void theGapShowsThePartnersValuesAndSaysSo() {
        gapFrom100To200();

        Page page = seen().read(new Page.Request(LEVEL, ALL, false, 100));

        assertThat(page.samples()).isEqualTo(partner.all(LEVEL));
        assertThat(page.origin()).isEqualTo(Page.Origin.PARTNER);
    }

    @Test
    void outsideOfTheGapNothingIsAskedOfThePartner() {
        gapFrom100To200();
        view.broken = true;

        Page page = seen().read(new Page.Request(LEVEL, new TimeRange(200, 300), false, 100));

        assertThat(page.origin()).isEqualTo(Page.Origin.OWN);
        assertThat(page.samples()).hasSize(10);
    }

    // Better what there is, and honestly called incomplete, than nothing.
    @Test
    void withoutThePartnerTheOwnValuesAreShownAsIncomplete() {
        gapFrom100To200();
        view.broken = true;

        Page page = seen().read(new Page.Request(LEVEL, ALL, false, 100));

        assertThat(page.origin()).isEqualTo(Page.Origin.INCOMPLETE);
        assertThat(page.samples()).isEqualTo(own.all(LEVEL));
        assertThat(view.failures).hasSize(1);
    }

    @Test
    void boundsAreFoundInTheGap() {
        gapFrom100To200();

        assertThat(bound(155, Archive.Side.AT_OR_BEFORE)).isEqualTo(150);
        assertThat(bound(155, Archive.Side.AT_OR_AFTER)).isEqualTo(160);
        assertThat(bound(205, Archive.Side.AT_OR_BEFORE)).isEqualTo(200);
    }

    // Nothing changed in the gap: the value from before holds, not the mark of the hole.
    @Test
    void aQuietGapShowsWhatHeld() {
        partner.put(LEVEL, 50, 5);
        own.put(LEVEL, 50, 5);
        own.mark(LEVEL, 100);
        partner.covered(DEVICE, 0, 300);
        own.covered(DEVICE, 0, 100);

        assertThat(bound(155, Archive.Side.AT_OR_BEFORE)).isEqualTo(50);
    }

    // Reading through a gap gives what reading after it was filled would give, in any pages and both directions.
    @Test
    void pagesThroughGapsAreWhatAFilledArchiveGives() {
        long seed = Long.getLong("pollux.seed", 5);
        for (int story = 0; story < 30; story++) {
            SplittableRandom random = new SplittableRandom(seed + story);
            Path folder = directory.resolve("story" + story);
            try (Side mine = new Side(folder.resolve("own"));
                    Side theirs = new Side(folder.resolve("partner"))) {
                story(random, mine, theirs);
                FallThrough seen = new FallThrough(mine.archive(), view(theirs), series -> Optional.of(DEVICE));
                boolean reverse = random.nextBoolean();
                TimeRange range = new TimeRange(random.nextInt(300), 700 + random.nextInt(300));

                List<ArchivedSample> read = Side.read(seen, LEVEL, range, reverse, 1 + random.nextInt(20));

                List<ArchivedSample> expected =
                        new ArrayList<>(Side.read(theirs.archive(), LEVEL, range, reverse, 10_000));
                assertThat(read).as("seed %d", seed + story).isEqualTo(expected);
            }
        }
    }

    /** The partner has everything; the own archive lost some ranges, and left marks. */
    private static void story(SplittableRandom random, Side mine, Side theirs) {
        boolean up = true;
        long since = 0;
        for (long time = 0; time < 1_000; time++) {
            if (random.nextInt(60) == 0) {
                if (up) {
                    mine.mark(LEVEL, time);
                    mine.covered(DEVICE, since, time);
                }
                up = !up;
                since = time;
            }
            if (random.nextInt(3) == 0) {
                theirs.put(LEVEL, time, 1.0 * time);
                if (up) {
                    mine.put(LEVEL, time, 1.0 * time);
                }
            }
        }
        if (up) {
            mine.covered(DEVICE, since, 1_000);
        }
        theirs.covered(DEVICE, 0, 1_000);
    }

    private void gapFrom100To200() {
        for (long time = 0; time < 300; time += 10) {
            partner.put(LEVEL, time, 1.0 * time);
            if (time < 100 || time >= 200) {
                own.put(LEVEL, time, 1.0 * time);
            }
        }
        own.mark(LEVEL, 100);
        partner.covered(DEVICE, 0, 300);
        own.covered(DEVICE, 0, 100);
        own.covered(DEVICE, 200, 300);
    }

    private FallThrough seen() {
        return new FallThrough(own.archive(), view, series -> Optional.of(DEVICE));
    }

    private long bound(long time, Archive.Side side) {
        return seen().bound(LEVEL, time, side, ALL).orElseThrow().time();
    }

    private PartnerView view(Side side) {
        Reachable reachable = new Reachable();
        reachable.side = Optional.of(side);
        return reachable;
    }

    private final class Reachable implements PartnerView {
        private Optional<Side> side = Optional.empty();
        private boolean broken;
        private final List<ArchiveException> failures = new ArrayList<>();

        private Side side() {
            return side.orElse(partner);
        }

        @Override
        public Optional<PartnerArchive> archive() {
            PartnerArchive failing = new RemoteArchive(request -> {
                throw new ArchiveException("gone");
            });
            return Optional.of(broken ? failing : side().remote());
        }

        @Override
        public Coverage coverage() {
            return side().coverage();
        }

        @Override
        public TimeRange known() {
            return ALL;
        }

        @Override
        public void failed(ArchiveException reason) {
            failures.add(reason);
        }
    }
}
