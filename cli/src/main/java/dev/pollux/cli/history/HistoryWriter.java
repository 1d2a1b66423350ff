package dev.pollux.cli.history;

import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.StationSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.PerformUpdateType;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryUpdateDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryUpdateResult;
import org.eclipse.milo.opcua.stack.core.types.structured.UpdateDataDetails;

/** Writes history to one station, batch by batch, and counts what became of it. */
public final class HistoryWriter {
    private static final int REFUSALS_MAX = 100;

    private final StationSession session;
    private final PerformUpdateType mode;
    private final List<Refusal> refusals = new ArrayList<>();
    private long inserted;
    private long replaced;
    private long refused;
    private Optional<String> lost = Optional.empty();

    /** Writes by a session that stays the caller's. */
    public HistoryWriter(StationSession session, PerformUpdateType mode) {
        this.session = session;
        this.mode = mode;
    }

    /** A row that a station did not take. */
    public record Refusal(long line, String tag, StatusCode status) {}

    /** Writes one batch in one request. Does nothing after the station was lost. */
    public void write(ImportFile.Batch batch) {
        if (lost.isPresent()) {
            return;
        }
        Map<String, List<Integer>> byTag = new LinkedHashMap<>();
        for (int i = 0; i < batch.rows().size(); i++) {
            byTag.computeIfAbsent(batch.rows().get(i).tag(), tag -> new ArrayList<>())
                    .add(i);
        }
        List<HistoryUpdateDetails> details = new ArrayList<>();
        byTag.forEach((tag, indexes) -> details.add(new UpdateDataDetails(
                session.names().nodeId(tag),
                mode,
                indexes.stream().map(i -> batch.rows().get(i).value()).toArray(DataValue[]::new))));
        try {
            HistoryUpdateResult[] results = session.await(session.client().historyUpdateAsync(details), "HistoryUpdate")
                    .getResults();
            int next = 0;
            for (List<Integer> indexes : byTag.values()) {
                count(batch, indexes, results == null || next >= results.length ? null : results[next]);
                next++;
            }
        } catch (CommandFailure e) {
            lost = Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private void count(
            ImportFile.Batch batch,
            List<Integer> indexes,
            @org.jspecify.annotations.Nullable HistoryUpdateResult result) {
        StatusCode whole = result == null ? new StatusCode(StatusCodes.Bad_UnexpectedError) : result.getStatusCode();
        StatusCode[] each = result == null ? null : result.getOperationResults();
        StatusCode[] statuses = new StatusCode[indexes.size()];
        Arrays.fill(statuses, whole);
        for (int i = 0; each != null && i < Math.min(each.length, statuses.length); i++) {
            // A bad operation is bad however good the others are.
            statuses[i] = each[i].isGood() && !whole.isGood() ? whole : each[i];
        }
        for (int i = 0; i < statuses.length; i++) {
            int index = indexes.get(i);
            count(batch.lines().get(index), batch.rows().get(index).tag(), statuses[i]);
        }
    }

    private void count(long line, String tag, StatusCode status) {
        if (!status.isGood()) {
            refused++;
            if (refusals.size() < REFUSALS_MAX) {
                refusals.add(new Refusal(line, tag, status));
            }
        } else if (status.value() == StatusCodes.Good_EntryReplaced) {
            replaced++;
        } else {
            inserted++;
        }
    }

    /** Address of the station. */
    public String url() {
        return session.url();
    }

    /** Rows that were not there before. */
    public long inserted() {
        return inserted;
    }

    /** Rows that took the place of others. */
    public long replaced() {
        return replaced;
    }

    /** Rows that the station did not take. */
    public long refused() {
        return refused;
    }

    /** The first hundred of them. */
    public List<Refusal> refusals() {
        return List.copyOf(refusals);
    }

    /** Why the station got nothing more; empty if it got all. */
    public Optional<String> lost() {
        return lost;
    }
}
