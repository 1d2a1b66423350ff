package dev.pollux.server.source;

import dev.pollux.server.project.DeviceConfig;
import dev.pollux.server.source.block.Backoff;
import dev.pollux.server.source.block.GridClock;
import dev.pollux.server.tag.Quality;
import dev.pollux.server.tag.SampleSink;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of one device: connects, polls, writes, and starts anew when anything goes wrong. It alone talks through
 * the session.
 */
final class DeviceWorker {
    /** Writes that may wait; a device that is this far behind refuses more. */
    static final int WRITES_MAX = 256;

    /** Writes between two blocks, so that a flood of them does not stop the polling. */
    private static final int WRITES_BETWEEN_BLOCKS = 16;

    /** What an opening may take beyond the driver's own timeout before it is given up. */
    private static final Duration CONNECT_GRACE = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(DeviceWorker.class);

    private final DeviceConfig device;
    private final Clocks clocks;
    private final AcquisitionListener listener;
    private final SessionOpening opening;
    private final GridClock gridClock;
    private final Polling polling;
    private final boolean polls;
    private final Backoff backoff = new Backoff(RandomGenerator.getDefault());
    private final BlockingQueue<WriteCommand> writes = new ArrayBlockingQueue<>(WRITES_MAX);
    private final Set<PolledTag> written = new LinkedHashSet<>();
    private final Thread thread;

    // Written by this thread only; volatile for those who ask.
    private volatile boolean connected;
    private volatile Instant since;
    private final AtomicLong reconnects = new AtomicLong();
    private final AtomicLong abandoned = new AtomicLong();
    private volatile @Nullable String lastError;
    private volatile long beat;

    /** Set by whoever closes or permits, read by this thread. */
    private volatile boolean closing;

    private volatile boolean permitted = true;
    private final Semaphore permission = new Semaphore(0);

    private boolean everOpened;
    private boolean everConnected;
    private boolean lossTold;

