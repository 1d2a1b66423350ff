package dev.pollux.failover.link;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ubyte;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.eclipse.milo.opcua.sdk.client.DiscoveryClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfig;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfigBuilder;
import org.eclipse.milo.opcua.sdk.client.identity.AnonymousProvider;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.channel.EncodingLimits;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransportConfig;

/** Opens links: GetEndpoints, choice of the endpoint, session, first probe, first look at the set. */
public final class Connector {
    // A replay of all queues of 1,000 items is several MB; Milo's own limit of 2 MiB would break the connection.
    private static final EncodingLimits LIMITS = new EncodingLimits(65_535, 1024, 32 * 1024 * 1024, 128);
    // The stock keep-alive is replaced by the probes.
    private static final UInteger KEEP_ALIVE_NEVER = uint(Duration.ofHours(1).toMillis());

    private static final Set<Long> REFUSED = Set.of(
            StatusCodes.Bad_SecurityPolicyRejected,
            StatusCodes.Bad_SecurityModeRejected,
            StatusCodes.Bad_SecurityChecksFailed,
            StatusCodes.Bad_ConnectionClosed,
            StatusCodes.Bad_TcpEndpointUrlInvalid);

    private final LinkSettings settings;
    private final LinkThreads threads;
    private final LongSupplier uptime;

    /** Opens links with these settings, on these threads, with this monotonic clock in nanoseconds. */
    public Connector(LinkSettings settings, LinkThreads threads, LongSupplier uptime) {
        this.settings = settings;
        this.threads = threads;
        this.uptime = uptime;
    }

