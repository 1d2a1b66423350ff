package dev.pollux.failover;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import dev.pollux.failover.link.Link;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.milo.opcua.sdk.client.OpcUaSession;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.PublishRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.PublishResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.SubscriptionAcknowledgement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps publish requests parked at one member and hands the responses to the feeds. A publish request has no time limit
 * of its own: the link watches over the member. Safe for use by many threads.
 */
final class PublishPump {
    private static final Logger LOG = LoggerFactory.getLogger(PublishPump.class);
    // A few more than subscriptions, so that a long replay need not wait for one round trip per message.
    private static final int SPARE = 3;
    private static final int PARKED_MAX = 20;
    private static final int FAILURES_MAX = 3;
    private static final int ACKNOWLEDGE_MAX = 1000;

    private final Link link;

    // All guarded by this.
    private final Map<UInteger, Feed> feeds = new HashMap<>();
    private final ArrayDeque<SubscriptionAcknowledgement> acknowledgements = new ArrayDeque<>();
    private int parked;
    private int parkedMax = PARKED_MAX;
    private int failures;

    PublishPump(Link link) {
        this.link = link;
        link.onPublish(this::received);
    }

    void register(UInteger subscriptionId, Feed feed) {
        synchronized (this) {
            feeds.put(subscriptionId, feed);
            failures = 0;
        }
        refill();
    }

    synchronized void unregister(UInteger subscriptionId) {
        feeds.remove(subscriptionId);
    }

    private void received(PublishResponse response) {
        Feed feed;
        synchronized (this) {
            failures = 0;
            feed = feeds.get(response.getSubscriptionId());
            ExtensionObject[] content = response.getNotificationMessage().getNotificationData();
            if (content != null && content.length > 0 && acknowledgements.size() < ACKNOWLEDGE_MAX) {
                acknowledgements.add(new SubscriptionAcknowledgement(
                        response.getSubscriptionId(),
                        response.getNotificationMessage().getSequenceNumber()));
            }
        }
        if (feed != null) {
            feed.received(response);
        }
    }

    private void refill() {
        var unused = link.client().getSessionAsync().whenComplete((session, failure) -> {
            if (session != null) {
                SubscriptionAcknowledgement[] next = next();
                while (next != null) {
                    send(session, next);
                    next = next();
                }
            }
        });
    }

    // The acknowledgements for one more request, or null if enough are parked.
    private synchronized SubscriptionAcknowledgement @Nullable [] next() {
        if (feeds.isEmpty()
                || failures >= FAILURES_MAX
                || parked >= Math.min(feeds.size() + SPARE, parkedMax)
                || link.gone().isDone()) {
            return null;
        }
        parked++;
        SubscriptionAcknowledgement[] next = acknowledgements.toArray(SubscriptionAcknowledgement[]::new);
        acknowledgements.clear();
        return next;
    }

    private void send(OpcUaSession session, SubscriptionAcknowledgement[] acknowledged) {
        PublishRequest request = new PublishRequest(
                link.client().newRequestHeader(session.getAuthenticationToken(), uint(0)), acknowledged);
        var unused = link.client().sendRequestAsync(request).whenComplete((response, failure) -> {
            finished(failure);
            refill();
        });
    }

    private synchronized void finished(@Nullable Throwable failure) {
        parked--;
        if (failure == null || link.gone().isDone()) {
            return;
        }
        long code = UaException.extractStatusCode(failure)
                .map(status -> status.value())
                .orElse(StatusCodes.Bad_UnexpectedError);
        if (code == StatusCodes.Bad_TooManyPublishRequests) {
            parkedMax = Math.max(1, parked);
        } else {
            // Goes on again with the next subscription; until then the feeds fall silent, and that is noticed.
            failures++;
            LOG.debug("{}: Publish failed", link.uri(), failure);
        }
    }
}
