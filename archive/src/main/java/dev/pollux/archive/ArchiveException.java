package dev.pollux.archive;

/** The store cannot do what it was asked for. The message is one line that names the place, the cause and a remedy. */
public class ArchiveException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ArchiveException(String message) {
        super(message);
    }

    public ArchiveException(String message, Throwable cause) {
        super(message, cause);
    }
}
