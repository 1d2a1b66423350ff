package dev.pollux.server.redundancy.link;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import dev.pollux.server.redundancy.link.LinkTrouble.Cause;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.milo.opcua.sdk.client.DiscoveryClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfig;
import org.eclipse.milo.opcua.sdk.client.SessionActivityListener;
import org.eclipse.milo.opcua.sdk.client.UaSession;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.eclipse.milo.opcua.stack.core.types.structured.CallResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;

/**
 * One secured session to the partner over which its methods are called. Never repaired: when anything fails it is
 * closed and a new one is made, so that no reconnect timing but Pollux's own is in play. Used by one thread at a time.
 */
final class PartnerConnection implements AutoCloseable {
    /** Fixed on every station: 0 OPC UA, 1 the server itself, 2 Pollux, 3 the project. */
    private static final int POLLUX_NAMESPACE_INDEX = 2;

    private static final String UNTRUSTED_THERE = "the partner does not trust this station's certificate: put"
            + " own/station.der of this station into the partner's trusted/certs, or run pollux trust --pair";

    private static final String DISABLED_THERE = "the partner's redundancy is switched off (redundancy.enabled: false"
            + " in its project): set it true there and restart it";

    private static final Duration CONNECT_MIN = Duration.ofSeconds(5);

    private final OpcUaClient client;
    private final Duration timeout;
    private final CompletableFuture<Void> lost;
    private final NodeId object;

    private PartnerConnection(OpcUaClient client, Duration timeout, CompletableFuture<Void> lost, int namespaceIndex) {
        this.lost = lost;
        this.client = client;
        this.timeout = timeout;
        object = new NodeId(namespaceIndex, "Pollux/Redundancy");
    }

    /**
     * Opens a session.
     *
     * @param way to the partner
     * @param partnerUri ApplicationUri that the server there must have
     * @param own who this station is
     * @param timeout for an exchange; each step of opening gets at least five seconds, for a cold or busy machine needs
     *     longer to make keys and a session than a silent partner may stay unnoticed
     * @param onLost called on any thread when the session is gone
     * @throws IOException with the reason for operators
     */
    static PartnerConnection open(
            PartnerWay way, String partnerUri, LinkIdentity own, Duration timeout, Runnable onLost)
            throws IOException, InterruptedException {
        URI url = way.url();
        Duration patience = timeout.compareTo(CONNECT_MIN) > 0 ? timeout : CONNECT_MIN;
        OpcUaClient client;
        try {
            EndpointDescription endpoint = chooseEndpoint(way, partnerUri, patience);
            client = OpcUaClient.create(config(endpoint, own, timeout), way::connectFrom);
        } catch (UaException e) {
            throw new IOException("cannot prepare a session to " + url + ": " + e.getMessage(), e);
        }
        CompletableFuture<Void> lost = new CompletableFuture<>();
        client.addSessionActivityListener(new SessionActivityListener() {
            @Override
            public void onSessionInactive(UaSession session) {
                lost.complete(null);
                onLost.run();
            }
        });
        CompletableFuture<OpcUaClient> connecting = client.connectAsync();
        try {
            await(connecting, patience, "connect to " + url);
            return new PartnerConnection(client, timeout, lost, POLLUX_NAMESPACE_INDEX);
        } catch (IOException | InterruptedException e) {
            // If it comes up later after all, it must go at once: the stack would keep it alive for ever.
            var unused = connecting.handle((late, fault) -> client).thenCompose(OpcUaClient::disconnectAsync);
            throw e;
        }
    }

    private static EndpointDescription chooseEndpoint(PartnerWay way, String partnerUri, Duration timeout)
            throws IOException, InterruptedException {
        URI url = way.url();
        List<EndpointDescription> offered = await(
                DiscoveryClient.getEndpoints(url.toString(), way::connectFrom), timeout, "GetEndpoints of " + url);
        EndpointDescription endpoint = offered.stream()
                .filter(e -> SecurityPolicy.Basic256Sha256.getUri().equals(e.getSecurityPolicyUri()))
                .filter(e -> e.getSecurityMode() == MessageSecurityMode.SignAndEncrypt)
                .findFirst()
                .orElseThrow(() -> new LinkException(
                        Cause.NOT_OF_SET,
                        url + " offers no Basic256Sha256 SignAndEncrypt endpoint, which partners need"));
        String uri = endpoint.getServer().getApplicationUri();
        if (!partnerUri.equals(uri)) {
            throw new LinkException(
                    Cause.NOT_OF_SET, url + " is not the partner of this set: it is " + uri + ", not " + partnerUri);
        }
        return EndpointUtil.updateUrl(endpoint, url.getHost(), url.getPort());
    }

