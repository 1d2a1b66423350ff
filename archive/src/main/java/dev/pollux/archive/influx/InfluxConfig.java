package dev.pollux.archive.influx;

import dev.pollux.archive.Series;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Where the InfluxDB is and how the queue in front of it is bounded. Checked here; no later code doubts it.
 *
 * @param url of the server: {@code http://host:8086}, a path in front of its interface allowed
 * @param login how to prove who writes
 * @param database database (1.x, 3.x); in 2.x the buckets are named {@code database/archive}
 * @param org organisation (2.x); ignored by the others, may be empty
 * @param measurement of the captured values; those of a long-term archive have {@code _} and its name appended
 * @param retention how long the database keeps what belongs to an archive, by {@link Series#archive()}; at least an
 *     hour, as the database demands. An archive that is not named is kept for ever
 * @param timeout longest wait for an answer; a server that is stopped but not gone is noticed by this
 * @param batchSize samples in one request, 100..50000
 * @param queueBytesMax bound on what waits for the database on this machine's disk, at least 1 MiB; then the oldest is
 *     given up
 */
public record InfluxConfig(
        URI url,
        Login login,
        String database,
        String org,
        String measurement,
        Map<String, Duration> retention,
        Duration timeout,
        int batchSize,
        long queueBytesMax) {
    /** Name for names of databases, organisations excepted. */
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

    public InfluxConfig {
        retention = Map.copyOf(retention);
        check(
                ("http".equals(url.getScheme()) || "https".equals(url.getScheme())) && url.getHost() != null,
                "url",
                url,
                "must be http://host:port or https://host:port");
        check(url.getUserInfo() == null, "url", url.getHost(), "must not hold a password; use user and password");
        check(database.matches(NAME), "database", database, "must be letters, digits, '.', '_' and '-', at most 64");
        check(measurement.matches("[A-Za-z][A-Za-z0-9_]{0,63}"), "measurement", measurement, "must be a plain word");
        retention.forEach((archive, keep) -> check(
                keep.compareTo(Duration.ofHours(1)) >= 0, "retention." + archive, keep, "must be one hour or more"));
        check(
                timeout.compareTo(Duration.ofMillis(100)) >= 0 && timeout.compareTo(Duration.ofMinutes(10)) <= 0,
                "timeout",
                timeout,
                "must be 100 ms to 10 min");
        check(batchSize >= 100 && batchSize <= 50_000, "batch-size", batchSize, "must be 100 to 50000");
        check(queueBytesMax >= 1 << 20, "queue-max", queueBytesMax, "must be 1 MiB or more");
    }

    /** Everything that is not said takes its default: measurement {@code v}, 10 s, 10,000 samples, 10 GiB. */
    public static InfluxConfig of(URI url, Login login, String database, String org) {
        return new InfluxConfig(
                url, login, database, org, "v", Map.of(), Duration.ofSeconds(10), 10_000, 10L * (1 << 30));
    }

    /** The same with how long archives are kept. */
    public InfluxConfig withRetention(Map<String, Duration> keep) {
        return new InfluxConfig(url, login, database, org, measurement, keep, timeout, batchSize, queueBytesMax);
    }

    /** The same with another bound on the queue. */
    public InfluxConfig withQueueBytesMax(long bytes) {
        return new InfluxConfig(url, login, database, org, measurement, retention, timeout, batchSize, bytes);
    }

    private static void check(boolean holds, String key, Object value, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("archive.influxdb." + key + ": \"" + value + "\" " + rule);
        }
    }

    /** The measurement of an archive's samples; one for each, because a deletion in InfluxDB 1.x spans retentions. */
    String measurementOf(String archive) {
        return archive.equals(Series.VALUES) ? measurement : measurement + "_" + archive;
    }

    /** The bucket of an archive as 2.x names it; its two parts are database and retention policy in 1.x. */
    String bucketOf(String archive) {
        return database + "/" + archive;
    }

    Optional<Duration> retentionOf(String archive) {
        return Optional.ofNullable(retention.get(archive));
    }

    /**
     * A user and a password (1.x, and 2.x with 1.x compatibility), or a token (2.x, 3.x; no user), or nothing.
     *
     * @param secret password or token; never shown
     */
    public record Login(String user, String secret) {
        public static final Login NONE = new Login("", "");

        public Login {
            check(user.isEmpty() || !user.contains(":"), "user", user, "must not contain a colon");
        }

        public static Login token(String token) {
            return new Login("", token);
        }

        boolean isToken() {
            return user.isEmpty() && !secret.isEmpty();
        }

        boolean isPassword() {
            return !user.isEmpty();
        }

        @Override
        public String toString() {
            return isPassword() ? "user " + user : isToken() ? "token" : "no login";
        }
    }
}
