package dev.pollux.server.project;

import dev.pollux.archive.aggregate.Aggregate;
import dev.pollux.archive.capture.Occasion;
import dev.pollux.archive.capture.Trigger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every key of the section {@code archive} in {@code project.yaml}. */
final class ArchiveKeys {
    /** Of a tag that is not archived. */
    static final String NONE = "none";

    private static final Plain<String> PROFILE_NAME = Shapes.matching(
            "a profile name other than none: a letter, then letters, digits, _ or -, at most 32",
            32,
            "(?!none$)[A-Za-z][A-Za-z0-9_-]{0,31}");
    static final Plain<String> PROFILE_OR_NONE =
            Shapes.matching("the name of a profile in archive.capture, or none", 32, "[A-Za-z][A-Za-z0-9_-]{0,31}");

    static final Key<Duration> RETENTION = Key.standard(
            "retention", Shapes.span("1h", "36500d"), "30d", "How long values are kept; what is older is deleted.");
    static final Key<String> DEFAULT =
            Key.standard("default", PROFILE_OR_NONE, NONE, "Profile of the tags that do not name one.");

    static final Key<String> PROFILE = Key.required("name", PROFILE_NAME, "Unique in the project.");
    /** When a value is looked at. */
    enum Mode {
        ON_CHANGE,
        CYCLIC,
        ON_CHANGE_AND_CYCLIC,
        TRIGGER;

        boolean cyclic() {
            return this == CYCLIC || this == ON_CHANGE_AND_CYCLIC;
        }

        boolean onChange() {
            return this == ON_CHANGE || this == ON_CHANGE_AND_CYCLIC;
        }

        static Mode of(Occasion occasion) {
            if (occasion.trigger().isPresent()) {
                return TRIGGER;
            }
            boolean cyclic = !occasion.cycle().isZero();
            return !cyclic ? ON_CHANGE : occasion.onChange() ? ON_CHANGE_AND_CYCLIC : CYCLIC;
        }
    }

    static final Key<Mode> MODE = Key.standard(
            "mode",
            Shapes.oneOf(Mode.class),
            "on-change",
            "When a value is looked at: when value or quality changes, at each multiple of `interval` since the epoch,"
                    + " both, or at an edge of the tag `trigger`.");
    static final Key<Duration> INTERVAL =
            Key.optional("interval", Shapes.duration("10ms", "24h"), "Required for the cyclic modes only.");
    static final Key<String> TRIGGER =
            Key.optional("trigger", TagKeys.NAME_SHAPE, "Name of a tag. Required for `trigger` only.");
    static final Key<Trigger.Edge> EDGE = Key.optional(
            "edge",
            Shapes.oneOf(Trigger.Edge.class),
            "Of the trigger: a boolean becomes true (`rising`, which it is without this key) or false, or any value"
                    + " changes.");
    static final Key<Double> DEAD_BAND = Key.optional(
            "dead-band",
            positive(),
            "Leave out numbers that differ from the last archived one by less than this, in engineering units.");
    static final Key<Double> DEAD_BAND_PERCENT = Key.optional(
            "dead-band-percent",
            Shapes.number("a number above 0 and at most 100", value -> value > 0 && value <= 100),
            "The same in percent of the tag's `range`, which the tag must then have.");
    static final Key<Double> SWINGING_DOOR = Key.optional(
            "swinging-door",
            positive(),
            "Leave out numbers that a straight line between archived ones meets to within this, in engineering units."
                    + " Needs `max-interval`, as it holds values back for as long. At most one of the three.");
    static final Key<Duration> MIN_INTERVAL = Key.optional(
            "min-interval",
            Shapes.duration("1ms", "24h"),
            "Least distance of archived changes; a change of quality is always archived. For the modes on change"
                    + " without a swinging door.");
    static final Key<Duration> MAX_INTERVAL = Key.optional(
            "max-interval",
            Shapes.duration("10ms", "24h"),
            "Archive a value at the latest after this, changed or not. At least `min-interval` and `interval`.");
    static final Key<List<Values>> CAPTURE = Key.standard(
            "capture",
            new Listed<>(
                    new Section(
                            PROFILE,
                            MODE,
                            INTERVAL,
                            TRIGGER,
                            EDGE,
                            DEAD_BAND,
                            DEAD_BAND_PERCENT,
                            SWINGING_DOOR,
                            MIN_INTERVAL,
                            MAX_INTERVAL),
                    "profiles",
                    0,
                    100,
                    false),
            "[]",
            "Profiles: which values of a tag are archived.");

