package dev.pollux.bench.failover;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.eclipse.milo.opcua.stack.core.UaException;

/** Hears both stations and says what it sees. Used by one thread. */
final class Judge implements AutoCloseable {
    private static final String REDUNDANCY = "Pollux/Redundancy/";
    private static final List<String> NODES = List.of(
            REDUNDANCY + "State",
            "@RM_MASTER_NAME",
            REDUNDANCY + "PartnerAvailable",
            REDUNDANCY + "LinkStates",
            REDUNDANCY + "DevicesConnected",
            REDUNDANCY + "DevicesConfigured",
            "Pollux/Archive/Fault",
            "ServiceLevel");

    private final Pair pair;
    private final List<String> tags;
    private final Map<String, Ledger> ledgers = new HashMap<>();
    private final Map<String, Witness> witnesses = new HashMap<>();

    Judge(Pair pair, List<String> tags) throws InterruptedException {
        this.pair = pair;
        this.tags = tags;
        for (String station : Pair.BOTH) {
            ledgers.put(station, new Ledger());
            listenAgain(station);
        }
    }

    Ledger ledger(String station) {
        return java.util.Objects.requireNonNull(ledgers.get(station), station);
    }

    Witness witness(String station) {
        return java.util.Objects.requireNonNull(witnesses.get(station), station);
    }

    /** Opens a new session to a station, in place of the one it had; tries until there is one. */
    void listenAgain(String station) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (true) {
            try {
                Witness old = witnesses.put(station, Witness.open(pair.url(station), tags, ledger(station)));
                if (old != null) {
                    old.close();
                }
                return;
            } catch (UaException e) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("no session to " + station + " within a minute", e);
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    /** What is not as it should be before a fault; empty when Master, Standby, links, devices and archives are well. */
    String unwell() {
        List<String> faults = new ArrayList<>();
        List<String> states = new ArrayList<>();
        for (String station : Pair.BOTH) {
            List<String> values = read(station);
            if (values.isEmpty()) {
                return station + " does not answer";
            }
            states.add(values.get(0) + " " + values.get(1));
            if (!values.get(2).equals("true")) {
                faults.add(station + " misses its partner");
            }
            if (values.get(3).split("own to partner up, partner to own up", -1).length - 1
                    != pair.network().plugged().size()) {
                faults.add(station + " links " + values.get(3));
            }
            boolean reads = pair.hot() || values.get(0).equals("MASTER");
            if (reads && !values.get(4).equals(values.get(5))) {
                faults.add(station + " has " + values.get(4) + " of " + values.get(5) + " devices");
            }
            if (!values.get(6).isEmpty() && !values.get(6).equals("null")) {
                faults.add(station + " archive: " + values.get(6));
            }
            if (reads && !witness(station).hears(tags.get(0), Duration.ofMillis(700))) {
                faults.add(station + " is not heard");
            }
        }
        String roles = String.join(", ", states);
        if (!roles.matches("MASTER CASTOR, \\w+ CASTOR|\\w+ POLLUX, MASTER POLLUX") || roles.contains("FAULT")) {
            faults.add(roles);
        }
        return String.join("; ", faults);
    }

    /** The nodes of one station as texts; empty if it does not answer. */
    List<String> read(String station) {
        try {
            return witness(station).read(NODES);
        } catch (UaException e) {
            return List.of();
        }
    }

    /** Name of the Master by what is heard now; empty without one. */
    String master() {
        long now = System.nanoTime();
        return Pair.BOTH.stream()
                .filter(each -> ledger(each).leadsAt(now))
                .findFirst()
                .orElse("");
    }

    /** Time between two moments with no Master, and with two. */
    record Roles(Duration nobody, Duration both) {}

    Roles roles(long from, long to) {
        return roles(List.copyOf(ledgers.values()), from, to);
    }

    static Roles roles(List<Ledger> ledgers, long from, long to) {
        TreeSet<Long> moments = new TreeSet<>(List.of(from, to));
        ledgers.forEach(ledger -> moments.addAll(ledger.changes(from, to)));
        long nobody = 0;
        long both = 0;
        long before = from;
        for (long moment : moments) {
            long at = before;
            long leaders = ledgers.stream().filter(each -> each.leadsAt(at)).count();
            nobody += leaders == 0 ? moment - at : 0;
            both += leaders == 2 ? moment - at : 0;
            before = moment;
        }
        return new Roles(Duration.ofNanos(nobody), Duration.ofNanos(both));
    }

    void forgetBefore(Instant moment) {
        ledgers.values().forEach(ledger -> ledger.forgetBefore(moment));
    }

    /** Waits until something holds; returns whether it does. */
    static boolean await(Duration limit, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return true;
    }

    @Override
    public void close() {
        witnesses.values().forEach(Witness::close);
    }
}
