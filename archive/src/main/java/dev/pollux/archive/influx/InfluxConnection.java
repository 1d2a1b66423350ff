package dev.pollux.archive.influx;

import com.influxdb.client.InfluxDBClient;
import com.influxdb.client.InfluxDBClientFactory;
import com.influxdb.client.InfluxDBClientOptions;
import com.influxdb.client.domain.WritePrecision;
import com.influxdb.exceptions.InfluxException;
import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.influx.WriteAnswer.Kind;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.Credentials;
import okhttp3.Dispatcher;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/**
 * Requests to one server. Writing goes through InfluxData's client; queries go over the same OkHttp without its
 * InfluxQL interface, which shows an error as an empty result and fails at a null. Safe for use by any threads.
 */
final class InfluxConnection implements AutoCloseable {
    private static final String CHUNK = "10000";

    private final InfluxConfig config;
    private final OkHttpClient http;
    /** Knows the writes that are on their way, to break them off at the end. */
    private final Dispatcher writes = new Dispatcher();

    private final Object lock = new Object();
    /** What the server is; unknown until it answered. Guarded by lock. */
    private @Nullable InfluxVersion version;
    /** The last version that was seen, for display. */
    private volatile @Nullable InfluxVersion known;

    /** Depends on the version. Guarded by lock. */
    private @Nullable InfluxDBClient client;

    InfluxConnection(InfluxConfig config) {
        this.config = config;
        this.http = new OkHttpClient.Builder()
                .connectTimeout(config.timeout())
                .readTimeout(config.timeout())
                .writeTimeout(config.timeout())
                .build();
    }