    static final Key<String> LONG_TERM_NAME = Key.required(
            "name",
            Shapes.matching(
                    "an archive name other than values and late: a lower-case letter, then lower-case letters, digits"
                            + " or -, at most 32",
                    32,
                    "(?!values$|late$)[a-z][a-z0-9-]{0,31}"),
            "Unique in the project.");
    static final Key<Duration> LONG_TERM_INTERVAL = Key.required(
            "interval",
            Shapes.duration("1s", "24h"),
            "What each aggregate is over; a day must be a multiple of it. Aligned to midnight UTC.");
    static final Key<List<Aggregate>> AGGREGATE = Key.required(
            "aggregates",
            new Listed<>(Shapes.oneOf(words()), "aggregates", 1, 40, true),
            "What is kept of each interval, by the names of OPC 10000-13.");
    static final Key<Duration> LONG_TERM_RETENTION =
            Key.required("retention", Shapes.span("1h", "36500d"), "How long it is kept. At least `interval`.");
    static final Key<List<Values>> LONG_TERM = Key.standard(
            "long-term",
            new Listed<>(
                    new Section(LONG_TERM_NAME, LONG_TERM_INTERVAL, AGGREGATE, LONG_TERM_RETENTION),
                    "archives",
                    0,
                    8,
                    false),
            "[]",
            "Archives of aggregates of the numeric tags that are archived, kept longer than the values.");

    static final Key<Boolean> FILL_GAPS = Key.standard(
            "fill-gaps",
            Shapes.flag(),
            "true",
            "Whether a station copies what its archive lacks from its partner's, beside normal operation.");
    static final Key<Duration> LAST = Key.optional(
            "last",
            Shapes.span("1h", "36500d"),
            "Fill only gaps of so long ago. Left out: everything that is missing.");
    static final Key<Integer> RATE_MAX = Key.standard(
            "rate-max",
            Shapes.whole(1_000, 10_000_000),
            "200000",
            "Samples that are copied in a second at most, so that the network and live archiving are not disturbed.");
    static final Key<Boolean> READ_THROUGH = Key.standard(
            "read-through",
            Shapes.flag(),
            "true",
            "Whether clients that read history are shown the partner's values while a gap is open.");
    static final Key<Boolean> DEGRADE = Key.standard(
            "degrade",
            Shapes.flag(),
            "false",
            "Whether a station that came back shows a ServiceLevel of at most 99 until its archive is complete, so that"
                    + " clients stay with its partner.");
    static final Key<Boolean> USER_CHANGES = Key.standard(
            "user-changes",
            Shapes.flag(),
            "true",
            "Whether what users insert, replace, delete or remark in the history of one station reaches the others.");
    static final Key<Boolean> INTERNAL_TAGS = Key.standard(
            "internal-tags",
            Shapes.flag(),
            "true",
            "Whether internal tags with the address `synchronize` are the same on all stations. If not, each station"
                    + " has its own, as with `local`.");
    static final Key<Duration> CLOCK_AHEAD_MAX = Key.standard(
            "clock-ahead-max",
            Shapes.duration("1s", "24h"),
            "1m",
            "How far the time that orders changes of users and of internal tags may be ahead of a station's clock. What"
                    + " another station stamps later than that is taken, but does not move the own time ahead.");
    static final Key<Values> SYNCHRONIZE = Key.standard(
            "synchronize",
            new Section(FILL_GAPS, LAST, RATE_MAX, READ_THROUGH, DEGRADE, USER_CHANGES, INTERNAL_TAGS, CLOCK_AHEAD_MAX),
            "{}",
            "What the archives of the two stations do for each other.");

    static final Key<Values> ARCHIVE = Key.standard(
            "archive",
            new Section(RETENTION, DEFAULT, CAPTURE, LONG_TERM, SYNCHRONIZE),
            "{}",
            "What is archived. Where it is kept stands in the station file. Left out: nothing is archived.");

    private ArchiveKeys() {}

    private static Plain<Double> positive() {
        return Shapes.number("a finite number above 0", value -> value > 0);
    }

    /** All but the one whose values may change at any time later. */
    private static Map<String, Aggregate> words() {
        Map<String, Aggregate> words = new LinkedHashMap<>();
        for (Aggregate aggregate : Aggregate.values()) {
            if (aggregate != Aggregate.ANNOTATION_COUNT) {
                words.put(aggregate.browseName(), aggregate);
            }
        }
        return words;
    }
}
