package dev.pollux.server.message;

/** Where the parts of a station say what operators must know. May be called from any thread; returns at once. */
public interface Messages {
    /**
     * Raises a message now.
     *
     * @param message from the catalogue
     * @param values one for each placeholder of its text, in their order
     * @throws IllegalArgumentException if there are more or fewer values than placeholders
     */
    void raise(SystemMessage message, Object... values);
}
