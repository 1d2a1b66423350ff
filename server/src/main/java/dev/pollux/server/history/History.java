package dev.pollux.server.history;

import dev.pollux.archive.Archive;
import dev.pollux.server.project.UsersConfig.Role;
import java.time.InstantSource;

/**
 * What a station's server needs to offer history. The archive stays the caller's: open it before, close it after the
 * server.
 *
 * @param archive where values are
 * @param tags which tags have history
 * @param limits how much clients may ask for
 * @param clock gives modification times
 */
public record History(Archive archive, HistorizedTags tags, HistoryLimits limits, InstantSource clock) {
    /** Who may insert, change and delete values of the past. */
    public static final Role CHANGES_VALUES = Role.SUPERVISOR;

    /** Who may remark on values of the past. */
    public static final Role REMARKS = Role.OPERATOR;

    /** With the usual limits and the system's clock. */
    public static History of(Archive archive, HistorizedTags tags) {
        return new History(archive, tags, HistoryLimits.DEFAULT, InstantSource.system());
    }
}
