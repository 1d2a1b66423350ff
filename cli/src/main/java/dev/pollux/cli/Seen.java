package dev.pollux.cli;

import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.StationSession;
import dev.pollux.cli.pair.Stations.Attempt;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One station: what it says, or why it does not answer.
 *
 * @param url that was tried
 * @param report what it says; empty if it does not answer
 * @param reason why it does not answer; empty if it does
 * @param name what it called itself when it answered last; empty if it never has, or where nobody remembers
 */
record Seen<R>(String url, Optional<R> report, String reason, Optional<String> name) {
    /** One of which nothing is remembered. */
    Seen(String url, Optional<R> report, String reason) {
        this(url, report, reason, Optional.empty());
    }

    /** Reads from a session, if there is one, and closes it. */
    static <R> Seen<R> of(Attempt attempt, Function<StationSession, R> read) {
        if (attempt.session().isEmpty()) {
            return new Seen<>(attempt.url(), Optional.empty(), attempt.reason());
        }
        try (StationSession session = attempt.session().get()) {
            return read(attempt.url(), session, read);
        }
    }

    /** Reads from a session and leaves it open. */
    static <R> Seen<R> read(String url, StationSession session, Function<StationSession, R> read) {
        try {
            return new Seen<>(url, Optional.of(read.apply(session)), "");
        } catch (CommandFailure e) {
            return new Seen<>(url, Optional.empty(), String.valueOf(e.getMessage()));
        }
    }

    /** All that was said. */
    static <R> List<R> reports(List<Seen<R>> seen) {
        return seen.stream().flatMap(each -> each.report().stream()).toList();
    }

    /** For JSON. */
    Map<String, @Nullable Object> json(Function<R, Map<String, @Nullable Object>> of) {
        return report.map(of).orElseGet(() -> {
            Map<String, @Nullable Object> content = new LinkedHashMap<>();
            content.put("url", url);
            content.put("reachable", false);
            content.put("reason", reason);
            return content;
        });
    }

    /** The line for a station that does not answer. */
    String unreachable() {
        return url + " is not reachable: " + reason;
    }
}
