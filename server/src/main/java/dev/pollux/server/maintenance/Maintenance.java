package dev.pollux.server.maintenance;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A station is out of service because somebody wants it so. It lasts until somebody ends it; the expected end is only
 * an estimate for clients.
 *
 * @param since when it began
 * @param until when clients may expect the station back (EstimatedReturnTime), if known
 * @param reason in the words of who asked; may be empty
 * @param user who asked; empty for nobody in particular
 */
public record Maintenance(Instant since, Optional<Instant> until, String reason, String user) {
    /** Longest reason and user name that are kept. */
    public static final int TEXT_MAX = 1_000;

    public Maintenance {
        if (reason.length() > TEXT_MAX || user.length() > TEXT_MAX) {
            throw new IllegalArgumentException("reason and user must have at most " + TEXT_MAX + " characters");
        }
    }

    /** For operators, lower case, without a full stop. */
    public String text() {
        return "maintenance"
                + until.map(end -> " until " + end.truncatedTo(ChronoUnit.SECONDS))
                        .orElse("")
                + (reason.isBlank() ? "" : ": " + reason.strip());
    }
}
