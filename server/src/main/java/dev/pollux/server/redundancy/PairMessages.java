package dev.pollux.server.redundancy;

import dev.pollux.server.message.SystemMessage;
import dev.pollux.server.redundancy.PairFacts.Link;
import dev.pollux.server.redundancy.PartnerView.Availability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which messages follow from what the pair has become since the last look. No I/O and no clock; not safe for use by
 * several threads. What is as expected at the start is not told.
 */
public final class PairMessages {
    /** Reasons to lead that are no failure. */
    private static final Set<Reason> PLANNED = EnumSet.of(
            Reason.STARTING,
            Reason.NO_REDUNDANCY,
            Reason.DISABLED,
            Reason.PARTNER_ACTIVE,
            Reason.NO_PARTNER_AT_START,
            Reason.STARTED_TOGETHER,
            Reason.SWITCHOVER);

    private static final int FINGERPRINT_SHOWN = 12;

    private final List<Raised> raised = new ArrayList<>();
    private final Set<String> everUp = new HashSet<>();
    private final Map<String, LinkDamping> damping = new HashMap<>();
    private Optional<PairFacts> before = Optional.empty();
    private boolean mainMissing;
    private boolean standbyTroubled;
    private boolean witnessed;
    private boolean alone;
    private String difference = "";

    /**
     * A message to raise.
     *
     * @param message from the catalogue
     * @param values of its placeholders
     */
    public record Raised(SystemMessage message, List<String> values) {
        static Raised of(SystemMessage message, String... values) {
            return new Raised(message, List.copyOf(Arrays.asList(values)));
        }
    }

    /**
     * What is to be raised now that the pair is like this, in order. To be called at each change and in between, as
     * what is told of links must have lasted.
     */
    public List<Raised> seen(PairFacts facts) {
        raised.clear();
        PairFacts now = facts.withLinks(
                facts.links().stream().map(link -> damped(link, facts.uptime())).toList());
        commissioning(now);
        links(now, any(facts, false));
        runtime(now);
        projects(now);
        takeover(now);
        standby(now);
        fault(now);
        before = Optional.of(now);
        return List.copyOf(raised);
    }

    private void raise(SystemMessage message, String... values) {
        raised.add(Raised.of(message, values));
    }

    private Link damped(Link link, Duration uptime) {
        boolean up =
                damping.computeIfAbsent(link.name(), name -> new LinkDamping()).look(link.up(), uptime);
        return new Link(link.name(), link.main(), up);
    }

    private void links(PairFacts now, boolean statusWorks) {
        for (Link link : now.links()) {
            boolean was = before.stream().flatMap(each -> each.links().stream()).anyMatch(up(link.name()));
            if (was && !link.up()) {
                raise(SystemMessage.LINK_FAILED, now.partner(), link.name());
            } else if (!was && link.up() && !everUp.add(link.name())) {
                raise(SystemMessage.LINK_RESTORED, now.partner(), link.name());
            }
        }
        boolean main = any(now, true);
        boolean status = any(now, false);
        boolean mainBefore = before.filter(each -> any(each, true)).isPresent();
        boolean statusBefore = before.filter(each -> any(each, false)).isPresent();
        // While no link is up the partner is lost, and that is another message; links go one after the other then.
        if (!main && status && statusWorks && !mainMissing && everUp(now, true)) {
            mainMissing = true;
            raise(SystemMessage.MAIN_LINK_INTERRUPTED);
        } else if (main && !mainBefore) {
            mainMissing = false;
            raise(SystemMessage.MAIN_LINK_READY);
        }
        if (statusBefore && !status) {
            raise(SystemMessage.STATUS_LINK_FAILED);
        } else if (!statusBefore && status) {
            raise(SystemMessage.STATUS_LINK_READY);
        }
    }

    /** As expected, but easily forgotten. */
    private void commissioning(PairFacts now) {
        if (before.isEmpty() && now.reason() == Reason.DISABLED) {
            raise(SystemMessage.STATE_CHANGED, now.role().name(), now.reason().text());
        }
    }

    private static Predicate<Link> up(String name) {
        return link -> link.up() && link.name().equals(name);
    }

    private static boolean any(PairFacts facts, boolean main) {
        return facts.links().stream().anyMatch(link -> link.main() == main && link.up());
    }

    private boolean everUp(PairFacts facts, boolean main) {
        return facts.links().stream().anyMatch(link -> link.main() == main && everUp.contains(link.name()));
    }

    private void runtime(PairFacts now) {
        boolean stopped =
                before.filter(each -> each.seen() == Availability.STOPPED).isPresent();
        if (stopped && now.seen() == Availability.AVAILABLE) {
            raise(SystemMessage.PARTNER_RUNTIME_ACTIVE, now.partner());
        }
    }

    private void projects(PairFacts now) {
        Optional<String> theirs = now.partnerFingerprint();
        if (theirs.isEmpty()) {
            return;
        }
        String differs = theirs.get().equals(now.fingerprint())
                ? ""
                : "fingerprint " + shown(now.fingerprint()) + " here, " + shown(theirs.get()) + " on " + now.partner();
        if (!differs.isEmpty() && !differs.equals(difference)) {
            raise(SystemMessage.PROJECTS_DIFFER, differs);
        }
        difference = differs;
    }

    private static String shown(String fingerprint) {
        return fingerprint.substring(0, Math.min(FINGERPRINT_SHOWN, fingerprint.length()));
    }

    private void takeover(PairFacts now) {
        boolean led = before.filter(each -> each.role() == RoleState.MASTER).isPresent();
        if (!led && now.role() == RoleState.MASTER && !PLANNED.contains(now.reason())) {
            raise(SystemMessage.FAILURE_SWITCHOVER, now.reason().text());
        }
    }

    /** Told by the Master, so that it is told once. */
    private void standby(PairFacts now) {
        Optional<PairFacts.Partner> partner = now.present();
        if (partner.isEmpty() || now.role() != RoleState.MASTER) {
            return;
        }
        // One that has just started has not asked it yet.
        witnessed |= partner.get().reachesWitness();
        boolean unwitnessed = witnessed && !partner.get().reachesWitness();
        boolean troubled =
                partner.get().state() == RoleState.FAULT || !partner.get().healthy() || unwitnessed;
        if (troubled && !standbyTroubled) {
            standbyTroubled = true;
            raise(SystemMessage.STANDBY_ERROR, reason(now, partner.get()));
        } else if (standbyTroubled && !unwitnessed && partner.get().able()) {
            standbyTroubled = false;
            raise(SystemMessage.STANDBY_ERROR_GONE);
        }
    }

    private static String reason(PairFacts now, PairFacts.Partner partner) {
        if (partner.healthy() && partner.state() != RoleState.FAULT) {
            return now.partner() + " does not reach the witness";
        }
        return partner.healthy()
                ? now.partner() + " is in Fault, " + partner.devicesConnected() + " of " + partner.devicesConfigured()
                        + " devices connected"
                : now.partner() + " has a defect";
    }

    private void fault(PairFacts now) {
        boolean nobody = now.role() == RoleState.FAULT
                && now.present()
                        .filter(each -> each.state() == RoleState.MASTER || each.able())
                        .isEmpty();
        if (nobody && !alone) {
            raise(SystemMessage.FAULT_WITHOUT_PARTNER);
        }
        alone = nobody;
    }
}
