package dev.pollux.server.source;

import dev.pollux.server.source.Session.Change;
import dev.pollux.server.source.Session.Reply;
import dev.pollux.server.source.block.Block;
import dev.pollux.server.source.block.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * The requests of one session, each with a deadline of its own: a driver may lose the reply, its own timeout and the
 * exception that says so. Every failure ends the session; the caller drops it. For one thread.
 */
final class Exchange {
    /** The driver's own timeout fires on a coarse timer; leave it the first word, as it knows more. */
    static final Duration GRACE = Duration.ofMillis(200);

    /** How long a thread waits at most before it gives a sign of life and looks whether it is to end. */
    static final long SLICE = Duration.ofMillis(100).toNanos();

    private final Session session;
    private final long deadline;
    private final Clocks clocks;
    private final BooleanSupplier proceed;
    private final Runnable firstAnswer;
    private boolean answered;

    /**
     * @param session what to talk through
     * @param requestTimeout the driver's timeout
     * @param clocks for the deadline
     * @param proceed called at least every 100 ms; false ends all waiting
     * @param firstAnswer called when the device has answered for the first time
     */
    Exchange(Session session, Duration requestTimeout, Clocks clocks, BooleanSupplier proceed, Runnable firstAnswer) {
        this.session = session;
        this.deadline = requestTimeout.plus(GRACE).toNanos();
        this.clocks = clocks;
        this.proceed = proceed;
        this.firstAnswer = firstAnswer;
    }

    Reply read(Block block) throws SessionException, InterruptedException {
        return await(session.read(block), "read of " + block);
    }

    Outcome write(Change change) throws SessionException, InterruptedException {
        return await(session.write(change), "write of " + change.block());
    }

    /** Whether the device has answered anything in this session. */
    boolean answered() {
        return answered;
    }

    boolean alive() {
        return session.alive();
    }

    void checkAlive() throws SessionException {
        if (!session.alive()) {
            throw new SessionException("connection closed by the device");
        }
    }

    private <T> T await(CompletableFuture<T> future, String what) throws SessionException, InterruptedException {
        long start = clocks.nanos();
        while (proceed.getAsBoolean()) {
            long left = deadline - (clocks.nanos() - start);
            if (left <= 0) {
                throw SessionException.silence("no answer to the " + what);
            }
            try {
                T answer = future.get(Math.min(left, SLICE), TimeUnit.NANOSECONDS);
                if (!answered) {
                    answered = true;
                    firstAnswer.run();
                }
                return answer;
            } catch (TimeoutException slice) {
                checkAlive();
            } catch (ExecutionException failed) {
                throw failure(failed, what);
            }
        }
        throw new SessionException("acquisition ends");
    }

    private static SessionException failure(ExecutionException failed, String what) {
        for (Throwable cause = failed.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException) {
                return SessionException.silence("no answer to the " + what);
            }
        }
        return new SessionException(what + " failed: " + failed.getCause(), failed);
    }
}
