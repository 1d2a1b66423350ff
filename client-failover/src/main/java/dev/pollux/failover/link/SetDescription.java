package dev.pollux.failover.link;

import java.util.List;

/**
 * What one server says about the set that it belongs to.
 *
 * @param redundant whether RedundancySupport is anything but None
 * @param mode what to do with the members that are not active
 * @param members every server of the set that it names, with what FindServers and ServerNetworkGroups tell about their
 *     addresses; empty if it is not redundant
 */
public record SetDescription(boolean redundant, FailoverMode mode, List<ServerAddress> members) {

    /** Most members that are believed. */
    public static final int MEMBERS_MAX = 16;

    /** Keeps at most {@link #MEMBERS_MAX} members. */
    public SetDescription {
        members = members.stream().limit(MEMBERS_MAX).toList();
    }
}
