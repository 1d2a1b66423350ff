package dev.pollux.failover;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.eclipse.milo.opcua.stack.core.types.UaStructuredType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.structured.DataChangeNotification;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoredItemNotification;
import org.eclipse.milo.opcua.stack.core.types.structured.PublishResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.StatusChangeNotification;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The merged stream of one subscription: takes what the feed on the active member sends, joins it at the seams, and
 * hands it to the listener. Safe for use by many threads.
 */
final class ValueStream implements FailoverSubscription {
    private static final Logger LOG = LoggerFactory.getLogger(ValueStream.class);

    private final SubscriptionSettings subscription;
    private final List<ItemSettings> settings;
    private final ValueListener listener;
    private final Dispatcher dispatcher;
    private final LongSupplier uptime;
    private final Runnable onClose;
    private final ValueQueue queue;
    private final AtomicBoolean lined = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicLong delivered = new AtomicLong();
    private final CountDownLatch active = new CountDownLatch(1);

    // Guarded by this: the joint between members. Notifications of several members come on several threads.
    private final ItemMerge[] merges;
    private @Nullable Feed source;
    private boolean replaying;
    private boolean first = true;
    private boolean seams;
    private long seamEndsAt;
    private Replay replay = new Replay();
    private long lastSignAt = Long.MIN_VALUE;
    private long longestPauseNanos;
    private long duplicates;
    private long replayed;
    private long gaps;

    // Owned by the loop, read by any thread.
    private volatile List<Feed> feeds = List.of();

    ValueStream(
            SubscriptionSettings subscription,
            List<ItemSettings> settings,
            ValueListener listener,
            Dispatcher dispatcher,
            LongSupplier uptime,
            Consumer<ValueStream> onClose) {
        this.subscription = subscription;
        this.settings = List.copyOf(settings);
        this.listener = listener;
        this.dispatcher = dispatcher;
        this.uptime = uptime;
        this.onClose = () -> onClose.accept(this);
        this.queue = new ValueQueue(subscription.queueMax());
        this.merges = new ItemMerge[settings.size()];
        for (int i = 0; i < merges.length; i++) {
            merges[i] = new ItemMerge();
        }
    }

    SubscriptionSettings subscription() {
        return subscription;
    }

    List<ItemSettings> settings() {
        return settings;
    }

    void feeds(List<Feed> current) {
        feeds = List.copyOf(current);
    }

    /** From now on the values of this feed count, and those of no other. */
    synchronized void follow(Feed feed, Replay into, Duration seamTime) {
        first = source == null && first;
        source = feed;
        replaying = true;
        seams = true;
        seamEndsAt = uptime.getAsLong() + seamTime.toNanos();
        replay = into;
        for (ItemMerge merge : merges) {
            merge.beginSeam();
        }
    }

    /** Whether the queue of the new member has arrived completely. */
    synchronized boolean caughtUp() {
        return !replaying;
    }

    void received(Feed feed, PublishResponse response) {
        ExtensionObject[] content = response.getNotificationMessage().getNotificationData();
        List<MonitoredItemNotification> values = new ArrayList<>();
        for (ExtensionObject coded : content == null ? new ExtensionObject[0] : content) {
            UaStructuredType part = coded.decode(feed.link().client().getStaticEncodingContext());
            if (part instanceof DataChangeNotification change && change.getMonitoredItems() != null) {
                values.addAll(List.of(change.getMonitoredItems()));
            } else if (part instanceof StatusChangeNotification status) {
                LOG.warn("{}: subscription ended by the server: {}", feed.link().uri(), status.getStatus());
                feed.ended();
            }
        }
        synchronized (this) {
            if (feed != source) {
                return;
            }
            long now = uptime.getAsLong();
            sign(now);
            values.forEach(value -> take(value, now));
            boolean complete = !Boolean.TRUE.equals(response.getMoreNotifications());
            // A keep-alive that was sent before the items were told to report says nothing about their queues.
            if (replaying && complete && (!values.isEmpty() || feed.reporting())) {
                replaying = false;
                active.countDown();
            }
        }
        lineUp();
    }

    // Called with the lock held.
    private void sign(long now) {
        if (lastSignAt != Long.MIN_VALUE) {
            longestPauseNanos = Math.max(longestPauseNanos, now - lastSignAt);
        }
        lastSignAt = now;
    }

    // Called with the lock held.
    private void take(MonitoredItemNotification notification, long now) {
        long handle = notification.getClientHandle().longValue();
        if (handle >= merges.length) {
            return; // not one of ours; a server that mixes up handles must not break the stream
        }
        int item = (int) handle;
        ItemMerge.Outcome outcome = merges[item].accept(notification.getValue());
        if (outcome.duplicate()) {
            duplicates++;
        }
        outcome.delivered().ifPresent(value -> {
            boolean gap = merges[item].takeGap();
            if (gap) {
                gaps++;
            }
            if (replaying && !first) {
                replayed++;
                replay.replayed();
            }
            replay.value(now);
            queue.add(item, replaying && !gap ? ItemMerge.withoutOverflow(value) : value);
        });
    }

    /** Ends seams whose time is over; called by the loop now and then. */
    void tick(long now) {
        synchronized (this) {
            if (!seams || now - seamEndsAt < 0) {
                return;
            }
            seams = false;
            replaying = false;
            for (int i = 0; i < merges.length; i++) {
                int item = i;
                merges[i].closeSeam().ifPresent(value -> queue.add(item, value));
            }
        }
        lineUp();
    }

    private void lineUp() {
        if (!queue.isEmpty() && lined.compareAndSet(false, true)) {
            dispatcher.enqueue(this);
        }
    }

    /** Gives waiting values to the listener; on the dispatcher's thread only. */
    void deliver(int most) {
        lined.set(false);
        for (ValueQueue.Waiting next : queue.take(most)) {
            if (closed.get()) {
                return;
            }
            delivered.incrementAndGet();
            try {
                listener.onValue(settings.get(next.item()), next.value());
            } catch (RuntimeException e) {
                LOG.error(
                        "value listener failed at {}", settings.get(next.item()).node(), e);
            }
        }
        lineUp();
    }

    @Override
    public List<ItemStatus> items() {
        List<ItemStatus> all = new ArrayList<>();
        for (Feed feed : feeds) {
            all.addAll(items(feed));
        }
        return all;
    }

    private List<ItemStatus> items(Feed feed) {
        StatusCode[] results = feed.results();
        List<ItemStatus> all = new ArrayList<>();
        for (int i = 0; i < results.length; i++) {
            all.add(new ItemStatus(settings.get(i), feed.link().uri(), results[i]));
        }
        return all;
    }

    @Override
    public List<ItemStatus> refused() {
        Optional<Feed> current;
        synchronized (this) {
            current = Optional.ofNullable(source);
        }
        return current.filter(feed -> feed.state() != Feed.State.CREATING).stream()
                .flatMap(feed -> items(feed).stream())
                .filter(item -> item.result().isBad())
                .toList();
    }

    @Override
    public SubscriptionStatistics statistics() {
        synchronized (this) {
            return new SubscriptionStatistics(
                    delivered.get(), duplicates, replayed, queue.dropped(), gaps, Duration.ofNanos(longestPauseNanos));
        }
    }

    @Override
    public boolean awaitActive(Duration limit) throws InterruptedException {
        return active.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            queue.clear();
            onClose.run();
        }
    }

    boolean closed() {
        return closed.get();
    }
}
