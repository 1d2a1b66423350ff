package dev.pollux.failover;

import dev.pollux.failover.Candidate.Presence;
import dev.pollux.failover.link.FailoverMode;
import dev.pollux.failover.link.Link;
import dev.pollux.failover.link.SetDescription;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is kept ready on the members that are not active, by the mode of their set. Owned by the loop. */
final class StandingBy {
    private static final Logger LOG = LoggerFactory.getLogger(StandingBy.class);

    private final Members members;
    private final Streams streams;
    private FailoverMode mode = FailoverMode.HOT;
    private boolean wanted = true;

    StandingBy(Members members, Streams streams) {
        this.members = members;
        this.streams = streams;
    }

    /** Takes the mode from what a member says of its set. */
    void learn(SetDescription set, @Nullable Member active) {
        if (set.redundant() && set.mode() != mode) {
            LOG.info("the set has the mode {}", set.mode());
            mode = set.mode();
            streams.mode(mode, active);
        }
    }

    /** Whether members that are not connected are to be. */
    boolean wanted() {
        return wanted;
    }

    /** In a Cold set the others are of no use while one serves, and needed at once when it does no longer. */
    void look(long now, @Nullable Member active) {
        boolean before = wanted;
        wanted = mode != FailoverMode.COLD || active == null || !active.serves();
        if (wanted && !before) {
            members.all().forEach(member -> member.needed(now));
        } else if (!wanted) {
            members.all().stream().filter(member -> member != active).forEach(member -> dismiss(member, now));
        }
    }

    private void dismiss(Member member, long now) {
        Link link = member.link();
        if (link != null) {
            member.detached(Presence.DOWN, "not needed while another member serves", now);
            streams.publish();
            var unused = link.close(FailoverLoop.GOODBYE_MILLIS);
        }
    }
}
