package dev.pollux.server.space.system;

import dev.pollux.server.security.Caller;

/** Answers the partner. Called only for sessions with the partner's certificate. */
public interface Exchange {
    /**
     * One exchange. Must answer at once, the partner's heartbeat waits for it.
     *
     * @param status of the partner, at most 64 KiB
     * @param caller who calls
     * @return status of this station
     * @throws IllegalArgumentException if the status cannot be understood
     * @throws UnsupportedOperationException if this station wants no partner; so do the other methods
     */
    byte[] exchange(byte[] status, Caller caller);

    /**
     * Answers a request to the archive, as {@link dev.pollux.archive.sync.ArchiveDesk} does. May read from a disk.
     *
     * @param request at most 4 MiB
     * @throws IllegalArgumentException if the request cannot be understood
     * @throws dev.pollux.archive.ArchiveException if there is no archive, or it cannot be read at present
     */
    byte[] readArchive(byte[] request);

    /**
     * Answers a question for messages, as {@link dev.pollux.server.message.log.MessageDesk} does. May read from a disk.
     *
     * @param question at most 64 KiB
     * @throws IllegalArgumentException if the question cannot be understood
     * @throws dev.pollux.archive.ArchiveException if no messages are kept, or they cannot be read at present
     */
    byte[] readMessages(byte[] question);
}
