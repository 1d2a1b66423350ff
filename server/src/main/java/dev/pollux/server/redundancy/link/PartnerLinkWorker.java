package dev.pollux.server.redundancy.link;

import dev.pollux.server.project.StationConfig.PartnerLink;
import dev.pollux.server.redundancy.loop.RedundancyLoop;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one link to the partner: connects, exchanges status every heartbeat and whenever nudged, and tells the loop
 * what came of it. One thread per link, so that a hanging network never holds up another.
 */
public final class PartnerLinkWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PartnerLinkWorker.class);
    private static final Duration RETRY_MAX = Duration.ofSeconds(2);

    private final PartnerLink link;
    private final URI url;
    private final String partnerUri;
    private final LinkIdentity own;
    private final RedundancyLoop loop;
    private final Duration heartbeat;
    private final Duration timeout;
    private final Runnable beforeTelling;
    private final Semaphore nudge = new Semaphore(0);
    private final Thread thread;
    private final Exchanges exchanges = new Exchanges();
    private volatile boolean closed; // set by close(), read by the thread
    private volatile boolean down = true; // set by the thread, read by whoever nudges
    private volatile long beat = System.nanoTime(); // written by the thread, read by who watches it

    /** Counts, guarded by its own monitor. */
    private static final class Exchanges {
        private long begun;
        private long ended;
    }

    // Owned by the thread.
    private @Nullable PartnerConnection connection;
    private Duration retry;
    private String lastTrouble = "";

    /**
     * A link that does not run yet.
     *
     * @param link where the partner is
     * @param partnerUri ApplicationUri of the partner
     * @param own identity of this station
     * @param loop takes what comes
     * @param heartbeat between two exchanges
     * @param failAfter bound on one exchange
     * @param beforeTelling waits, with a bound, until clients are shown what the partner is about to be told
     */
    public PartnerLinkWorker(
            PartnerLink link,
            String partnerUri,
            LinkIdentity own,
            RedundancyLoop loop,
            Duration heartbeat,
            Duration failAfter,
            Runnable beforeTelling) {
        this.link = link;
        this.partnerUri = partnerUri;
        this.own = own;
        this.loop = loop;
        this.heartbeat = heartbeat;
        this.beforeTelling = beforeTelling;
        timeout = failAfter;
        retry = heartbeat;
        url = URI.create(link.url());
        thread = new Thread(this::run, "pollux-link-" + link.id());
        thread.setDaemon(true);
    }

    /** Begins. */
    public void start() {
        thread.start();
    }

    /** Name of the link. */
    public String name() {
        return link.name();
    }

    /** The thread's last sign of life, as monotonic nanoseconds; one at least every few seconds unless it is stuck. */
    public long beat() {
        return beat;
    }

    /** Exchanges now. From any thread. */
    public void nudge() {
        if (nudge.availablePermits() == 0) {
            nudge.release();
        }
    }

    /** The partner has called: if this link waits to connect again, it tries now. From any thread. */
    public void partnerHeard() {
        if (down) {
            nudge();
        }
    }

    /** Waits until an exchange that begins after this call has ended, at most {@code max}. */
    public void flush(Duration max) {
        long end = System.nanoTime() + max.toNanos();
        synchronized (exchanges) {
            long wanted = exchanges.begun + 1;
            nudge();
            try {
                for (long left = max.toMillis();
                        exchanges.ended < wanted && !down && left > 0;
                        left = (end - System.nanoTime()) / 1_000_000) {
                    exchanges.wait(left);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Ends the thread and the session. Waits at most a second. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closed) {
                beat = System.nanoTime();
                Duration pause = connection == null ? connect() : exchange(connection);
                boolean nudged = nudge.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS);
                if (nudged && connection == null) {
                    retry = heartbeat;
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("Link {} ends", link.name());
        } catch (Throwable e) {
            // Errors too: a link that ended in silence would look like a dead partner.
            LOG.error("Link {} broke", link.name(), e);
            loop.defect("partner link " + link.name() + " broke: " + e);
        } finally {
            drop();
        }
    }

    private Duration connect() throws InterruptedException {
        try {
            knock();
            connection = PartnerConnection.open(url, partnerUri, own, timeout, this::nudge);
            down = false;
            LOG.info("Link {} to {} is up", link.id(), url);
            lastTrouble = "";
            retry = heartbeat;
            return Duration.ZERO;
        } catch (ConnectException e) {
            loop.refused(link.id());
            return failed("refused: nobody listens there");
        } catch (IOException e) {
            return failed(String.valueOf(e.getMessage()));
        }
    }

    private void knock() throws IOException {
        try {
            PartnerConnection.knock(url, timeout);
            loop.accepted(link.id());
        } catch (ConnectException e) {
            throw e;
        } catch (IOException e) {
            loop.silent(link.id());
            throw e;
        }
    }

    private Duration failed(String why) {
        if (!why.equals(lastTrouble)) {
            LOG.warn("Link {} to {} is down: {}", link.id(), url, why);
            lastTrouble = why;
        }
        Duration pause = retry;
        Duration doubled = retry.multipliedBy(2);
        retry = doubled.compareTo(RETRY_MAX) > 0 ? RETRY_MAX : doubled;
        return pause;
    }

    private Duration exchange(PartnerConnection open) throws InterruptedException {
        long sentNanos = System.nanoTime();
        Instant sentAt = Instant.now();
        synchronized (exchanges) {
            exchanges.begun++;
        }
        try {
            StationStatus status = await(loop.statusFor(link.name()));
            beforeTelling.run();
            byte[] request = StatusCodec.encode(status);
            StationStatus answer = StatusCodec.decode(open.exchange(request));
            Duration roundTrip = Duration.ofNanos(System.nanoTime() - sentNanos);
            Instant middle = sentAt.plus(roundTrip.dividedBy(2));
            loop.answered(link.id(), sentNanos, answer, Duration.between(middle, answer.wallClock()));
            Duration rest = heartbeat.minus(roundTrip);
            return rest.isNegative() ? Duration.ZERO : rest;
        } catch (IOException e) {
            drop();
            // Try again at once: a dead server is then told from a dead network by its refusal.
            LOG.warn("Link {} to {} failed: {}", link.id(), url, e.getMessage());
            retry = heartbeat;
            return Duration.ZERO;
        } finally {
            synchronized (exchanges) {
                exchanges.ended++;
                exchanges.notifyAll();
            }
        }
    }

    private <T> T await(CompletionStage<T> stage) throws IOException, InterruptedException {
        try {
            return stage.toCompletableFuture().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the own redundancy loop does not answer", e);
        }
    }

    private void drop() {
        down = true;
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
