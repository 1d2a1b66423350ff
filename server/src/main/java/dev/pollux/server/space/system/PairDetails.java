package dev.pollux.server.space.system;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a station shows about its part in the pair beyond {@link SystemValues}, for who looks for a fault.
 *
 * @param currentState the role, or SWITCH_UP, SWITCH_DOWN or DISABLED
 * @param level what ServiceLevel is composed of
 * @param preference whose archive has more that the other one lacks: self, none or partner
 * @param notifies whether it tells a partner of its state
 * @param running false once its runtime is being deactivated
 * @param validation how able it is
 * @param partnerValidation how able the partner is; empty if that is not known
 * @param pending what changes the state if it lasts
 * @param links to the partner
 */
public record PairDetails(
        String currentState,
        Level level,
        String preference,
        boolean notifies,
        boolean running,
        String validation,
        String partnerValidation,
        Optional<Pending> pending,
        Links links) {
    /** Nothing was decided yet. */
    public static final PairDetails NONE = new PairDetails(
            "UNDEFINED",
            new Level("NoData", List.of()),
            "none",
            false,
            true,
            "",
            "",
            Optional.empty(),
            new Links(false, false, "none", "none", List.of()));

    /**
     * ServiceLevel in full.
     *
     * @param band as the standard calls it
     * @param parts a line each
     */
    public record Level(String band, List<String> parts) {
        public Level {
            parts = List.copyOf(parts);
        }
    }

    /**
     * A condition that acts only when it lasts.
     *
     * @param reason which
     * @param devices whether it is about connected devices
     * @param lasted for how long it has held
     */
    public record Pending(String reason, boolean devices, Duration lasted) {}

    /**
     * All links.
     *
     * @param mainToPartner whether the partner answers on a main link
     * @param mainFromPartner whether it is heard on one
     * @param status both directions of the status links
     * @param serial the same of the serial lines
     * @param roundTrips the last one of each link, in their order
     */
    public record Links(
            boolean mainToPartner,
            boolean mainFromPartner,
            String status,
            String serial,
            List<Optional<Duration>> roundTrips) {
        public Links {
            roundTrips = List.copyOf(roundTrips);
        }
    }
}