    /**
     * One attempt to open a link; leaves nothing behind if it fails.
     *
     * @param url address of a member
     * @return the link, with its first {@link Link#vital()} and {@link Link#set()}; fails within the connect timeout
     *     with an exception whose message says why
     */
    public CompletableFuture<Link> open(String url) {
        List<OneShotTransport> opened = new ArrayList<>();
        CompletableFuture<Link> result = CompletableFuture.completedFuture(url)
                .thenComposeAsync(address -> discover(address, opened), threads.connects())
                .thenComposeAsync(endpoints -> connect(url, endpoints, opened), threads.connects())
                .thenCompose(Connector::firstLook);
        return result.orTimeout(settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((link, failure) -> {
                    if (failure != null) {
                        synchronized (opened) {
                            opened.forEach(OneShotTransport::end);
                        }
                    }
                });
    }

    private static CompletableFuture<Link> firstLook(Link link) {
        return link.probe().thenCompose(vital -> link.readSet()).handle((set, failure) -> {
            if (failure != null) {
                link.abandon();
                throw new CompletionException(failure);
            }
            return link;
        });
    }

    /** Why an attempt failed, in one line. */
    public String reason(Throwable failure) {
        Throwable cause = failure;
        while (!(cause instanceof UaException) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof TimeoutException) {
            return "no session within " + settings.connectTimeout().toMillis() + " ms";
        }
        if (cause instanceof RejectedExecutionException) {
            return "too many attempts to connect at once";
        }
        if (cause instanceof UaException ua) {
            String status = StatusCodes.lookup(ua.getStatusCode().value())
                    .map(names -> names[0])
                    .orElse(ua.getStatusCode().toString());
            String text = ua.getMessage();
            return text == null || text.isBlank() || text.contains(status)
                    ? String.valueOf(text)
                    : status + ": " + text;
        }
        return String.valueOf(cause.getMessage());
    }

    private OneShotTransport transport(List<OneShotTransport> opened) {
        UInteger limit = uint(settings.connectTimeout().toMillis());
        OneShotTransport transport = new OneShotTransport(OpcTcpClientTransportConfig.newBuilder()
                .setConnectTimeout(limit)
                .setAcknowledgeTimeout(limit)
                .setExecutor(threads.io())
                .setScheduledExecutor(threads.timer())
                .setEventLoop(threads.network())
                .setWheelTimer(threads.wheel())
                .build());
        synchronized (opened) {
            opened.add(transport);
        }
        return transport;
    }

    // A server without an unsecured endpoint answers GetEndpoints under .../discovery only (OPC 10000-6 §7.1).
    private CompletableFuture<List<EndpointDescription>> discover(String url, List<OneShotTransport> opened) {
        return endpoints(url, opened)
                .exceptionallyComposeAsync(
                        failure -> {
                            boolean refused = UaException.extractStatusCode(failure)
                                    .filter(status -> REFUSED.contains(status.value()))
                                    .isPresent();
                            return refused && !url.endsWith("/discovery")
                                    ? endpoints(url.endsWith("/") ? url + "discovery" : url + "/discovery", opened)
                                    : CompletableFuture.failedFuture(failure);
                        },
                        threads.connects());
    }

    private CompletableFuture<List<EndpointDescription>> endpoints(String url, List<OneShotTransport> opened) {
        EndpointDescription plain = new EndpointDescription(
                url,
                null,
                null,
                MessageSecurityMode.None,
                SecurityPolicy.None.getUri(),
                null,
                Stack.TCP_UASC_UABINARY_TRANSPORT_URI,
                ubyte(0));
        OneShotTransport transport = transport(opened);
        DiscoveryClient discovery = new DiscoveryClient(plain, transport);
        return discovery
                .connectAsync()
                .thenCompose(client -> client.getEndpoints(url, new String[0], new String[0]))
                .whenComplete((response, failure) -> transport.end())
                .thenApply(response -> {
                    EndpointDescription[] endpoints = response.getEndpoints();
                    return endpoints == null ? List.of() : Arrays.asList(endpoints);
                });
    }

    private CompletableFuture<Link> connect(
            String url, List<EndpointDescription> endpoints, List<OneShotTransport> opened) {
        try {
            EndpointDescription endpoint = EndpointChoice.choose(endpoints, settings, url);
            OneShotTransport transport = transport(opened);
            OpcUaClient client = new OpcUaClient(config(endpoint), transport);
            Link link = new Link(url, client, transport, uptime);
            return client.connectAsync().handle((done, failure) -> {
                if (failure != null) {
                    link.abandon();
                    throw new CompletionException(failure);
                }
                return link;
            });
        } catch (UaException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private OpcUaClientConfig config(EndpointDescription endpoint) {
        OpcUaClientConfigBuilder config = OpcUaClientConfig.builder()
                .setEndpoint(endpoint)
                .setApplicationName(LocalizedText.english(settings.applicationName()))
                .setApplicationUri("urn:pollux:failover-client")
                .setProductUri("urn:pollux:failover-client")
                .setSessionName(settings::applicationName)
                .setSessionTimeout(uint(settings.sessionTimeout().toMillis()))
                .setRequestTimeout(uint(settings.requestTimeout().toMillis()))
                .setKeepAliveInterval(KEEP_ALIVE_NEVER)
                .setEncodingLimits(LIMITS);
        settings.keys()
                .ifPresent(keys -> config.setApplicationUri(keys.applicationUri())
                        .setKeyPair(keys.keyPair())
                        .setCertificate(keys.certificate())
                        .setCertificateChain(new X509Certificate[] {keys.certificate()})
                        .setCertificateValidator(keys.validator()));
        settings.user()
                .ifPresentOrElse(
                        user -> config.setIdentityProvider(new UsernameProvider(
                                user, settings.password(), passwordValidator(), Connector::strongest)),
                        () -> config.setIdentityProvider(new AnonymousProvider()));
        return config.build();
    }

    // Without keys there is no trust list; the password is then as safe as the rest of the channel, that is: not.
    private CertificateValidator passwordValidator() {
        return settings.keys().map(Keys::validator).orElse((chain, uri, hosts) -> {});
    }

    // An encrypted password also on a plain channel, wherever the server can do it.
    private static UserTokenPolicy strongest(List<UserTokenPolicy> offered) {
        return offered.stream()
                .min(Comparator.comparing(token -> SecurityPolicy.None.getUri().equals(token.getSecurityPolicyUri())))
                .orElseThrow();
    }
}
