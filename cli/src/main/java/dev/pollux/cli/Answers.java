package dev.pollux.cli;

import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.ExitCode;
import dev.pollux.cli.pair.NodeNames;
import dev.pollux.cli.pair.ValueText;
import dev.pollux.failover.FailoverClient;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;

/** Waits for answers of the failover client and puts failures into words. */
final class Answers {
    /** The client itself limits each request and may repeat it once; this only guards against waiting for ever. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private Answers() {}

    /**
     * Waits for an answer.
     *
     * @throws CommandFailure with {@link ExitCode#UNREACHABLE} if there is none
     */
    static <T> T await(CompletableFuture<T> answer, Duration timeout) {
        try {
            return answer.get(timeout.multipliedBy(3).plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new CommandFailure(ExitCode.UNREACHABLE, "no answer within the limits", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new CommandFailure(ExitCode.UNREACHABLE, ValueText.reason(cause), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.UNREACHABLE, "interrupted", e);
        }
    }

    /** How nodes are called on the servers of this client. */
    static NodeNames names(FailoverClient client, Duration timeout) {
        DataValue value = await(client.read(NodeIds.Server_NamespaceArray), timeout);
        if (!(value.value().value() instanceof String[] namespaces)) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "the server does not tell its namespaces: " + ValueText.status(value.statusCode()));
        }
        return new NodeNames(List.copyOf(Arrays.asList(namespaces)));
    }
}
