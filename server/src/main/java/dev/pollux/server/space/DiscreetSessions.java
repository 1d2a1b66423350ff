package dev.pollux.server.space;

import dev.pollux.server.space.system.ClientAddresses;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.servicesets.impl.DefaultSessionServiceSet;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateSessionRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateSessionResponse;
import org.eclipse.milo.opcua.stack.transport.server.ServiceRequestContext;

/** Sessions whose clients are told of the same endpoints as by GetEndpoints. */
final class DiscreetSessions extends DefaultSessionServiceSet {
    private final ClientAddresses addresses;

    DiscreetSessions(OpcUaServer server, ClientAddresses addresses) {
        super(server);
        this.addresses = addresses;
    }

    @Override
    public CreateSessionResponse onCreateSession(ServiceRequestContext context, CreateSessionRequest request)
            throws UaException {
        CreateSessionResponse all = super.onCreateSession(context, request);
        return new CreateSessionResponse(
                all.getResponseHeader(),
                all.getSessionId(),
                all.getAuthenticationToken(),
                all.getRevisedSessionTimeout(),
                all.getServerNonce(),
                all.getServerCertificate(),
                addresses.endpoints(request.getEndpointUrl(), all.getServerEndpoints()),
                all.getServerSoftwareCertificates(),
                all.getServerSignature(),
                all.getMaxRequestMessageSize());
    }
}
