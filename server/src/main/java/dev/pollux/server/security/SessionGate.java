package dev.pollux.server.security;

import dev.pollux.server.project.UsersConfig.Role;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Who may have a session now. Open at first; closed for as long as anybody has a reason. The partner station and
 * administrators pass always: the one is no client, the other must be able to open it again. Thread-safe.
 */
public final class SessionGate {
    private final Map<String, String> reasons = new ConcurrentSkipListMap<>();

    /**
     * Closes, or gives a new reason.
     *
     * @param who has the reason, for example {@code maintenance}; one word for each part of the station
     * @param why for people, lower case, without a full stop
     */
    public void close(String who, String why) {
        reasons.put(who, why);
    }

    /** Takes a reason back. */
    public void open(String who) {
        reasons.remove(who);
    }

    /** Why clients are refused; empty while it is open. */
    public Optional<String> closedBecause() {
        return reasons.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", reasons.values()));
    }

    /**
     * Whether somebody may have a session now.
     *
     * @param partner whether the certificate is the partner station's
     * @param role of the user; empty for none
     */
    public boolean admits(boolean partner, Optional<Role> role) {
        return partner
                || reasons.isEmpty()
                || role.filter(Role.CONFIGURE_ADMIN::equals).isPresent();
    }
}
