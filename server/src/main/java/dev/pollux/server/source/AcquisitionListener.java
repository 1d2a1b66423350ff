package dev.pollux.server.source;

import java.time.Instant;

/** Is told of what concerns the whole station. Called on the threads of devices; must not block and must not throw. */
public interface AcquisitionListener {
    /** A device has answered for the first time in a session. */
    void connected(String device);

    /**
     * A connected device is gone, or a device could not be reached at the first attempt.
     *
     * @param device name in the project
     * @param reason in words
     */
    void disconnected(String device, String reason);

    /** A device is no longer connected because this station may not be. */
    default void released(String device) {}

    /**
     * A device was polled without a gap: every sample that it has in a range of source times was delivered before this
     * call, also where nothing changed. A range that does not begin where the last one ended follows a gap: the
     * connection was lost, polling paused, or the wall clock stepped.
     *
     * @param device name in the project
     * @param from first instant
     * @param to first instant that this says nothing about
     */
    default void complete(String device, Instant from, Instant to) {}

    /**
     * Nothing is known of a device's tags between the end of its last complete range and an instant, though their last
     * samples may be good: the process or the device did not answer for a while. Called before the samples after it.
     * The first samples of all tags after it are delivered though they may be no change.
     *
     * @param device name in the project
     * @param until first instant of which something is known again; the end of the last complete range if only so
     *     little was missed that the last samples count in between
     */
    default void unseen(String device, Instant until) {}

    /**
     * Acquisition from a device has ended by a programming error. The station must not pretend to be healthy.
     *
     * @param reason in words
     */
    void fault(String reason);
}