    private static OpcUaClientConfig config(EndpointDescription endpoint, LinkIdentity own, Duration timeout) {
        return OpcUaClientConfig.builder()
                .setEndpoint(endpoint)
                .setApplicationName(LocalizedText.english("Pollux partner link"))
                .setApplicationUri(own.applicationUri())
                .setKeyPair(own.keyPair())
                .setCertificate(own.certificate())
                .setCertificateChain(new java.security.cert.X509Certificate[] {own.certificate()})
                .setCertificateValidator(own.validator())
                .setRequestTimeout(uint(timeout.toMillis()))
                // Exchanges are the sign of life; the stack's own keep-alive only has to stay out of the way.
                .setKeepAliveInterval(uint(30_000))
                .setKeepAliveTimeout(uint(timeout.toMillis()))
                .setSessionTimeout(uint(30_000))
                .build();
    }

    /** Calls one exchange and gives the partner's answer. */
    byte[] exchange(byte[] status) throws IOException, InterruptedException {
        return call("Exchange", status);
    }

    /** Asks the partner's archive. */
    byte[] readArchive(byte[] request) throws IOException, InterruptedException {
        return call("ReadArchive", request);
    }

    /** Asks the partner for messages. */
    byte[] readMessages(byte[] question) throws IOException, InterruptedException {
        return call("ReadMessages", question);
    }

    private byte[] call(String name, byte[] request) throws IOException, InterruptedException {
        NodeId method = new NodeId(object.getNamespaceIndex(), "Pollux/Redundancy/" + name);
        CallMethodRequest call =
                new CallMethodRequest(object, method, new Variant[] {new Variant(ByteString.of(request))});
        // A session that is lost is not waited for: the stack would try to bring it back until the timeout.
        CompletableFuture<Optional<CallResponse>> answered =
                client.callAsync(List.of(call)).thenApply(Optional::of);
        CallMethodResult[] results = await(
                        answered.applyToEither(lost.thenApply(none -> Optional.empty()), response -> response),
                        timeout,
                        name)
                .orElseThrow(() -> new IOException(name + ": the session was lost"))
                .getResults();
        if (results == null || results.length != 1) {
            throw new IOException(name + " was answered without a result");
        }
        CallMethodResult result = results[0];
        if (result.getStatusCode().value() == StatusCodes.Bad_UserAccessDenied) {
            throw new LinkException(Cause.UNTRUSTED, UNTRUSTED_THERE);
        }
        if (result.getStatusCode().value() == StatusCodes.Bad_NotSupported) {
            throw new LinkException(Cause.DISABLED, DISABLED_THERE);
        }
        if (!result.getStatusCode().isGood()) {
            throw new IOException(name + " was answered with " + result.getStatusCode());
        }
        Variant[] out = result.getOutputArguments();
        if (out == null || out.length != 1 || !(out[0].value() instanceof ByteString answer) || answer.isNull()) {
            throw new IOException(name + " was answered without bytes");
        }
        return answer.bytesOrEmpty();
    }

    /** Closes in the background: on a dead link that takes seconds. */
    @Override
    public void close() {
        var unused = client.disconnectAsync();
    }

    private static <T> T await(CompletableFuture<T> future, Duration timeout, String what)
            throws IOException, InterruptedException {
        try {
            return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException(what + ": no answer within " + timeout.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw explained(what, e);
        }
    }

    /** Tells certificates that are not trusted from everything else. */
    private static IOException explained(String what, ExecutionException e) {
        for (Throwable each = e.getCause(); each != null; each = each.getCause()) {
            if (each instanceof UntrustedPartnerException untrusted) {
                return new LinkException(Cause.UNTRUSTED, String.valueOf(untrusted.getMessage()), e);
            }
            if (each instanceof UaException fault) {
                long code = fault.getStatusCode().value();
                if (code == StatusCodes.Bad_SecurityChecksFailed || code == StatusCodes.Bad_CertificateUntrusted) {
                    return new LinkException(Cause.UNTRUSTED, UNTRUSTED_THERE, e);
                }
                if (code == StatusCodes.Bad_TcpEndpointUrlInvalid) {
                    return new LinkException(
                            Cause.NOT_OF_SET, what + ": a server answers, but it has no endpoint of that URL", e);
                }
            }
        }
        return new IOException(what + ": " + e.getCause(), e);
    }
}
