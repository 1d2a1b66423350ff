package dev.pollux.failover;

import dev.pollux.failover.link.Link;
import dev.pollux.failover.link.ServerAddress;
import dev.pollux.failover.link.SetDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The known members: from the settings, from the kept file, and from what connected members say. Owned by the loop. */
final class Members {
    private static final Logger LOG = LoggerFactory.getLogger(Members.class);

    private final List<String> seeds;
    private final List<Member> all = new ArrayList<>();

    Members(List<String> seeds, List<ServerAddress> kept) {
        this.seeds = seeds;
        kept.forEach(address -> all.add(Member.known(address)));
        for (String url : seeds) {
            if (all.stream().noneMatch(member -> member.urls().contains(url))) {
                all.add(Member.at(url));
            }
        }
    }

    List<Member> all() {
        return all;
    }

    Optional<Member> byKey(String key) {
        return all.stream().filter(member -> member.key().equals(key)).findFirst();
    }

    /**
     * Finds out whose link this is. The member that was tried may turn out to be one that is known already under
     * another address, or another server than expected.
     *
     * @return the member that the link belongs to; empty if it belongs to none, or to one that has a link already
     */
    Optional<Member> owner(Member tried, Link link) {
        Optional<Member> known = byKey(link.uri()).filter(member -> member != tried);
        if (!tried.identified() && known.isEmpty()) {
            tried.identify(link.uri());
            return Optional.of(tried);
        }
        if (tried.identified() && tried.key().equals(link.uri())) {
            return Optional.of(tried);
        }
        if (tried.identified()) {
            LOG.warn("{} was expected at {}, but {} answers there", tried.key(), link.url(), link.uri());
        } else {
            all.remove(tried);
        }
        known.ifPresent(member -> member.learn(new ServerAddress(link.uri(), link.name(), List.of(link.url()))));
        return known.filter(member -> member.link() == null && !member.connecting());
    }

    /**
     * Takes over what a connected member says about the set.
     *
     * @return whether anything was new
     */
    boolean learn(SetDescription set) {
        if (!set.redundant() || set.members().isEmpty()) {
            return false;
        }
        List<ServerAddress> before = addresses();
        for (ServerAddress address : set.members()) {
            Optional<Member> known = byKey(address.uri());
            if (known.isPresent()) {
                known.get().learn(address);
            } else if (all.size() < 2 * SetDescription.MEMBERS_MAX) {
                LOG.info("found member {} at {}", address.uri(), address.urls());
                all.add(Member.known(address));
            }
        }
        all.removeIf(member -> obsolete(member, set));
        return !before.equals(addresses());
    }

    // A station that was taken out of the set, or a bare address that turned out to be one of a known member.
    private boolean obsolete(Member member, SetDescription set) {
        if (member.link() != null || member.connecting()) {
            return false;
        }
        if (member.identified()) {
            return set.members().stream().noneMatch(address -> address.uri().equals(member.key()))
                    && member.urls().stream().noneMatch(seeds::contains);
        }
        return all.stream()
                .filter(other -> other != member && other.identified())
                .anyMatch(other -> other.urls().containsAll(member.urls()));
    }

    /** The members that are known by uri, for the file. */
    List<ServerAddress> addresses() {
        return all.stream().filter(Member::identified).map(Member::address).toList();
    }
}
