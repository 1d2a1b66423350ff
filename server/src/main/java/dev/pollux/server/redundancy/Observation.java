package dev.pollux.server.redundancy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * All that a decision may depend on, beside the own state.
 *
 * @param uptime monotonic time since this process started, without pauses in which it was suspended
 * @param own how able this station is
 * @param defect what is wrong with its own software, if anything
 * @param partners the other stations of the set as seen from here
 * @param backing what entitles this station to act as Master
 * @param request what an operator asks for now; present in one observation only
 */
public record Observation(
        Duration uptime,
        Validation own,
        Optional<String> defect,
        List<PartnerView> partners,
        Backing backing,
        Optional<SwitchoverRequest> request) {
    public Observation {
        if (defect.isPresent() == own.healthy()) {
            throw new IllegalArgumentException("a defect and a healthy validation exclude each other");
        }
        partners = List.copyOf(partners);
    }
}
