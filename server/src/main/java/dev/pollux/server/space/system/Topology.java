package dev.pollux.server.space.system;

import dev.pollux.server.redundancy.ModeRules.Backup;
import dev.pollux.server.security.Endpoints;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The redundant set as this station sees it now. The one source of Server.ServiceLevel, ServerState, ServerRedundancy,
 * ServerArray and FindServers (OPC 10000-4 §6.6.2).
 *
 * @param self ApplicationUri of this station
 * @param members all stations with this one, in the same order on every station
 * @param estimatedReturnTime when this station serves again, while it does not
 * @param backup how this station stands if the mode of the set is backup, else of no meaning
 */
public record Topology(String self, List<Member> members, Optional<Instant> estimatedReturnTime, Backup backup) {
    /** A set of another mode than backup. */
    public Topology(String self, List<Member> members, Optional<Instant> estimatedReturnTime) {
        this(self, members, estimatedReturnTime, Backup.BACKUP_NOT_READY);
    }

    public Topology {
        members = List.copyOf(members);
        Set<String> uris = new HashSet<>();
        for (Member member : members) {
            if (!uris.add(member.applicationUri())) {
                throw new IllegalArgumentException("member " + member.applicationUri() + " is there twice");
            }
        }
        if (!uris.contains(self)) {
            throw new IllegalArgumentException("the set must contain the station itself, " + self);
        }
    }

    /** This station. */
    public Member own() {
        return members.stream()
                .filter(member -> member.applicationUri().equals(self))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("checked in the constructor"));
    }

    /** The other stations. */
    public List<Member> others() {
        return members.stream()
                .filter(member -> !member.applicationUri().equals(self))
                .toList();
    }

    /**
     * One station.
     *
     * @param applicationUri unique
     * @param name of the station
     * @param discoveryUrls where clients can ask for its endpoints
     * @param serviceLevel 0..255; of a silent partner 0
     * @param state of a silent partner UNKNOWN or COMMUNICATION_FAULT
     */
    public record Member(
            String applicationUri, String name, List<String> discoveryUrls, int serviceLevel, MemberState state) {
        public Member {
            discoveryUrls = List.copyOf(discoveryUrls);
            if (serviceLevel < 0 || serviceLevel > 255) {
                throw new IllegalArgumentException("service level " + serviceLevel + " is not in 0..255");
            }
        }

        /** Where clients connect; each station puts its endpoint for discovery below these. */
        List<String> endpointUrls() {
            return discoveryUrls.stream()
                    .map(url -> url.endsWith(Endpoints.DISCOVERY)
                            ? url.substring(0, url.length() - Endpoints.DISCOVERY.length())
                            : url)
                    .toList();
        }
    }

    /** ServerState (OPC 10000-5 §12.6). */
    public enum MemberState {
        RUNNING,
        FAILED,
        NO_CONFIGURATION,
        SUSPENDED,
        SHUTDOWN,
        TEST,
        COMMUNICATION_FAULT,
        UNKNOWN
    }
}
