package dev.pollux.server.source;

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

    /**
     * Acquisition from a device has ended by a programming error. The station must not pretend to be healthy.
     *
     * @param reason in words
     */
    void fault(String reason);
}
