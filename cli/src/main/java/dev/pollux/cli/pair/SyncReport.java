package dev.pollux.cli.pair;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.jspecify.annotations.Nullable;

/** What one station says about the synchronisation of its archive at one moment. Immutable. */
public final class SyncReport {
    private static final String OWN = "Pollux/Sync/";
    private static final List<String> NODES = List.of(
            "Phase",
            "NeedsSync",
            "Active",
            "Paused",
            "Gaps",
            "From",
            "To",
            "Missing",
            "Progress",
            "CopiedValues",
            "Rate",
            "Remaining",
            "Trouble",
            "LastStart",
            "LastEnd",
            "LastValues",
            "LastError");

    private final StationObject object;

    private SyncReport(StationObject object) {
        this.object = object;
    }

    /**
     * Asks a station.
     *
     * @throws CommandFailure if it does not answer
     */
    public static SyncReport read(StationSession session) {
        return new SyncReport(StationObject.read(session, OWN, NODES));
    }

    /**
     * From values that are known already.
     *
     * @param values by the last part of the node's name, e.g. {@code Gaps}
     */
    public static SyncReport of(String url, Map<String, Object> values) {
        return new SyncReport(new StationObject(url, values));
    }

    /** Name of the station. */
    public String station() {
        return object.station();
    }

    /** {@code none, unknown, complete, filling, paused, waiting} or {@code off}. */
    public String phase() {
        return object.text("Phase");
    }

    /** Whether the partner's archive has something that this one lacks. */
    public boolean needed() {
        return Boolean.TRUE.equals(object.value("NeedsSync"));
    }

    /** Spans that are missing. */
    public long gaps() {
        return object.number("Gaps");
    }

    /** Where the first of them begins. */
    public Optional<Instant> from() {
        return time("From");
    }

    /** Where the last of them ends. */
    public Optional<Instant> to() {
        return time("To");
    }

    /** Length of all of them together. */
    public Duration missing() {
        return Duration.ofMillis(Math.round(object.real("Missing")));
    }

    /** Percent of the present run. */
    public double progress() {
        return object.real("Progress");
    }

    /** Values copied since the station started. */
    public long copied() {
        return object.number("CopiedValues");
    }

    /** Values in a second, lately. */
    public double rate() {
        return object.real("Rate");
    }

    /** Estimate until the gaps are filled. */
    public Optional<Duration> remaining() {
        return object.real("Remaining") < 0
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(Math.round(object.real("Remaining"))));
    }

    /** Why nothing can be filled; empty if all is well. */
    public String trouble() {
        return object.text("Trouble");
    }

    /** When the last run began that has ended. */
    public Optional<Instant> lastStart() {
        return time("LastStart");
    }

    /** When it ended. */
    public Optional<Instant> lastEnd() {
        return time("LastEnd");
    }

    /** Values that it copied. */
    public long lastValues() {
        return object.number("LastValues");
    }

    /** Why it ended early; empty if it filled all. */
    public String lastError() {
        return object.text("LastError");
    }

    /** All for JSON; what the station did not tell is null. */
    public Map<String, @Nullable Object> json() {
        return object.json(NODES);
    }

    private Optional<Instant> time(String name) {
        return object.value(name) instanceof DateTime time && time.isNotNull()
                ? Optional.of(time.getJavaInstant())
                : Optional.empty();
    }
}
