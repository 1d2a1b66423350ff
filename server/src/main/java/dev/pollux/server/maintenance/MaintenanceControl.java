package dev.pollux.server.maintenance;

import dev.pollux.server.tag.Quality;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Where administrators' wishes about the service of a station go. The right of the user is already checked. */
public interface MaintenanceControl {
    /**
     * What became of a wish.
     *
     * @param quality Good if it is or will be fulfilled
     * @param argument index of the argument that is out of range, -1 for none
     * @param message what is done, or why not
     */
    record Answer(Quality quality, int argument, String message) {}

    /**
     * The station is to go out of service: the Master role is handed over, clients are told, refused and drained.
     *
     * @param until when clients may expect it back
     * @param force also if nobody can take the Master role
     */
    CompletionStage<Answer> begin(Optional<Instant> until, String reason, boolean force, String user);

    /** The station is to serve again. */
    CompletionStage<Answer> end(String user);

    /** A client called RequestServerStateChange. */
    CompletionStage<Answer> change(StateChange wish, String user);
}
