package dev.pollux.server.history;

import java.time.Duration;

/**
 * How much history clients may ask for at once.
 *
 * @param nodesPerRead most nodes of a HistoryRead
 * @param nodesPerUpdate most operations of a HistoryUpdate
 * @param valuesPerNode most values of one node in a response; what is more comes by continuation
 * @param valuesPerResponse most values in a response over all nodes
 * @param valuesPerUpdate most values in a HistoryUpdate over all operations
 * @param timesPerRead most instants of a read at given times over all nodes
 * @param requestsAtOnce how many requests work in the archive at the same time
 * @param requestsWaiting how many more may wait for that; a further one is answered Bad_TooManyOperations
 * @param waitMax how long one may wait for that; then it is answered Bad_Timeout
 * @param slice how long a request may work before it answers with what it has and a continuation point
 */
public record HistoryLimits(
        int nodesPerRead,
        int nodesPerUpdate,
        int valuesPerNode,
        int valuesPerResponse,
        int valuesPerUpdate,
        int timesPerRead,
        int requestsAtOnce,
        int requestsWaiting,
        Duration waitMax,
        Duration slice) {
    /** For a station. */
    public static final HistoryLimits DEFAULT = new HistoryLimits(
            1_000,
            1_000,
            50_000,
            200_000,
            50_000,
            50_000,
            Math.max(2, Runtime.getRuntime().availableProcessors()),
            256,
            Duration.ofSeconds(10),
            Duration.ofSeconds(2));

    /** The same with another bound on the values of one node in a response. */
    public HistoryLimits withValuesPerNode(int values) {
        return new HistoryLimits(
                nodesPerRead,
                nodesPerUpdate,
                values,
                valuesPerResponse,
                valuesPerUpdate,
                timesPerRead,
                requestsAtOnce,
                requestsWaiting,
                waitMax,
                slice);
    }
}
