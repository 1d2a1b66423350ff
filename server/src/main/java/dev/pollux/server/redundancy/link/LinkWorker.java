package dev.pollux.server.redundancy.link;

import java.time.Duration;

/** What keeps one link to the partner. All methods may be called from any thread. */
public interface LinkWorker extends AutoCloseable {
    /** Begins. */
    void start();

    /** Name of the link. */
    String name();

    /** The thread's last sign of life, as monotonic nanoseconds; one at least every few seconds unless it is stuck. */
    long beat();

    /** Tells the partner the own status now, not at the next heartbeat. */
    void nudge();

    /** The partner has called: if this link waits to connect again, it tries now. */
    void partnerHeard();

    /** Waits until a status that was made after this call has been told, at most {@code max}. */
    void flush(Duration max);

    /** Ends the thread and the connection. Waits at most a second. */
    @Override
    void close();
}
