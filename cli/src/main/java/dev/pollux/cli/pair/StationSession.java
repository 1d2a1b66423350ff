package dev.pollux.cli.pair;

import dev.pollux.failover.link.Link;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;

/** A session with exactly one station: it never moves to another. Safe for use by many threads. */
public final class StationSession implements AutoCloseable {
    private static final Duration CLOSE_MAX = Duration.ofMillis(500);

    private final Link link;
    private final Duration timeout;
    private final NodeNames names;

    StationSession(Link link, Duration timeout) {
        this.link = link;
        this.timeout = timeout;
        names = new NodeNames(List.of(link.client().getNamespaceTable().toArray()));
    }

    /** The EndpointUrl of the session. */
    public String url() {
        return String.valueOf(link.client().getConfig().getEndpoint().getEndpointUrl());
    }

    /** ApplicationUri of the station. */
    public String uri() {
        return link.uri();
    }

    /** The connection, for calls that are not offered here. */
    public Link link() {
        return link;
    }

    /** The client under it. */
    public OpcUaClient client() {
        return link.client();
    }

    /** Finds nodes by what the operator has typed. */
    public NodeNames names() {
        return names;
    }

    /** Whether the connection still stands. */
    public boolean alive() {
        return !link.gone().isDone();
    }

    /**
     * Reads values, with the time of the source.
     *
     * @throws CommandFailure with {@link ExitCode#UNREACHABLE} if the station does not answer
     */
    public List<DataValue> read(List<NodeId> nodes) {
        return await(link.client().readValuesAsync(0.0, TimestampsToReturn.Source, nodes), "Read");
    }

    /**
     * Waits for the answer of a service.
     *
     * @throws CommandFailure with {@link ExitCode#UNREACHABLE} if the station does not answer in time
     */
    public <T> T await(CompletableFuture<T> answer, String service) {
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new CommandFailure(
                    ExitCode.UNREACHABLE,
                    url() + ": no answer to " + service + " within " + timeout.toMillis() + " ms",
                    e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new CommandFailure(
                    ExitCode.UNREACHABLE, url() + ": " + service + ": " + ValueText.reason(cause), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.UNREACHABLE, "interrupted while waiting for " + url(), e);
        }
    }

    @Override
    public void close() {
        link.close(CLOSE_MAX.toMillis()).join();
    }
}
