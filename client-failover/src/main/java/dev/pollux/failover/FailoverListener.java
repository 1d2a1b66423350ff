package dev.pollux.failover;

/**
 * Hears of moves and of the members. Called on one thread per client ({@code pollux-failover-report}), in order;
 * exceptions are logged.
 */
public interface FailoverListener {

    /** The client has moved; also told for the first member. */
    default void onFailover(FailoverReport report) {}

    /** Something about a member has changed: found, connected, lost, level, state, active. */
    default void onMemberChanged(MemberStatus member) {}

    /** The active member was lost and there is no other; the client goes on trying. */
    default void onNoMember(String reason) {}
}
