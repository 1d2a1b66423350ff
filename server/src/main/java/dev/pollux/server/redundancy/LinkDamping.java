package dev.pollux.server.redundancy;

import java.time.Duration;
import java.util.Optional;

/**
 * What operators are told of one link: that it is down or up once that has lasted. A link that is up again for a moment
 * on a busy machine is no news; the more often it came back of late, the longer it must stay before that is told. Not
 * thread-safe.
 */
final class LinkDamping {
    /** Longer than the links of a partner that dies need to go one after the other. */
    static final Duration HOLD = Duration.ofSeconds(1);
    /** A link that comes back again within this time is not calm. */
    static final Duration CALM = Duration.ofMinutes(1);

    static final Duration HOLD_MAX = Duration.ofSeconds(32);

    private boolean told;
    private boolean seen;
    private Optional<Duration> since = Optional.empty();
    private Optional<Duration> backAt = Optional.empty();
    private Duration holdUp = Duration.ZERO;

    /**
     * Takes what the link is now and gives what is to be told of it. The first time up needs no proof.
     *
     * @param uptime never less than before
     */
    boolean look(boolean up, Duration uptime) {
        if (up != seen || since.isEmpty()) {
            seen = up;
            since = Optional.of(uptime);
        }
        Duration lasted = uptime.minus(since.get());
        if (told != seen && lasted.compareTo(seen ? holdUp : HOLD) >= 0) {
            told = seen;
            if (told) {
                back(uptime);
            }
        }
        return told;
    }

    private void back(Duration uptime) {
        boolean again = backAt.filter(at -> uptime.minus(at).compareTo(CALM.plus(holdUp)) < 0)
                .isPresent();
        Duration doubled = holdUp.multipliedBy(2);
        holdUp = !again ? HOLD : doubled.compareTo(HOLD_MAX) > 0 ? HOLD_MAX : doubled;
        backAt = Optional.of(uptime);
    }
}
