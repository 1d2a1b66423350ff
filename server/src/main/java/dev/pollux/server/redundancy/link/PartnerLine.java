package dev.pollux.server.redundancy.link;

import dev.pollux.archive.ArchiveException;

/** A way to ask the partner's archive. Safe for use by any threads. */
public interface PartnerLine extends AutoCloseable {
    /**
     * Opens it unless it is open.
     *
     * @throws ArchiveException with the reason why the partner cannot be reached
     */
    void connect();

    /** Whether the last call went well. */
    boolean isOpen();

    /**
     * Asks the partner's archive.
     *
     * @throws ArchiveException if it is not open, or no answer comes in time; it is closed then
     */
    byte[] call(byte[] request);

    @Override
    void close();
}
