package dev.pollux.server.witness;

import dev.pollux.server.project.WitnessAccess;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * How a client of etcd is made: endpoints, encryption, login, and a bound on every request.
 *
 * @param endpoints of the members of one cluster, all with http or all with https
 * @param access of this station
 * @param request most that a request may take
 */
record EtcdAccess(List<String> endpoints, WitnessAccess access, Duration request) {
    private static final String KEEP_ALIVE = "etcdserverpb.Lease/LeaseKeepAlive";
    /** Finds connections that a network has swallowed; gRPC allows no less. */
    private static final Duration PING = Duration.ofSeconds(10);

    private static final long RETRY_MS = 50;

    /**
     * Makes a client; it connects when it is first used.
     *
     * @param threads that carry its requests; stay open when the client is closed
     * @throws IOException naming the file and its fault, if a certificate, a key or a password cannot be read
     */
    Client open(ExecutorService threads) throws IOException {
        ClientBuilder builder = Client.builder()
                .endpoints(endpoints.toArray(new String[0]))
                .executorService(threads)
                .connectTimeout(request)
                // A call that waits for a connection ends without a word of why there is none.
                .waitForReady(false)
                .keepaliveTime(PING)
                .keepaliveTimeout(request)
                .retryDelay(RETRY_MS)
                .retryMaxDelay(RETRY_MS * 2)
                .retryMaxAttempts(1)
                .interceptor(new Bound(request));
        if (endpoints.get(0).startsWith("https")) {
            builder.sslContext(encryption().build());
        }
        if (access.user().isPresent()) {
            builder.user(bytes(access.user().get()))
                    .password(bytes(access.password().orElseThrow().read()));
        }
        return builder.build();
    }

    private SslContextBuilder encryption() throws IOException {
        SslContextBuilder encryption = GrpcSslContexts.forClient();
        try {
            access.authority().map(Path::toFile).ifPresent(encryption::trustManager);
            if (access.certificate().isPresent()) {
                encryption.keyManager(
                        access.certificate().get().toFile(),
                        access.key().orElseThrow().toFile());
            }
            return encryption;
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "the certificates for the witness cannot be used: " + e.getMessage() + " (PEM, the key as PKCS#8)",
                    e);
        }
    }

    static ByteSequence bytes(String text) {
        return ByteSequence.from(text, StandardCharsets.UTF_8);
    }

    /** The client itself waits for ever. */
    private record Bound(Duration most) implements ClientInterceptor {
        @Override
        public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
            boolean one = method.getType() == MethodDescriptor.MethodType.UNARY
                    || method.getFullMethodName().equals(KEEP_ALIVE);
            return next.newCall(
                    method, one ? options.withDeadlineAfter(most.toNanos(), TimeUnit.NANOSECONDS) : options);
        }
    }
}
