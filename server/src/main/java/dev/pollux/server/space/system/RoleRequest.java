package dev.pollux.server.space.system;

import dev.pollux.server.tag.Quality;
import java.util.concurrent.CompletionStage;

/** Where clients' wishes about the Master role go. The right of the user is already checked. */
public interface RoleRequest {
    /**
     * A client wrote {@code @RM_MASTER}.
     *
     * @param master true: this station shall become Master; false: it shall hand the role over
     * @param user who asks, empty for anonymous
     */
    CompletionStage<Outcome> requestMaster(boolean master, String user);

    /**
     * A client called Switchover.
     *
     * @param targetStation who shall become Master, empty for the other station
     * @param user who asks, empty for anonymous
     */
    CompletionStage<Outcome> switchover(String targetStation, String user);

    /**
     * What became of a request.
     *
     * @param quality GOOD when the role has changed or already was as wished
     * @param message what was done, or why not, in one line
     */
    record Outcome(Quality quality, String message) {}
}
