package dev.pollux.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.influxdb.client.InfluxDBClient;
import com.influxdb.client.InfluxDBClientFactory;
import com.influxdb.client.InfluxDBClientOptions;
import com.influxdb.client.WriteApi;
import com.influxdb.client.WriteOptions;
import com.influxdb.client.domain.WritePrecision;
import com.influxdb.client.write.Point;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.Value;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/** InfluxDB alone, written by its own client and read by chunked InfluxQL, with the fields that Pollux would write. */
final class InfluxPeer implements AutoCloseable {
    private static final String DATABASE = "peer";
    private static final int CONNECTIONS = 2;
    private static final long UNIX_EPOCH_TICKS = Ticks.of(java.time.Instant.EPOCH);

    private final InfluxServer server;
    private final InfluxDBClient client;
    private final HttpClient http = HttpClient.newHttpClient();

    InfluxPeer(Path directory) throws IOException, InterruptedException {
        server = new InfluxServer(directory);
        count("CREATE DATABASE " + DATABASE);
        // 1.6 has no /api/v2/write, the only path that the client knows.
        OkHttpClient.Builder okHttp = new OkHttpClient.Builder().addInterceptor(chain -> {
            Request request = chain.request();
            HttpUrl url = request.url();
            return chain.proceed(
                    !url.encodedPath().endsWith("/api/v2/write")
                            ? request
                            : request.newBuilder()
                                    .url(url.newBuilder()
                                            .encodedPath("/write")
                                            .query("db=" + DATABASE + "&precision=ns")
                                            .build())
                                    .build());
        });
        client = InfluxDBClientFactory.create(InfluxDBClientOptions.builder()
                        .url(server.url().toString())
                        .org("-")
                        .bucket(DATABASE)
                        .okHttpClient(okHttp)
                        .build())
                .enableGzip();
    }

    Path directory() {
        return server.directory();
    }

    InfluxServer server() {
        return server;
    }

    /** The client's queue in memory, with its defaults. */
    WriteApi queue() {
        return client.makeWriteApi();
    }

    /** A batch as the client takes it. */
    static List<Point> points(Batch batch) {
        return batch.samples().stream()
                .map(entry -> point(entry.series(), entry.sample()))
                .toList();
    }

    /** Counts its processor time besides ours. */
    Meter meter() {
        return new Meter(server.handle());
    }

    /** Writes batches as text over two connections, each synchronously; what has returned is durable. */
    void writeLines(long batches, LongFunction<Batch> batch) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int connection = 0; connection < CONNECTIONS; connection++) {
                int first = connection;
                all.add(threads.submit(() -> {
                    for (long each = first; each < batches; each += CONNECTIONS) {
                        StringBuilder lines = new StringBuilder(1 << 20);
                        batch.apply(each).samples().forEach(entry -> line(lines, entry.series(), entry.sample()));
                        client.getWriteApiBlocking().writeRecord(WritePrecision.NS, lines.toString());
                    }
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Writes batches as points through the client's queue in memory, as its users mostly do. */
    void writePoints(long batches, LongFunction<Batch> batch) {
        WriteOptions options = WriteOptions.builder()
                .batchSize(10_000)
                .bufferLimit(2_000_000)
                .flushInterval(1_000)
                .build();
        try (WriteApi api = client.makeWriteApi(options)) {
            for (long each = 0; each < batches; each++) {
                api.writePoints(points(batch.apply(each)));
            }
        }
    }

    private static void line(StringBuilder to, Series series, ArchivedSample sample) {
        Object content = sample.value().content();
        to.append("v,id=").append(series.name()).append(' ');
        switch (sample.value().type()) {
            case Value.DOUBLE -> to.append("d=").append(content).append(',');
            case Value.INT32 -> to.append("i=").append(content).append("i,");
            case Value.BOOLEAN -> to.append("b=").append(content).append(',');
            case Value.STRING -> to.append("s=\"").append(content).append("\",");
            default -> {}
        }
        to.append("ty=").append(sample.value().type());
        to.append("i,st=").append(Integer.toUnsignedLong(sample.status()));
        to.append("i,sd=").append(sample.serverTime() - sample.time());
        to.append("i ").append(nanos(sample.time())).append('\n');
    }

    private static Point point(Series series, ArchivedSample sample) {
        Point point = Point.measurement("v").addTag("id", series.name());
        Object content = sample.value().content();
        if (content instanceof Double number) {
            point.addField("d", number);
        } else if (content instanceof Integer number) {
            point.addField("i", number);
        } else if (content instanceof Boolean truth) {
            point.addField("b", truth);
        } else if (content instanceof String text) {
            point.addField("s", text);
        }
        return point.addField("ty", sample.value().type())
                .addField("st", Integer.toUnsignedLong(sample.status()))
                .addField("sd", sample.serverTime() - sample.time())
                .time(nanos(sample.time()), WritePrecision.NS);
    }

    static long nanos(long ticks) {
        return (ticks - UNIX_EPOCH_TICKS) * 100;
    }

    /** Carries out a statement and counts the rows that it gives, reading each number and text of them. */
    long count(String influxQl) throws IOException, InterruptedException {
        return rows(influxQl, false);
    }

    /** How many values it holds. */
    long stored() throws IOException, InterruptedException {
        return rows("select count(st) from v", true);
    }

    private long rows(String influxQl, boolean lastNumber) throws IOException, InterruptedException {
        String form = "db=" + DATABASE + "&epoch=ns&chunked=true&chunk_size=10000&q="
                + URLEncoder.encode(influxQl, StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(server.url().resolve("/query"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        long rows = 0;
        long last = 0;
        int depth = 0;
        try (InputStream body = http.send(request, BodyHandlers.ofInputStream()).body();
                JsonParser json = new JsonFactory().createParser(body)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.FIELD_NAME && json.currentName().equals("error")) {
                    throw new IOException(influxQl + ": " + json.nextTextValue());
                }
                if (token == JsonToken.START_ARRAY) {
                    depth++;
                } else if (token == JsonToken.END_ARRAY) {
                    // results[series[values[row[ : a row is an array at depth four.
                    rows += depth == 4 ? 1 : 0;
                    depth--;
                } else if (token.isNumeric()) {
                    last = token == JsonToken.VALUE_NUMBER_INT ? json.getLongValue() : (long) json.getDoubleValue();
                }
            }
        }
        return lastNumber ? last : rows;
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
