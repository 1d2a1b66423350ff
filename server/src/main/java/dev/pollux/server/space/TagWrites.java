package dev.pollux.server.space;

import dev.pollux.server.project.UsersConfig.Role;
import dev.pollux.server.security.Roles;
import dev.pollux.server.tag.Access;
import dev.pollux.server.tag.Quality;
import dev.pollux.server.tag.Tag;
import dev.pollux.server.tag.TagTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteValue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes of clients: checked here, done by the {@link TagWriter}. All writes of a request run at the same time; the
 * request is answered when the last one has its true outcome, or after a bound.
 */
final class TagWrites {
    private static final Logger LOG = LoggerFactory.getLogger(TagWrites.class);
    /** Each waiting request holds a thread. */
    private static final int REQUESTS_AT_ONCE_MAX = 256;

    private final TagTable table;
    private final TagWriter writer;
    private final Duration outcomeWait;
    private final ToIntFunction<NodeId> tagOf;
    private final Semaphore requests = new Semaphore(REQUESTS_AT_ONCE_MAX);

    TagWrites(TagTable table, TagWriter writer, Duration outcomeWait, ToIntFunction<NodeId> tagOf) {
        this.table = table;
        this.writer = writer;
        this.outcomeWait = outcomeWait;
        this.tagOf = tagOf;
    }

    List<StatusCode> write(@Nullable Session session, List<WriteValue> values) {
        if (!requests.tryAcquire()) {
            return values.stream()
                    .map(value -> new StatusCode(StatusCodes.Bad_TooManyOperations))
                    .toList();
        }
        try {
            List<CompletableFuture<StatusCode>> outcomes = new ArrayList<>(values.size());
            for (WriteValue value : values) {
                outcomes.add(begin(session, value));
            }
            return outcomes.stream().map(CompletableFuture::join).toList();
        } finally {
            requests.release();
        }
    }

    private CompletableFuture<StatusCode> begin(@Nullable Session session, WriteValue value) {
        int tag = tagOf.applyAsInt(value.getNodeId());
        Optional<StatusCode> refusal = refusal(session, tag, value);
        if (refusal.isPresent()) {
            return CompletableFuture.completedFuture(refusal.get());
        }
        Object written = value.getValue().value().value();
        Object converted =
                UaValues.fromStack(table.tags().get(tag).type(), written).orElse(null);
        if (converted == null) {
            return refused(StatusCodes.Bad_TypeMismatch);
        }
        if (!inRange(table.tags().get(tag), converted)) {
            return refused(StatusCodes.Bad_OutOfRange);
        }
        return outcome(tag, converted);
    }

    private Optional<StatusCode> refusal(@Nullable Session session, int tag, WriteValue value) {
        if (tag < 0) {
            return Optional.of(new StatusCode(
                    tag == TagNodes.UNKNOWN ? StatusCodes.Bad_NodeIdUnknown : StatusCodes.Bad_NotWritable));
        }
        if (!AttributeId.Value.uid().equals(value.getAttributeId())
                || table.tags().get(tag).access() != Access.READ_WRITE) {
            return Optional.of(new StatusCode(StatusCodes.Bad_NotWritable));
        }
        if (!Roles.atLeast(session, Role.OPERATOR)) {
            return Optional.of(new StatusCode(StatusCodes.Bad_UserAccessDenied));
        }
        DataValue data = value.getValue();
        boolean part = value.getIndexRange() != null && !value.getIndexRange().isEmpty();
        boolean more = present(data.sourceTime())
                || present(data.serverTime())
                || (data.statusCode() != null && data.statusCode().value() != 0);
        return part || more ? Optional.of(new StatusCode(StatusCodes.Bad_WriteNotSupported)) : Optional.empty();
    }

    /** The stack decodes a time stamp that was not sent as the null time. */
    private static boolean present(@Nullable DateTime time) {
        return time != null && time.isNotNull();
    }

    private static boolean inRange(Tag tag, Object value) {
        if (!(value instanceof Number number)) {
            return true;
        }
        double engineering = number.doubleValue();
        return Double.isFinite(engineering)
                && tag.range().map(range -> range.contains(engineering)).orElse(true);
    }

    private CompletableFuture<StatusCode> outcome(int tag, Object value) {
        CompletableFuture<Quality> written;
        try {
            written = writer.write(tag, value).toCompletableFuture();
        } catch (RuntimeException e) {
            written = CompletableFuture.failedFuture(e);
        }
        return written.thenApply(UaValues::status)
                // A copy: the bound must not cancel or complete the writer's own future.
                .copy()
                .completeOnTimeout(new StatusCode(StatusCodes.Bad_Timeout), outcomeWait.toNanos(), TimeUnit.NANOSECONDS)
                .exceptionally(fault -> failed(tag, fault));
    }

    private StatusCode failed(int tag, Throwable fault) {
        Throwable cause = fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
        LOG.error("write to tag {} failed unexpectedly", table.tags().get(tag).name(), cause);
        return new StatusCode(StatusCodes.Bad_UnexpectedError);
    }

    private static CompletableFuture<StatusCode> refused(long code) {
        return CompletableFuture.completedFuture(new StatusCode(code));
    }
}
