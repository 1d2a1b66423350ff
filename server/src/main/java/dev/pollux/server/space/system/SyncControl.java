package dev.pollux.server.space.system;

/** Lets operators interrupt the synchronisation of the archive. The methods return at once. */
@FunctionalInterface
public interface SyncControl {
    /**
     * Interrupts it, or lets it go on.
     *
     * @return what was done, for a person
     */
    String pause(boolean wanted);
}
