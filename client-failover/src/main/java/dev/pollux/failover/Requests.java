package dev.pollux.failover;

import dev.pollux.failover.link.Link;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.UaServiceFaultException;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to the active member. One that changes nothing is repeated once if the member dies under it; one that
 * may change the plant never is. Safe for use by many threads.
 */
final class Requests {
    private static final int WAITING_MAX = 10_000;
    // The session or the channel was gone before the server looked at the request.
    private static final Set<Long> NOT_THERE = Set.of(
            StatusCodes.Bad_SessionIdInvalid,
            StatusCodes.Bad_SessionClosed,
            StatusCodes.Bad_SecureChannelIdInvalid,
            StatusCodes.Bad_SecureChannelClosed,
            StatusCodes.Bad_Shutdown,
            StatusCodes.Bad_ServerHalted);

    private final Duration limit;
    private final Executor callbacks;
    private final Supplier<String> state;

    // Guarded by this.
    private @Nullable Link active;
    private List<CompletableFuture<Link>> waiting = new ArrayList<>();

    Requests(Duration limit, Executor callbacks, Supplier<String> state) {
        this.limit = limit;
        this.callbacks = callbacks;
        this.state = state;
    }

    /** Requests go here from now on; null = they wait. */
    void useLink(@Nullable Link link) {
        List<CompletableFuture<Link>> released = List.of();
        synchronized (this) {
            active = link;
            if (link != null) {
                released = waiting;
                waiting = new ArrayList<>();
            }
        }
        if (link != null) {
            released.forEach(each -> each.completeAsync(() -> link, callbacks));
        }
    }

    <T> CompletableFuture<T> send(
            FailoverClient.Repeat repeat, String what, Function<OpcUaClient, CompletableFuture<T>> request) {
        CompletableFuture<T> result = new CompletableFuture<>();
        attempt(result, repeat == FailoverClient.Repeat.ONCE_MORE ? 2 : 1, what, request, null);
        return result;
    }

    private <T> void attempt(
            CompletableFuture<T> result,
            int attempts,
            String what,
            Function<OpcUaClient, CompletableFuture<T>> request,
            @Nullable Link not) {
        var unused = link(not).whenComplete((link, noMember) -> {
            if (noMember != null) {
                fail(result, noMember);
                return;
            }
            CompletableFuture<T> answer;
            try {
                answer = request.apply(link.client());
            } catch (RuntimeException e) {
                answer = CompletableFuture.failedFuture(e);
            }
            var unusedToo = answer.whenComplete((value, failure) -> {
                if (failure == null) {
                    callbacks.execute(() -> result.complete(value));
                } else if (attempts > 1 && lost(link, failure)) {
                    attempt(result, attempts - 1, what, request, link);
                } else {
                    fail(result, explain(link, what, failure, attempts == 1 && !result.isDone(), not != null));
                }
            });
        });
    }

    private synchronized CompletableFuture<Link> link(@Nullable Link not) {
        Link now = active;
        if (now != null && now != not && !now.gone().isDone()) {
            return CompletableFuture.completedFuture(now);
        }
        if (waiting.size() >= WAITING_MAX) {
            return CompletableFuture.failedFuture(
                    new NoMemberException(WAITING_MAX + " requests already wait for a member"));
        }
        CompletableFuture<Link> later = new CompletableFuture<>();
        waiting.add(later);
        return later.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).handle((link, failure) -> {
            if (failure == null) {
                return link;
            }
            synchronized (this) {
                waiting.removeIf(each -> each == later);
            }
            if (failure instanceof TimeoutException) {
                throw new NoMemberException(
                        "no member could be used within " + limit.toMillis() + " ms: " + state.get());
            }
            throw new CompletionException(failure);
        });
    }

    private void fail(CompletableFuture<?> result, Throwable failure) {
        Throwable cause = bare(failure);
        callbacks.execute(() -> result.completeExceptionally(cause));
    }

    private static Throwable bare(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    // A fault is an answer; everything else that happens on a dying link is the link's fault.
    private static boolean lost(Link link, Throwable failure) {
        Throwable cause = bare(failure);
        long code = UaException.extractStatusCode(cause)
                .map(status -> status.value())
                .orElse(0L);
        if (cause instanceof UaServiceFaultException) {
            return NOT_THERE.contains(code);
        }
        return link.gone().isDone()
                || code == StatusCodes.Bad_ConnectionClosed
                || code == StatusCodes.Bad_Timeout
                || NOT_THERE.contains(code)
                || cause instanceof java.io.IOException;
    }

    private static Throwable explain(Link link, String what, Throwable failure, boolean last, boolean repeated) {
        Throwable cause = bare(failure);
        if (cause instanceof UaServiceFaultException || !last || !lost(link, cause)) {
            return cause;
        }
        return repeated
                ? new FailoverException(what + " failed on two members, the last was " + link.uri(), cause)
                : new OutcomeUnknownException(
                        what + " was under way when the connection to " + link.uri()
                                + " was lost: it may have been executed, so it was not repeated",
                        cause);
    }
}
