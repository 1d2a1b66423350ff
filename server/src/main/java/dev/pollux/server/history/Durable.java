package dev.pollux.server.history;

import dev.pollux.archive.AppendResult;
import dev.pollux.archive.Archive;
import dev.pollux.archive.Batch;
import dev.pollux.archive.WriteMode;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes changes of users, who are answered when they are safe. */
final class Durable {
    private static final Logger LOG = LoggerFactory.getLogger(Durable.class);
    private static final long SECONDS_MAX = 30;

    private Durable() {}

    static AppendResult append(Archive archive, Batch batch) throws UaException {
        try {
            return archive.append(batch, WriteMode.LIVE).get(SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UaException(StatusCodes.Bad_Shutdown, e);
        } catch (TimeoutException e) {
            throw new UaException(StatusCodes.Bad_Timeout, e);
        } catch (ExecutionException e) {
            LOG.warn("history cannot be changed: {}", String.valueOf(e.getCause()));
            throw new UaException(StatusCodes.Bad_ResourceUnavailable, e);
        }
    }
}
