package dev.pollux.server.history;

import dev.pollux.archive.Annotation;
import dev.pollux.archive.AppendResult;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Batch.AnnotationChange;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.server.history.HistoryUpdates.Change;
import dev.pollux.server.security.Roles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.PerformUpdateType;
import org.eclipse.milo.opcua.stack.core.types.structured.UpdateStructureDataDetails;
import org.jspecify.annotations.Nullable;

/**
 * Changes of remarks (OPC 10000-11 §6.9.3). A remark is known by its instant, its user and its annotation time. It
 * bears the name of who makes it; only who may change values may do that, and change remarks, in the name of another.
 */
final class RemarkUpdate {
    private static final int REMARKS_MAX = 10_000;
    private static final int MESSAGE_MAX = 8_192;

    private final History history;
    private final EncodingContext context;

    RemarkUpdate(History history, EncodingContext context) {
        this.history = history;
        this.context = context;
    }

    /** A status code for each remark. */
    List<StatusCode> update(Change change, UpdateStructureDataDetails details, int left) throws UaException {
        DataValue[] values = details.getUpdateValues();
        PerformUpdateType type = details.getPerformInsertReplace();
        if (values == null || values.length == 0) {
            throw new UaException(StatusCodes.Bad_NothingToDo);
        }
        if (type == null) {
            throw new UaException(StatusCodes.Bad_InvalidArgument);
        }
        if (values.length > left) {
            throw new UaException(StatusCodes.Bad_TooManyOperations);
        }
        List<StatusCode> results = new ArrayList<>(values.length);
        for (DataValue each : values) {
            results.add(new StatusCode(one(change, type, each)));
        }
        return results;
    }

    private long one(Change change, PerformUpdateType type, @Nullable DataValue data) throws UaException {
        long time = data == null ? 0 : Queries.ticks(data.sourceTime());
        if (data == null || time <= 0) {
            return StatusCodes.Bad_InvalidTimestamp;
        }
        if (time >= Ticks.MAX) {
            return StatusCodes.Bad_OutOfRange;
        }
        Optional<org.eclipse.milo.opcua.stack.core.types.structured.Annotation> structure = structure(data);
        if (structure.isEmpty()) {
            return StatusCodes.Bad_TypeMismatch;
        }
        Annotation remark = remark(time, structure.get(), change);
        if (remark.message().length() > MESSAGE_MAX) {
            return StatusCodes.Bad_EncodingLimitsExceeded;
        }
        boolean own = remark.user().equals(change.caller().user());
        if (!own && !Roles.atLeast(change.session(), History.CHANGES_VALUES)) {
            return StatusCodes.Bad_UserAccessDenied;
        }
        return write(change.node().series(), type, remark);
    }

    private Optional<org.eclipse.milo.opcua.stack.core.types.structured.Annotation> structure(DataValue data) {
        Object plain = data.value().value();
        Object decoded = plain instanceof ExtensionObject encoded ? encoded.decode(context) : plain;
        return decoded instanceof org.eclipse.milo.opcua.stack.core.types.structured.Annotation structure
                ? Optional.of(structure)
                : Optional.empty();
    }

    private Annotation remark(
            long time, org.eclipse.milo.opcua.stack.core.types.structured.Annotation structure, Change change) {
        String user = structure.getUserName();
        String message = structure.getMessage();
        long made = Queries.ticks(structure.getAnnotationTime());
        return new Annotation(
                time,
                message == null ? "" : message,
                user == null || user.isEmpty() ? change.caller().user() : user,
                made > 0 && made < Ticks.MAX ? made : Ticks.of(history.clock().instant()));
    }

    private long write(Series series, PerformUpdateType type, Annotation remark) throws UaException {
        Optional<Annotation> old =
                history
                        .archive()
                        .annotations(series, new TimeRange(remark.time(), remark.time() + 1), REMARKS_MAX)
                        .stream()
                        .filter(each ->
                                each.user().equals(remark.user()) && each.annotationTime() == remark.annotationTime())
                        .findFirst();
        boolean needsOld = type == PerformUpdateType.Replace || type == PerformUpdateType.Remove;
        if (old.isEmpty() && needsOld) {
            return StatusCodes.Bad_NoEntryExists;
        }
        if (old.isPresent() && type == PerformUpdateType.Insert) {
            return StatusCodes.Bad_EntryExists;
        }
        boolean remove = type == PerformUpdateType.Remove;
        Annotation target = remove ? old.orElse(remark) : remark;
        AppendResult unused = Durable.append(
                history.archive(),
                new Batch(
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(new AnnotationChange(series, target, !remove))));
        if (remove) {
            return 0;
        }
        return old.isPresent() ? StatusCodes.Good_EntryReplaced : StatusCodes.Good_EntryInserted;
    }
}
