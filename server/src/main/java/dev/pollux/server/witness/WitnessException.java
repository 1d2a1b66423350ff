package dev.pollux.server.witness;

/** The witness did not do what it was asked; it may have, or may still. */
final class WitnessException extends Exception {
    private static final long serialVersionUID = 1L;

    WitnessException(String message) {
        super(message);
    }

    WitnessException(String message, Throwable cause) {
        super(message, cause);
    }
}
