package dev.pollux.server.history;

import dev.pollux.archive.AppendResult;
import dev.pollux.archive.AppendResult.Reason;
import dev.pollux.archive.Archive.Side;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Modification;
import dev.pollux.archive.Modification.Kind;
import dev.pollux.archive.Page;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.Value;
import dev.pollux.server.history.HistoryUpdates.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.PerformUpdateType;
import org.eclipse.milo.opcua.stack.core.types.structured.DeleteAtTimeDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.DeleteRawModifiedDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.UpdateDataDetails;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Changes of values. What they overwrite goes into the same batch, so it is never lost without the change standing. */
final class ValueUpdate {
    private static final Logger LOG = LoggerFactory.getLogger(ValueUpdate.class);
    private static final int PAGE = 10_000;

    private final History history;
    private final ValueTypes types;
    private final UaHistory ua;

    ValueUpdate(History history, ValueTypes types, UaHistory ua) {
        this.history = history;
        this.types = types;
        this.ua = ua;
    }

    /** Insert, replace or update; a status code for each value. */
    List<StatusCode> update(Change change, UpdateDataDetails details, int left) throws UaException {
        DataValue[] values = details.getUpdateValues();
        PerformUpdateType type = details.getPerformInsertReplace();
        if (values == null || values.length == 0) {
            throw new UaException(StatusCodes.Bad_NothingToDo);
        }
        // OPC 10000-11 §6.9.2.1
        if (type == null || type == PerformUpdateType.Remove) {
            throw new UaException(StatusCodes.Bad_InvalidArgument);
        }
        refuseMoreThan(values.length, left);
        Updating updating = new Updating(change, type);
        List<StatusCode> results = new ArrayList<>(values.length);
        for (DataValue each : values) {
            results.add(new StatusCode(each == null ? StatusCodes.Bad_InvalidArgument : updating.one(each)));
        }
        updating.commit(results);
        return results;
    }

    private static void refuseMoreThan(int values, int left) throws UaException {
        if (values > left) {
            throw new UaException(
                    StatusCodes.Bad_TooManyOperations, "the update has more values than one request may change");
        }
    }

    /** What one operation comes to, before it is written. */
    private final class Updating {
        private final Change change;
        private final Series series;
        private final PerformUpdateType type;
        private final long now = Ticks.of(history.clock().instant());
        private final TimeRange times = history.archive().capabilities().times();
        private final Map<Long, ArchivedSample> written = new HashMap<>();
        private final Map<Long, Integer> positions = new HashMap<>();
        private final List<Batch.Entry> entries = new ArrayList<>();
        private final List<Modification> modifications = new ArrayList<>();
        private int position;

        Updating(Change change, PerformUpdateType type) {
            this.change = change;
            this.type = type;
            series = change.node().series();
        }

        long one(DataValue data) {
            int current = position++;
            long time = Queries.ticks(data.sourceTime());
            if (time <= 0) {
                return StatusCodes.Bad_InvalidTimestamp;
            }
            if (time >= Ticks.MAX || !times.contains(time)) {
                return StatusCodes.Bad_OutOfRange;
            }
            Value value = ua.value(data.value());
            int status = (int) data.statusCode().value();
            boolean fits = value.type() == types.of(change.node().tag()) || (value.isNull() && status < 0);
            if (!fits) {
                return StatusCodes.Bad_TypeMismatch;
            }
            Optional<ArchivedSample> old =
                    written.containsKey(time) ? Optional.of(written.get(time)) : at(series, time);
            if (old.isPresent() && type == PerformUpdateType.Insert) {
                return StatusCodes.Bad_EntryExists;
            }
            if (old.isEmpty() && type == PerformUpdateType.Replace) {
                return StatusCodes.Bad_NoEntryExists;
            }
            if (old.equals(Optional.of(new ArchivedSample(time, Queries.ticks(data.serverTime()), status, value)))) {
                // It is there already, as after a file was brought in twice: no change, so nothing to remember.
                return StatusCodes.Good_EntryReplaced;
            }
            ArchivedSample sample = new ArchivedSample(time, serverTime(data, old), status, value);
            written.put(time, sample);
            positions.put(time, current);
            entries.add(new Batch.Entry(series, sample));
            modifications.add(new Modification(
                    series, old.orElse(sample), now, kind(old), change.caller().user()));
            return old.isPresent() ? StatusCodes.Good_EntryReplaced : StatusCodes.Good_EntryInserted;
        }

        private Kind kind(Optional<ArchivedSample> old) {
            if (old.isEmpty()) {
                return Kind.INSERT;
            }
            return type == PerformUpdateType.Replace ? Kind.REPLACE : Kind.UPDATE;
        }

