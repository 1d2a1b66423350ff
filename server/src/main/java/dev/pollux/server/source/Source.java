package dev.pollux.server.source;

/** One device that sessions can be opened to. */
@FunctionalInterface
public interface Source {
    /**
     * Opens a session. Blocks; called on a thread of its own, which is interrupted when the caller no longer waits. An
     * interrupted open must release everything that it has taken.
     *
     * @throws SessionException if the device cannot be reached or refuses
     * @throws InterruptedException if the thread was interrupted
     */
    Session open() throws SessionException, InterruptedException;
}
