package dev.pollux.testkit.explore;

import dev.pollux.server.redundancy.Decision;
import dev.pollux.server.redundancy.NumberedReport;
import dev.pollux.server.redundancy.PairCore;
import dev.pollux.server.redundancy.PairTiming;
import dev.pollux.server.redundancy.RoleRules;
import dev.pollux.server.redundancy.RoleState;
import dev.pollux.server.redundancy.StationState;
import dev.pollux.server.redundancy.SwitchoverRequest;
import dev.pollux.server.redundancy.Validation;
import dev.pollux.server.redundancy.WitnessView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One station of an {@link ExploredSet}: a process that may be dead or suspended, around the real core. */
final class ExploredStation {
    static final int DEVICES = 4;
    private static final int DEVICES_LEFT = 2;

    final String name;
    private final int number;

    @Nullable
    PairCore core;

    Duration bootedAt = Duration.ZERO;
    long boots;
    boolean frozen;
    boolean devices = true;
    boolean plantNetwork = true;
    boolean defect;
    boolean witnessInReach = true;
    long storedTerm;
    long highestLed = -1;
    long actedWith = -1;
    Duration leadsUntil = Duration.ZERO;
    WitnessView witness = WitnessView.NONE;
    boolean wantsLease;
    /** Whether the lease that bears its name was granted to this process. */
    boolean holdsLease;
    /** What was said to it while it was suspended, by link. */
    List<Waiting> inbox = new ArrayList<>();

    record Waiting(String link, NumberedReport report) {}

    ExploredStation(String name, int number) {
        this.name = name;
        this.number = number;
    }

    ExploredStation copy() {
        ExploredStation copy = new ExploredStation(name, number);
        copy.core = core == null ? null : core.copy();
        copy.bootedAt = bootedAt;
        copy.boots = boots;
        copy.frozen = frozen;
        copy.devices = devices;
        copy.plantNetwork = plantNetwork;
        copy.defect = defect;
        copy.witnessInReach = witnessInReach;
        copy.storedTerm = storedTerm;
        copy.highestLed = highestLed;
        copy.actedWith = actedWith;
        copy.leadsUntil = leadsUntil;
        copy.witness = witness;
        copy.wantsLease = wantsLease;
        copy.holdsLease = holdsLease;
        copy.inbox = new ArrayList<>(inbox);
        return copy;
    }

    void start(PairTiming timing, List<String> order, String partner, List<String> links, Duration now) {
        boots++;
        bootedAt = now;
        frozen = false;
        defect = false;
        leadsUntil = Duration.ZERO;
        wantsLease = false;
        holdsLease = false;
        inbox.clear();
        core = new PairCore(
                new RoleRules(timing, name, order), timing, Map.of(partner, links), incarnation(), storedTerm);
    }

    /** Of the process that was started last. */
    long incarnation() {
        return 2 * boots + number;
    }

    void kill() {
        core = null;
        frozen = false;
        wantsLease = false;
        holdsLease = false;
        inbox.clear();
    }

    boolean alive() {
        return core != null;
    }

    boolean running() {
        return core != null && !frozen;
    }

    boolean whole() {
        return devices && plantNetwork && !defect;
    }

    PairCore living() {
        PairCore living = core;
        if (living == null) {
            throw new IllegalStateException(name + " is dead");
        }
        return living;
    }

    StationState state() {
        return living().state();
    }

    /** Whether it is Master and does not stop. */
    boolean leads() {
        PairCore living = core;
        return living != null && living.active() && living.state().role() == RoleState.MASTER;
    }

    /** Whether a protected action would be carried out now. */
    boolean acts(Duration now) {
        return running() && uptime(now).compareTo(leadsUntil) < 0;
    }

    Duration uptime(Duration now) {
        return now.minus(bootedAt);
    }

    Decision decide(Duration now, Optional<SwitchoverRequest> request) {
        Validation own = new Validation(!defect, plantNetwork, devices ? DEVICES : DEVICES_LEFT, DEVICES);
        Optional<String> broken = defect ? Optional.of("a component is hung") : Optional.empty();
        Duration uptime = uptime(now);
        boolean expired =
                witness.until().filter(until -> until.compareTo(uptime) <= 0).isPresent();
        Decision decision = living().decide(
                        uptime,
                        own,
                        broken,
                        expired ? WitnessView.UNREACHABLE.knowing(witness.term()) : witness,
                        request);
        leadsUntil = decision.leadsUntil();
        storedTerm = Math.max(storedTerm, decision.next().term());
        return decision;
    }
}