        /** Later than that of the old one: where archives are merged the change must not lose against it. */
        private long serverTime(DataValue data, Optional<ArchivedSample> old) {
            long given = Queries.ticks(data.serverTime());
            boolean good = given > 0
                    && given < Ticks.MAX
                    && old.map(sample -> sample.serverTime() < given).orElse(true);
            return good
                    ? given
                    : Math.max(now, old.map(sample -> sample.serverTime() + 1).orElse(now));
        }

        void commit(List<StatusCode> results) throws UaException {
            if (entries.isEmpty()) {
                return;
            }
            AppendResult result = Durable.append(
                    history.archive(), new Batch(entries, List.of(), List.of(), modifications, List.of()));
            for (AppendResult.Rejection rejection : result.rejected()) {
                Integer rejected = positions.get(rejection.entry().sample().time());
                if (rejected != null) {
                    results.set(rejected, new StatusCode(reason(rejection.reason())));
                }
            }
            LOG.info("{} changed {} values of {}", change.caller().user(), entries.size(), series.name());
        }
    }

    private static long reason(Reason reason) {
        return switch (reason) {
            case OUT_OF_RETENTION, TIME_OUT_OF_RANGE -> StatusCodes.Bad_OutOfRange;
            case TOO_LARGE -> StatusCodes.Bad_EncodingLimitsExceeded;
        };
    }

    private Optional<ArchivedSample> at(Series series, long time) {
        return history.archive().bound(series, time, Side.AT_OR_AFTER, new TimeRange(time, time + 1));
    }

    /** Deletes a range; one status code. */
    List<StatusCode> delete(Change change, DeleteRawModifiedDetails details, int left) throws UaException {
        if (Boolean.TRUE.equals(details.getIsDeleteModified())) {
            // What users changed is kept as evidence.
            throw new UaException(StatusCodes.Bad_HistoryOperationUnsupported);
        }
        long start = Queries.ticks(details.getStartTime());
        long end = Queries.ticks(details.getEndTime());
        if (start <= 0 || end <= 0) {
            throw new UaException(StatusCodes.Bad_InvalidTimestampArgument);
        }
        TimeRange range = TimeDomain.of(start, end, 0)
                .orElseThrow(() -> new UaException(StatusCodes.Bad_InvalidTimestampArgument))
                .range();
        List<ArchivedSample> old = all(change.node().series(), range, left);
        if (old.isEmpty()) {
            throw new UaException(StatusCodes.Bad_NoData);
        }
        delete(change, old, List.of(range));
        return List.of();
    }

    private List<ArchivedSample> all(Series series, TimeRange range, int max) throws UaException {
        List<ArchivedSample> all = new ArrayList<>();
        Optional<Page.Request> next =
                range.isEmpty() ? Optional.empty() : Optional.of(new Page.Request(series, range, false, PAGE));
        while (next.isPresent()) {
            Page page = history.archive().read(next.get());
            all.addAll(page.samples());
            refuseMoreThan(all.size(), max);
            next = page.rest();
        }
        return all;
    }

    /** Deletes values at instants; a status code for each. */
    List<StatusCode> delete(Change change, DeleteAtTimeDetails details, int left) throws UaException {
        DateTime[] times = details.getReqTimes();
        if (times == null || times.length == 0) {
            throw new UaException(StatusCodes.Bad_NothingToDo);
        }
        refuseMoreThan(times.length, left);
        List<StatusCode> results = new ArrayList<>(times.length);
        Map<Long, ArchivedSample> old = new HashMap<>();
        for (DateTime each : times) {
            long time = Queries.ticks(each);
            boolean instant = time > 0 && time < Ticks.MAX && !old.containsKey(time);
            Optional<ArchivedSample> sample = instant ? at(change.node().series(), time) : Optional.empty();
            sample.ifPresent(found -> old.put(time, found));
            results.add(new StatusCode(sample.isPresent() ? 0 : StatusCodes.Bad_NoEntryExists));
        }
        if (!old.isEmpty()) {
            delete(
                    change,
                    List.copyOf(old.values()),
                    old.keySet().stream()
                            .map(time -> new TimeRange(time, time + 1))
                            .toList());
        }
        return results;
    }

    private void delete(Change change, List<ArchivedSample> old, List<TimeRange> ranges) throws UaException {
        long now = Ticks.of(history.clock().instant());
        Series series = change.node().series();
        List<Modification> modifications = old.stream()
                .map(sample -> new Modification(
                        series, sample, now, Kind.DELETE, change.caller().user()))
                .toList();
        List<Batch.Deletion> deletions =
                ranges.stream().map(range -> new Batch.Deletion(series, range)).toList();
        AppendResult unused =
                Durable.append(history.archive(), new Batch(List.of(), deletions, List.of(), modifications, List.of()));
        LOG.info("{} deleted {} values of {}", change.caller().user(), old.size(), series.name());
    }
}
