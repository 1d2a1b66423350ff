package dev.pollux.cli.demo;

import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.StationReport;
import dev.pollux.cli.pair.StationSession;
import dev.pollux.cli.pair.Stations;
import dev.pollux.cli.pair.ValueText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one station all the time, over a connection of its own: what it says about the pair, and which values of the
 * counter it has sampled. It never moves to the other station.
 */
final class StationEye implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(150);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(2);
    private static final double PUBLISHING_MILLIS = 250;
    private static final int QUEUE = 600;

    private final Stations stations;
    private final String url;
    private final String counter;
    private final Consumer<Instant> onSample;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    // Written by the thread, read by whoever shows it.
    private volatile Optional<StationReport> report = Optional.empty();
    private volatile String silence = "not asked yet";
    private volatile @Nullable StationSession session;

    /**
     * An eye on one station.
     *
     * @param stations opens the sessions
     * @param name of the station
     * @param url of the station
     * @param counter tag that counts
     * @param onSample hears the SourceTimestamp of each good value that the station has sampled
     */
    StationEye(Stations stations, String name, String url, String counter, Consumer<Instant> onSample) {
        this.stations = stations;
        this.url = url;
        this.counter = counter;
        this.onSample = onSample;
        thread = new Thread(this::run, "pollux-demo-eye-" + name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    Optional<StationReport> report() {
        return report;
    }

    String silence() {
        return silence;
    }

    /** A session for calls, while the station answers. */
    Optional<StationSession> session() {
        StationSession open = session;
        return open != null && open.alive() && report.isPresent() ? Optional.of(open) : Optional.empty();
    }

    private void run() {
        try {
            while (!closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                Stations.Attempt attempt = stations.open(url).join();
                if (attempt.session().isEmpty()) {
                    lost(attempt.reason());
                    continue;
                }
                StationSession open = attempt.session().get();
                session = open;
                try {
                    follow(open);
                } catch (CommandFailure e) {
                    lost(String.valueOf(e.getMessage()));
                } finally {
                    session = null;
                    open.close();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // The view must say so rather than show an old state for ever.
            lost("the observer has failed: " + ValueText.reason(e));
        }
    }

    private void follow(StationSession open) throws InterruptedException {
        boolean sampling = false;
        while (open.alive()) {
            report = Optional.of(StationReport.read(open));
            silence = "";
            if (!sampling) {
                sample(open);
                sampling = true;
            }
            if (closing.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        }
        lost("connection lost");
    }

    private void lost(String reason) {
        report = Optional.empty();
        silence = reason;
    }

    private void sample(StationSession open) {
        OpcUaSubscription subscription = new OpcUaSubscription(open.client(), PUBLISHING_MILLIS);
        OpcUaMonitoredItem item = OpcUaMonitoredItem.newDataItem(open.names().nodeId(counter));
        item.setSamplingInterval(0);
        item.setQueueSize(UInteger.valueOf(QUEUE));
        item.setDataValueListener((monitored, value) -> {
            Instant time = ValueText.sourceTime(value);
            if (value.statusCode().isGood() && time != null) {
                onSample.accept(time);
            }
        });
        try {
            subscription.create();
        } catch (UaException e) {
            throw new CommandFailure(
                    dev.pollux.cli.pair.ExitCode.UNREACHABLE, url + ": CreateSubscription: " + ValueText.reason(e), e);
        }
        subscription.addMonitoredItems(List.of(item));
        subscription.createMonitoredItems();
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(CLOSE_MAX.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
