package dev.pollux.archive.influx;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * An HTTP server that notes what is asked, and either answers by itself or passes on to a real InfluxDB. What it does
 * with a request may be changed at any time.
 */
final class FaultyProxy implements AutoCloseable {
    private static final Set<String> NOT_PASSED_ON = Set.of(
            "accept-encoding",
            "host",
            "connection",
            "content-length",
            "transfer-encoding",
            "upgrade",
            "http2-settings",
            "expect");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    /** Set by the test, read by the server's threads. */
    private volatile Function<Request, Answer> behaviour = request -> Answer.of(500, "");

    /** What was asked. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Request(String method, String path, String query, Map<String, List<String>> headers, byte[] body) {
        String header(String name) {
            return String.join(",", headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()));
        }

        boolean isWrite() {
            return path.endsWith("/write");
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /**
     * What is answered.
     *
     * @param cutAfter bytes of the body after which the connection is broken; -1 for none
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Answer(int status, Map<String, String> headers, byte[] body, int cutAfter) {
        static Answer of(int status, String body) {
            return new Answer(
                    status, Map.of("Content-Type", "application/json"), body.getBytes(StandardCharsets.UTF_8), -1);
        }

        Answer with(String header, String value) {
            return new Answer(status, Map.of("Content-Type", "application/json", header, value), body, cutAfter);
        }

        Answer cutAfter(int bytes) {
            return new Answer(status, headers, body, bytes);
        }
    }

    FaultyProxy() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), TestPorts.free()), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void behave(Function<Request, Answer> newBehaviour) {
        behaviour = newBehaviour;
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    void forgetRequests() {
        requests.clear();
    }

    /** The answer of a real server. */
    Answer pass(Request request, URI target) {
        String query = request.query().isEmpty() ? "" : "?" + request.query();
        HttpRequest.Builder passed = HttpRequest.newBuilder(URI.create(target + request.path() + query))
                .method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body()));
        request.headers().forEach((name, values) -> {
            if (!NOT_PASSED_ON.contains(name)) {
                values.forEach(value -> passed.header(name, value));
            }
        });
        try {
            HttpResponse<byte[]> answer = http.send(passed.build(), HttpResponse.BodyHandlers.ofByteArray());
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            for (String name : List.of("Content-Type", "Content-Encoding", "X-Influxdb-Version", "X-Influxdb-Error")) {
                answer.headers().firstValue(name).ifPresent(value -> headers.put(name, value));
            }
            return new Answer(answer.statusCode(), headers, answer.body(), -1);
        } catch (IOException e) {
            return Answer.of(502, "{\"error\":\"" + e.getClass().getSimpleName() + "\"}");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.of(503, "");
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        Map<String, List<String>> headers = new TreeMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        URI uri = exchange.getRequestURI();
        Request request = new Request(
                exchange.getRequestMethod(),
                uri.getPath(),
                uri.getRawQuery() == null ? "" : uri.getRawQuery(),
                headers,
                exchange.getRequestBody().readAllBytes());
        requests.add(request);
        Answer answer = behaviour.apply(request);
        if (answer.cutAfter() == 0) {
            throw new IOException("cut");
        }
        answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        boolean empty = answer.body().length == 0;
        exchange.sendResponseHeaders(answer.status(), empty ? -1 : 0);
        OutputStream out = exchange.getResponseBody();
        if (answer.cutAfter() >= 0) {
            out.write(answer.body(), 0, Math.min(answer.cutAfter(), answer.body().length));
            out.flush();
            // An exception here breaks the connection without the last chunk.
            throw new IOException("cut");
        }
        if (!empty) {
            out.write(answer.body());
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
