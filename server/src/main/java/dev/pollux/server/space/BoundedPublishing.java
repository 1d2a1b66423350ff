package dev.pollux.server.space;

import java.util.concurrent.CompletableFuture;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.sdk.server.servicesets.impl.DefaultSubscriptionServiceSet;
import org.eclipse.milo.opcua.sdk.server.subscriptions.PublishQueue;
import org.eclipse.milo.opcua.sdk.server.subscriptions.PublishQueue.PendingPublish;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.structured.PublishRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.PublishResponse;
import org.eclipse.milo.opcua.stack.transport.server.ServiceRequestContext;

/**
 * Bounds the PublishRequests that a session may park; the stack would take any number. The oldest one is answered
 * Bad_TooManyPublishRequests (OPC 10000-4 §5.14.5).
 */
final class BoundedPublishing extends DefaultSubscriptionServiceSet {
    static final int PARKED_MAX = 600;

    private final OpcUaServer server;

    BoundedPublishing(OpcUaServer server) {
        super(server);
        this.server = server;
    }

    @Override
    public CompletableFuture<PublishResponse> onPublish(ServiceRequestContext context, PublishRequest request) {
        CompletableFuture<PublishResponse> response = super.onPublish(context, request);
        try {
            Session session = server.getSessionManager().getSession(context, request.getRequestHeader());
            PublishQueue queue = session.getSubscriptionManager().getPublishQueue();
            PendingPublish oldest = queue.size() > PARKED_MAX ? queue.poll() : null;
            if (oldest != null) {
                oldest.responseFuture.completeExceptionally(new UaException(StatusCodes.Bad_TooManyPublishRequests));
            }
        } catch (UaException e) {
            // The session is gone or was never there: the response already says so.
            return response;
        }
        return response;
    }
}
