package dev.pollux.server.redundancy.link;

import dev.pollux.server.project.StationConfig.PartnerLink;
import dev.pollux.server.redundancy.loop.RedundancyLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all links have in common: a thread of their own with signs of life, being nudged, and counts of what was told,
 * so that somebody can wait until the present status has been.
 */
abstract class LinkThread implements LinkWorker {
    private static final Logger LOG = LoggerFactory.getLogger(LinkThread.class);
    private static final Duration END_MAX = Duration.ofSeconds(1);

    private final PartnerLink link;
    private final RedundancyLoop loop;
    private final Duration answerMax;
    private final Semaphore nudge = new Semaphore(0);
    private final Object told = new Object();
    private final Thread thread;
    private volatile boolean closed; // set by close(), read by the thread
    private volatile long beat = System.nanoTime(); // written by the thread, read by who watches it
    // Guarded by told.
    private long begun;
    private long ended;

    /**
     * Does not run yet.
     *
     * @param loop gives the own status
     * @param answerMax bound on that
     */
    LinkThread(PartnerLink link, RedundancyLoop loop, Duration answerMax) {
        this.link = link;
        this.loop = loop;
        this.answerMax = answerMax;
        thread = new Thread(this::run, "pollux-link-" + link.id());
        thread.setDaemon(true);
    }

    /** Keeps the link until {@link #closed()}. On the thread. */
    abstract void keep() throws InterruptedException;

    /** Lets go of whatever is open. On the thread. */
    abstract void drop();

    /** Whether a status that is told now could arrive at all. From any thread. */
    abstract boolean tells();

    private void run() {
        try {
            keep();
        } catch (InterruptedException e) {
            LOG.debug("Link {} ends", link.id());
        } catch (Throwable e) {
            // Errors too: a link that ended in silence would look like a dead partner.
            LOG.error("Link {} broke", link.id(), e);
            loop.defect("partner link " + link.id() + " broke: " + e);
        } finally {
            drop();
        }
    }

    final boolean closed() {
        return closed;
    }

    final void live() {
        beat = System.nanoTime();
    }

    /** Whether a nudge has come within this time. */
    final boolean nudged(Duration within) throws InterruptedException {
        return nudge.tryAcquire(within.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Something is about to be told that was made after this call. */
    final void tellingBegins() {
        synchronized (told) {
            begun++;
        }
    }

    /** It was told, or could not be. */
    final void tellingEnds() {
        synchronized (told) {
            ended++;
            told.notifyAll();
        }
    }

    /**
     * The own status.
     *
     * @param name of the link, as the loop knows it
     */
    final StationStatus status(String name) throws IOException, InterruptedException {
        try {
            return loop.statusFor(name).toCompletableFuture().get(answerMax.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the own redundancy loop does not answer", e);
        }
    }

    @Override
    public final void start() {
        thread.start();
    }

    @Override
    public final String name() {
        return link.name();
    }

    @Override
    public final long beat() {
        return beat;
    }

    @Override
    public final void nudge() {
        if (nudge.availablePermits() == 0) {
            nudge.release();
        }
    }

    @Override
    public final void flush(Duration max) {
        long end = System.nanoTime() + max.toNanos();
        synchronized (told) {
            long wanted = begun + 1;
            nudge();
            try {
                for (long left = max.toMillis();
                        ended < wanted && tells() && left > 0;
                        left = (end - System.nanoTime()) / 1_000_000) {
                    told.wait(left);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public final void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(END_MAX.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