    DeviceWorker(
            DeviceConfig device,
            List<PolledTag> tags,
            Source source,
            SampleSink sink,
            Clocks clocks,
            AcquisitionListener listener) {
        this.device = device;
        this.clocks = clocks;
        this.listener = listener;
        opening = new SessionOpening(device.name(), source);
        gridClock = new GridClock(clocks.nanos(), clocks.now());
        ChangeFilter filter = new ChangeFilter(sink, until -> listener.unseen(device.name(), until));
        polling = new Polling(device.blockGap(), tags, clocks, gridClock, filter);
        polls = !tags.isEmpty();
        since = clocks.now();
        beat = clocks.nanos();
        thread = new Thread(this::run, "pollux-device-" + device.name());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Tells the thread to end; does not wait. */
    void stop() {
        closing = true;
    }

    /** Says whether a connection may be had; carried out by the thread. */
    void permit(boolean now) {
        if (permitted != now) {
            permitted = now;
            permission.release();
        }
    }

    /** Gives up a thread that hangs: it ends when it comes back, and nothing waits for it. */
    void abandon() {
        closing = true;
        connected = false;
        refuseWrites(Quality.BAD_NO_COMMUNICATION);
        thread.interrupt();
    }

    void join(Duration wait) throws InterruptedException {
        thread.join(Math.max(1, wait.toMillis()));
    }

    long beat() {
        return beat;
    }

    DeviceStatus status() {
        return new DeviceStatus(
                device.name(),
                connected,
                since,
                reconnects.get(),
                abandoned.get(),
                polling.cycles(),
                polling.overruns(),
                polling.lastCycle(),
                Optional.ofNullable(lastError),
                polling.quarantined());
    }

    CompletableFuture<Quality> write(PolledTag tag, Object value, BooleanSupplier mayGo) {
        PolledTag.Encoded encoded = tag.encode(value);
        if (!encoded.verdict().good()) {
            return CompletableFuture.completedFuture(encoded.verdict());
        }
        if (closing) {
            return CompletableFuture.completedFuture(Quality.BAD_SHUTDOWN);
        }
        if (!connected) {
            return CompletableFuture.completedFuture(Quality.BAD_NO_COMMUNICATION);
        }
        WriteCommand command = new WriteCommand(
                tag,
                encoded.bytes(),
                clocks.nanos() + device.requestTimeout().toNanos(),
                mayGo,
                new CompletableFuture<>());
        if (!writes.offer(command)) {
            return CompletableFuture.completedFuture(Quality.BAD_RESOURCE_UNAVAILABLE);
        }
        if (closing) {
            // The thread may have emptied the queue for the last time before this command came in.
            refuseWrites(Quality.BAD_SHUTDOWN);
        }
        return command.result();
    }

    private void run() {
        try {
            while (!closing) {
                if (!permitted) {
                    rest();
                }
                Optional<Session> session = proceed() ? connect() : Optional.empty();
                if (session.isPresent()) {
                    serve(session.get());
                }
            }
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            if (!closing) {
                fault(interrupt);
            }
        } catch (Throwable unexpected) {
            fault(unexpected);
        } finally {
            closing = true;
            connected = false;
            refuseWrites(Quality.BAD_SHUTDOWN);
        }
    }

    private void fault(Throwable unexpected) {
        String reason = "acquisition from device " + device.name() + " ended by " + unexpected;
        LOG.error(reason, unexpected);
        lastError = reason;
        listener.fault(reason);
        try {
            // Values that nobody refreshes any more must not look good, even if the station lives on for a moment.
            polling.allBad(Quality.BAD_INTERNAL_ERROR);
        } catch (RuntimeException again) {
            LOG.error("the tags of device {} could not be marked bad", device.name(), again);
        }
    }

    private Optional<Session> connect() throws InterruptedException {
        if (!opening.available()) {
            lost("too many hanging attempts to connect (" + SessionOpening.THREADS_MAX + ")");
            return Optional.empty();
        }
        SessionOpening.Attempt attempt = opening.open();
        long start = clocks.nanos();
        long limit = device.connectTimeout().plus(CONNECT_GRACE).toNanos();
        try {
            while (proceed()) {
                Optional<Session> session = attempt.await(Exchange.SLICE);
                if (session.isPresent()) {
                    everOpened = true;
                    return session;
                }
                refuseWrites(Quality.BAD_NO_COMMUNICATION);
                if (clocks.nanos() - start > limit) {
                    attempt.abandon();
                    abandoned.incrementAndGet();
                    lost("no connection within " + device.connectTimeout().toMillis() + " ms");
                    return Optional.empty();
                }
            }
            attempt.abandon();
        } catch (SessionException refused) {
            lost(String.valueOf(refused.getMessage()));
        }
        return Optional.empty();
    }

    /** Another station has the device: no session, no good values, but signs of life. */
    private void rest() throws InterruptedException {
        if (connected) {
            since = clocks.now();
        }
        connected = false;
        lossTold = false;
        lastError = "left to the Master";
        polling.allBad(Quality.BAD_NO_COMMUNICATION);
        LOG.info("device {} is left to the Master", device.name());
        listener.released(device.name());
        while (!closing && !permitted) {
            beat = clocks.nanos();
            refuseWrites(Quality.BAD_NO_COMMUNICATION);
            if (permission.tryAcquire(Exchange.SLICE, TimeUnit.NANOSECONDS)) {
                permission.drainPermits();
            }
        }
        backoff.reset();
    }

    private void serve(Session session) throws InterruptedException {
        Exchange exchange = new Exchange(session, device.requestTimeout(), clocks, this::proceed, this::markConnected);
        String end = null;
        try {
            polling.sessionOpened();
            written.clear();
            if (!polls) {
                markConnected();
            }
            while (proceed()) {
                exchange.checkAlive();
                if (gridClock.adjust(clocks.nanos(), clocks.now())) {
                    polling.stepped();
                }
                polling.runDue(exchange, () -> serveWrites(exchange));
                polling.complete().ifPresent(each -> listener.complete(device.name(), each.from(), each.to()));
                serveWrites(exchange);
                readBack(exchange);
                long wait = Math.max(0, Math.min(polling.untilNext(), Exchange.SLICE));
                WriteCommand command = writes.poll(wait, TimeUnit.NANOSECONDS);
                if (command != null) {
                    execute(command, exchange);
                }
            }
        } catch (SessionException ended) {
            end = String.valueOf(ended.getMessage());
        } finally {
            opening.close(session);
        }
        if (end != null && proceed()) {
            lost(end);
        }
    }

    private boolean proceed() {
        beat = clocks.nanos();
        return !closing && permitted;
    }

    private void markConnected() {
        backoff.reset();
        if (everConnected) {
            reconnects.incrementAndGet();
        }
        everConnected = true;
        lossTold = false;
        since = clocks.now();
        connected = true;
        LOG.info("device {} connected", device.name());
        listener.connected(device.name());
    }

    /** Everything about the device is unknown from here on; waits before the next attempt. */
    private void lost(String reason) throws InterruptedException {
        if (connected) {
            since = clocks.now();
        }
        connected = false;
        lastError = reason;
        refuseWrites(Quality.BAD_NO_COMMUNICATION);
        polling.allBad(everOpened ? Quality.BAD_NO_COMMUNICATION : Quality.BAD_NOT_CONNECTED);
        if (!lossTold) {
            // Told once per loss: an attempt every few seconds that fails is no news.
            lossTold = true;
            LOG.warn("device {} disconnected: {}", device.name(), reason);
            listener.disconnected(device.name(), reason);
        } else {
            LOG.debug("device {} still disconnected: {}", device.name(), reason);
        }
        long start = clocks.nanos();
        long pause = backoff.next().toNanos();
        while (proceed() && clocks.nanos() - start < pause) {
            WriteCommand late =
                    writes.poll(Math.min(Exchange.SLICE, pause - (clocks.nanos() - start)), TimeUnit.NANOSECONDS);
            if (late != null) {
                late.result().complete(Quality.BAD_NO_COMMUNICATION);
            }
        }
    }

    private void serveWrites(Exchange exchange) throws SessionException, InterruptedException {
        for (int i = 0; i < WRITES_BETWEEN_BLOCKS; i++) {
            WriteCommand command = writes.poll();
            if (command == null) {
                return;
            }
            execute(command, exchange);
        }
    }

    private void execute(WriteCommand command, Exchange exchange) throws SessionException, InterruptedException {
        Quality result = Quality.BAD_INTERNAL_ERROR;
        try {
            if (clocks.nanos() - command.deadline() > 0) {
                result = Quality.BAD_TIMEOUT;
                return;
            }
            result = command.send(exchange);
            if (result.good()) {
                written.add(command.tag());
            }
        } catch (SessionException ended) {
            // Never repeated: the device may have done it already.
            result = closing
                    ? Quality.BAD_SHUTDOWN
                    : ended.silence() ? Quality.BAD_TIMEOUT : Quality.BAD_NO_COMMUNICATION;
            throw ended;
        } finally {
            command.result().complete(result);
        }
    }

    private void readBack(Exchange exchange) throws SessionException, InterruptedException {
        if (!written.isEmpty()) {
            List<PolledTag> tags = new ArrayList<>(written);
            written.clear();
            for (PolledTag tag : tags) {
                polling.readBack(tag, exchange);
            }
        }
    }

    private void refuseWrites(Quality verdict) {
        for (WriteCommand command = writes.poll(); command != null; command = writes.poll()) {
            command.result().complete(verdict);
        }
    }
}
