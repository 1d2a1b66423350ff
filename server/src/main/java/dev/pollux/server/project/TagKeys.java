package dev.pollux.server.project;

import dev.pollux.server.tag.Access;
import dev.pollux.server.tag.TagType;
import java.time.Duration;
import java.util.List;

/** Every key of a tag, in {@code tags/*.yaml} and as columns in {@code tags/*.csv}. */
final class TagKeys {
    /** More tags than any plant has, and what the memory of one process holds. */
    static final int TAGS_MAX = 1_000_000;

    static final Plain<String> NAME_SHAPE = Shapes.matching(
            "a tag name: a letter or _, then letters, digits, _, . or -, at most 128",
            128,
            "[A-Za-z_][A-Za-z0-9_.-]{0,127}");
    static final Key<String> NAME =
            Key.required("name", NAME_SHAPE, "Unique over all files; the identifier of the tag's NodeId.");
    static final Key<String> AREA =
            Key.required("area", ProjectKeys.AREA_PATH, "Where the tag is shown: a listed area or a parent of one.");
    static final Key<String> DESCRIPTION =
            Key.standard("description", Shapes.freeText(1000), "\"\"", "For operators; clients see it.");
    static final Key<TagType> TYPE = Key.required("type", Shapes.oneOf(TagType.class), "OPC UA type that clients see.");
    static final Key<String> DEVICE = Key.required(
            "device",
            ProjectKeys.DEVICE_NAME,
            "Name of a device of the project; `internal` for a value that lives in the stations themselves and is kept"
                    + " over restarts.");
    static final Key<String> ADDRESS = Key.required(
            "address",
            Shapes.matching("an address of at most 256 characters", 256, "[!-~]([ -~]{0,254}[!-~])?"),
            "Address in the syntax of the device's protocol, for example `holding:100:FLOAT32`. For an internal tag"
                    + " `synchronize` if it is the same on all stations of the set, or `local`.");
    static final Key<Duration> POLL = Key.standard(
            "poll",
            Shapes.duration("10ms", "1h"),
            "1s",
            "Distance of the polling grid, which is aligned to the epoch so that both stations read alike.");
    static final Key<Access> ACCESS =
            Key.standard("access", Shapes.oneOf(Access.class), "read", "Whether clients may write.");
    static final Key<Double> FACTOR = Key.standard(
            "factor",
            Shapes.number("a finite number other than 0", value -> value != 0),
            "1",
            "Engineering units per raw count: value = raw * factor + offset.");
    static final Key<Double> OFFSET =
            Key.standard("offset", Shapes.number("a finite number", value -> true), "0", "Engineering value at raw 0.");
    static final Key<Values> SCALING =
            Key.optional("scaling", new Section(FACTOR, OFFSET), "Raw to engineering value; for numeric types only.");
    static final Key<Double> LOW = Key.required(
            "low", Shapes.number("a finite number", value -> true), "Lowest normal value, below range.high.");
    static final Key<Double> HIGH =
            Key.required("high", Shapes.number("a finite number", value -> true), "Highest normal value.");
    static final Key<Values> RANGE = Key.optional(
            "range",
            new Section(LOW, HIGH),
            "Normal engineering values; writing outside of it is refused. For numeric types only.");
    static final Key<String> UNIT =
            Key.standard("unit", Shapes.freeText(32), "\"\"", "Engineering unit such as `m3/h`.");

    static final Key<String> ARCHIVE = Key.optional(
            "archive",
            ArchiveKeys.PROFILE_OR_NONE,
            "Profile of `archive.capture` that says which values are archived; `none` for nothing. Without it"
                    + " `archive.default`.");
    static final Key<Boolean> STEPPED = Key.optional(
            "stepped",
            Shapes.flag(),
            "Whether an archived value holds until the next one (true) or goes over to it in a straight line (false)."
                    + " Without it true unless the profile has a swinging door; always true for boolean and string.");

    static final Section TAG = new Section(
            NAME, AREA, DESCRIPTION, TYPE, DEVICE, ADDRESS, POLL, ACCESS, SCALING, RANGE, UNIT, ARCHIVE, STEPPED);

    static final Section ROOT = new Section(tags(TAG));

    private TagKeys() {}

    /** The one key of a tags file; {@code tag} is {@link #TAG} or something that is made of it. */
    static <T> Key<List<T>> tags(Shape<T> tag) {
        return Key.required(
                "tags", new Listed<>(tag, "tags", 0, TAGS_MAX, false), "The tags; their order is their index.");
    }
}