    /**
     * The server's version, asked for once.
     *
     * @throws ArchiveException if it does not answer
     */
    InfluxVersion version() {
        synchronized (lock) {
            if (version != null) {
                return version;
            }
        }
        // Not HEAD, which 3.x does not know.
        Request ping = authorised(new Request.Builder())
                .url(path("ping").build())
                .get()
                .build();
        try (Response response = http.newCall(ping).execute()) {
            String text = response.header("X-Influxdb-Version", "");
            if (!response.isSuccessful()) {
                throw new ArchiveException(place() + " answers HTTP " + response.code() + " to /ping"
                        + (response.code() == 401 ? "; check " + config.login() : ""));
            }
            InfluxVersion found = InfluxVersion.of(text == null ? "" : text);
            synchronized (lock) {
                version = found;
                known = found;
            }
            return found;
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /** The version that the server had when it was last asked; empty if it never answered. */
    Optional<InfluxVersion> knownVersion() {
        return Optional.ofNullable(known);
    }

    /** Forgets what the server is, as after an outage: it may come back as another version. */
    void forgetVersion() {
        synchronized (lock) {
            version = null;
            closeClient();
        }
    }

    /** The client as this server needs it. */
    InfluxDBClient client() {
        InfluxVersion found = version();
        synchronized (lock) {
            if (client == null) {
                boolean password = config.login().isPassword();
                // From 2.0 on, users and passwords are only known to the path of 1.x.
                client = client(found.beforeNewPath() || (password && found.major() >= 2));
            }
            return client;
        }
    }

    /** From now on writes by the path of 1.x, as the server turned out to have no other. */
    void useOldPath() {
        synchronized (lock) {
            closeClient();
            client = client(true);
        }
    }

    private InfluxDBClient client(boolean mapping) {
        OkHttpClient.Builder own = new OkHttpClient.Builder()
                .dispatcher(writes)
                .connectTimeout(config.timeout())
                .readTimeout(config.timeout())
                .writeTimeout(config.timeout())
                .addInterceptor(new PathMapping(config.login(), mapping));
        InfluxDBClientOptions.Builder options = InfluxDBClientOptions.builder()
                .url(config.url().toString())
                .org(config.org().isEmpty() ? "-" : config.org())
                .okHttpClient(own);
        if (config.login().isToken()) {
            options.authenticateToken(config.login().secret().toCharArray());
        }
        return InfluxDBClientFactory.create(options.build()).enableGzip();
    }

    /** Writes lines and waits for the answer. */
    WriteAnswer write(String archive, String lines) {
        try {
            client().getWriteApiBlocking()
                    .writeRecord(
                            config.bucketOf(archive),
                            config.org().isEmpty() ? "-" : config.org(),
                            WritePrecision.NS,
                            lines);
            return WriteAnswer.STORED;
        } catch (InfluxException e) {
            return answer(e);
        } catch (ArchiveException e) {
            return WriteAnswer.of(Kind.LATER, message(e));
        }
    }

    private WriteAnswer answer(InfluxException e) {
        if (e.status() == 0) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return WriteAnswer.of(Kind.LATER, message(unreachable(cause)));
        }
        Object error = e.errorBody().getOrDefault("message", e.errorBody().get("error"));
        String text = error != null ? error.toString() : e.headers().getOrDefault("X-Influxdb-Error", "");
        WriteAnswer read =
                WriteAnswerRules.read(e.status(), text, e.headers().getOrDefault("Retry-After", ""), Instant.now());
        if (read.kind() == Kind.STORED) {
            return read;
        }
        return new WriteAnswer(read.kind(), place() + " " + read.message(), read.dropped(), read.retryAfter());
    }

    /**
     * Asks for rows of an archive's samples.
     *
     * @throws ArchiveException if there is no complete answer
     */
    void query(String archive, String influxQl, ResultReader.Rows rows) {
        HttpUrl url = path("query")
                .addQueryParameter("db", config.database())
                .addQueryParameter("rp", archive)
                .addQueryParameter("epoch", "ns")
                .addQueryParameter("chunked", "true")
                .addQueryParameter("chunk_size", CHUNK)
                .build();
        post(url, influxQl, rows);
    }

    /** Carries out a statement that concerns the server as a whole. */
    void execute(String statement) {
        execute(statement, (id, cells) -> true);
    }

    /** The same with an answer of rows. */
    void execute(String statement, ResultReader.Rows rows) {
        post(path("query").build(), statement, rows);
    }

    private void post(HttpUrl url, String influxQl, ResultReader.Rows rows) {
        Request request = authorised(new Request.Builder())
                .url(url)
                .header("Accept", "application/json")
                .post(new FormBody.Builder().add("q", influxQl).build())
                .build();
        try (Response response = http.newCall(request).execute()) {
            ResponseBody body = response.body();
            if (!response.isSuccessful() || body == null) {
                throw new ArchiveException(refusal(response, body));
            }
            ResultReader.read(body.byteStream(), rows);
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private String refusal(Response response, @Nullable ResponseBody body) throws IOException {
        String text = body == null ? "" : body.source().readUtf8(Math.min(300, available(body)));
        return place() + " answers HTTP " + response.code() + " to a query"
                + (text.isBlank() ? "" : ": " + text.replaceAll("\\s+", " ").strip())
                + (response.code() == 401 || response.code() == 403 ? "; check " + config.login() : "");
    }

    private static long available(ResponseBody body) throws IOException {
        body.source().request(300);
        return body.source().getBuffer().size();
    }

    private Request.Builder authorised(Request.Builder request) {
        InfluxConfig.Login login = config.login();
        if (login.isToken()) {
            request.header("Authorization", "Token " + login.secret());
        } else if (login.isPassword()) {
            request.header("Authorization", Credentials.basic(login.user(), login.secret()));
        }
        return request;
    }

    private HttpUrl.Builder path(String last) {
        HttpUrl base = HttpUrl.get(config.url());
        if (base == null) {
            throw new IllegalStateException("checked in the configuration: " + config.url());
        }
        return base.newBuilder().addPathSegment(last);
    }

    /** The server as messages name it. */
    String place() {
        return "InfluxDB " + config.url();
    }

    private ArchiveException unreachable(Throwable cause) {
        return new ArchiveException(
                place() + " does not answer: "
                        + cause.getClass().getSimpleName()
                        + (cause.getMessage() == null
                                ? ""
                                : ": " + cause.getMessage().replaceAll("\\s+", " ")),
                cause);
    }

    private static String message(ArchiveException e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    private void closeClient() {
        if (client != null) {
            client.close();
            client = null;
        }
    }

    /** Breaks off every request that is on its way. */
    void cancel() {
        writes.cancelAll();
        http.dispatcher().cancelAll();
    }

    @Override
    public void close() {
        cancel();
        synchronized (lock) {
            closeClient();
        }
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
        try {
            if (!http.dispatcher().executorService().awaitTermination(1, TimeUnit.SECONDS)) {
                http.dispatcher().executorService().shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
