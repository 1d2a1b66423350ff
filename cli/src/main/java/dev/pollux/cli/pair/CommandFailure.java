package dev.pollux.cli.pair;

import org.jspecify.annotations.Nullable;

/** Ends a command with an exit code and one line that says what to do. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /** Ends with this code and line. */
    public CommandFailure(int exitCode, String message) {
        this(exitCode, message, null);
    }

    /** The same, with the cause for {@code --verbose}. */
    public CommandFailure(int exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** The exit code of the process. */
    public int exitCode() {
        return exitCode;
    }
}
