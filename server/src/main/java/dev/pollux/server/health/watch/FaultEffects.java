package dev.pollux.server.health.watch;

import dev.pollux.server.redundancy.loop.PairSnapshot;
import java.util.Optional;

/** What the health thread sees of its station and does to it. Called on that thread; must not block. */
public interface FaultEffects {
    /** The state of the pair as last decided; empty at first. */
    Optional<PairSnapshot> pair();

    /** Whether there is a partner by configuration. */
    boolean paired();

    /** Whether a watched adapter is disconnected whose addresses come from DHCP. */
    boolean addressAtRisk();

    /** Exchanges that the partner has begun, also those that nobody answered. */
    long partnerCalls();

    /** Health or impairments have changed: decide now. */
    void changed();

    /** Sends clients away, or lets them in again. */
    void isolate(boolean away);

    /** Shows clients that the station cannot decide any more, past the thread that hangs. */
    void showStuck(String reason);

    /** Shows clients what was decided last: the thread that hung goes on. */
    void showDeciding();

    /** Asks whoever has started the station to stop it in good order and start it again; returns at once. */
    void restart();

    /** Ends the process now. */
    void halt(int exitCode);
}
