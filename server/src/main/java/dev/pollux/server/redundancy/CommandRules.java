package dev.pollux.server.redundancy;

import java.time.Duration;
import java.util.Optional;

/**
 * Whether a station may command a device: the fence that terms are. Who takes a command keeps the grounds on which it
 * did so, and asks again at the last moment before the request goes out. In between the station may have been
 * suspended, or somebody else may lead.
 *
 * @param freshness how long a decision may be acted on
 * @param quiet how long nothing is commanded after this process was suspended: what it reads then may have waited in a
 *     socket all the time
 */
public record CommandRules(Duration freshness, Duration quiet) {

    /**
     * On what a station may command.
     *
     * @param term of the Master whose plant it is
     * @param leads whether that is this station
     */
    public record Grounds(long term, boolean leads) {}

    /**
     * The grounds at one moment. A Master needs that it may act. Another one carries out what its own clients want, as
     * each station of a set is a full server: but only while it hears the Master, so that it knows the term. One that
     * does not know who leads commands nothing; except in Fault without anybody to take over.
     *
     * @param now uptime, pauses included
     * @return empty: it must not command
     */
    public Optional<Grounds> grounds(Standing last, Duration now) {
        boolean may = switch (last.role()) {
            case STANDALONE -> true;
            case UNDEFINED -> false;
            case MASTER -> now.compareTo(last.leadsUntil()) < 0;
            case STANDBY -> last.hearsMaster();
            case FAULT -> last.hearsMaster() || last.forlorn();
        };
        may &= last.role() == RoleState.STANDALONE || (fresh(last, now) && !justResumed(last, now));
        return may
                ? Optional.of(new Grounds(
                        last.term(), last.role() == RoleState.MASTER || last.role() == RoleState.STANDALONE))
                : Optional.empty();
    }

    /** Whether the last decision may still be acted on; a station alone decides nothing. */
    public boolean fresh(Standing last, Duration now) {
        return last.role() == RoleState.STANDALONE || now.minus(last.decided()).compareTo(freshness) < 0;
    }

    private boolean justResumed(Standing last, Duration now) {
        return last.resumed().filter(at -> now.minus(at).compareTo(quiet) < 0).isPresent();
    }

    /** Whether a command that was taken on these grounds may go out now. A new Master may finish what it took. */
    public boolean hold(Grounds taken, Standing last, Duration now) {
        return grounds(last, now)
                .filter(present -> present.term() == taken.term() || (present.leads() && !taken.leads()))
                .isPresent();
    }
}
