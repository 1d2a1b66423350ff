package dev.pollux.server.source;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens and closes the sessions of one device on daemon threads of their own, as both may block for as long as a driver
 * likes. A thread that does not come back is left alone, and counted; beyond a few of them nothing new is opened.
 */
final class SessionOpening {
    /** Threads per device that may be inside the driver at a time, hanging ones included. */
    static final int THREADS_MAX = 6;

    private static final Logger LOG = LoggerFactory.getLogger(SessionOpening.class);

    private final String device;
    private final Source source;
    private final AtomicInteger threads = new AtomicInteger();

    SessionOpening(String device, Source source) {
        this.device = device;
        this.source = source;
    }

    /** Whether another thread may be started. */
    boolean available() {
        return threads.get() < THREADS_MAX;
    }

    /** Starts an attempt. */
    Attempt open() {
        Attempt attempt = new Attempt();
        attempt.thread = start("pollux-open-" + device, () -> attempt.run());
        return attempt;
    }

    /** Closes a session without waiting for it. */
    void close(Session session) {
        start("pollux-close-" + device, session::close);
    }

    private Thread start(String name, Runnable work) {
        threads.incrementAndGet();
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } finally {
                        threads.decrementAndGet();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** One attempt to open a session. The lock guards the hand-over between the two threads. */
    final class Attempt {
        private @Nullable Thread thread;
        private @Nullable Session session;
        private @Nullable SessionException failure;
        private boolean abandoned;

        private void run() {
            Session opened = null;
            SessionException failed = null;
            try {
                opened = source.open();
            } catch (SessionException reason) {
                failed = reason;
            } catch (InterruptedException giveUp) {
                Thread.currentThread().interrupt();
                failed = new SessionException("interrupted", giveUp);
            } catch (RuntimeException | LinkageError unexpected) {
                LOG.warn("device {}: the driver failed to connect in an unexpected way", device, unexpected);
                failed = new SessionException("driver failed: " + unexpected, unexpected);
            }
            boolean tooLate;
            synchronized (this) {
                session = opened;
                failure = failed;
                tooLate = abandoned;
                notifyAll();
            }
            if (tooLate && opened != null) {
                opened.close();
            }
        }

        /**
         * Waits for the end of the attempt.
         *
         * @return the session; empty if the attempt is still under way after {@code nanos}
         * @throws SessionException if the attempt failed
         */
        synchronized Optional<Session> await(long nanos) throws SessionException, InterruptedException {
            if (session == null && failure == null) {
                TimeUnit.NANOSECONDS.timedWait(this, nanos);
            }
            if (failure != null) {
                throw failure;
            }
            return Optional.ofNullable(session);
        }

        /** Gives up: the attempt is interrupted, and a session that it still opens is closed at once. */
        void abandon() {
            Session late;
            synchronized (this) {
                abandoned = true;
                late = session;
            }
            if (late != null) {
                close(late);
            } else if (thread != null) {
                thread.interrupt();
            }
        }
    }
}
