package dev.pollux.archive.influx;

import com.influxdb.client.BucketsApi;
import com.influxdb.client.OrganizationsQuery;
import com.influxdb.client.domain.Bucket;
import com.influxdb.client.domain.BucketRetentionRules;
import com.influxdb.client.domain.Organization;
import com.influxdb.exceptions.InfluxException;
import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.Series;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Creates what an archive needs in the database, if it is missing and the user may: database and retention policy in
 * 1.x, bucket in 2.x. 3.x creates databases by itself at the first write. Safe for use by any threads.
 */
final class Provisioning {
    private final InfluxConfig config;
    private final InfluxConnection connection;
    private final Consumer<String> created;

    /** Archives that were there when last looked at. */
    private final Set<String> there = ConcurrentHashMap.newKeySet();

    /**
     * For one server.
     *
     * @param created is told the name of an archive that had to be created, before anything can be written to it
     */
    Provisioning(InfluxConfig config, InfluxConnection connection, Consumer<String> created) {
        this.config = config;
        this.connection = connection;
        this.created = created;
    }

    /** What was there may be gone: look again. */
    void doubt(String archive) {
        there.remove(archive);
    }

    void doubtAll() {
        there.clear();
    }

    /**
     * Makes sure that samples of an archive can be written.
     *
     * @throws ArchiveException if it is missing and cannot be created; the line says what an administrator must do
     */
    void provide(String archive) {
        if (there.contains(archive)) {
            return;
        }
        // One at a time: who looks while another creates must not take it for lost.
        synchronized (there) {
            if (there.contains(archive)) {
                return;
            }
            int major = connection.version().major();
            if (major == 1) {
                retentionPolicy(archive);
            } else if (major == 2 && config.login().isToken()) {
                bucket(archive);
            }
            there.add(archive);
        }
    }

    private void retentionPolicy(String archive) {
        Optional<Duration> keep = config.retentionOf(archive);
        String duration = keep.map(span -> span.toSeconds() + "s").orElse("INF");
        String policy = "RETENTION POLICY \"" + archive + "\" ON \"" + config.database() + "\" DURATION " + duration;
        String create = "CREATE " + policy + " REPLICATION 1" + (archive.equals(Series.VALUES) ? " DEFAULT" : "");
        try {
            if (!hasRetentionPolicy(archive)) {
                created.accept(archive);
                connection.execute("CREATE DATABASE \"" + config.database() + "\"");
                connection.execute(create);
            } else if (keep.isPresent()) {
                connection.execute("ALTER " + policy);
            }
        } catch (ArchiveException e) {
            throw new ArchiveException(
                    e.getMessage() + "; cannot make sure that there is an archive: an administrator may run CREATE "
                            + "DATABASE \"" + config.database() + "\"; " + create,
                    e);
        }
    }

    private boolean hasRetentionPolicy(String archive) {
        AtomicBoolean found = new AtomicBoolean();
        try {
            connection.execute("SHOW RETENTION POLICIES ON \"" + config.database() + "\"", (id, cells) -> {
                found.compareAndSet(false, archive.equals(cells[0]));
                return true;
            });
        } catch (ArchiveException e) {
            if (!isMissing(e)) {
                throw e;
            }
        }
        return found.get();
    }

    private void bucket(String archive) {
        String name = config.bucketOf(archive);
        try {
            BucketsApi buckets = connection.client().getBucketsApi();
            Bucket bucket = buckets.findBucketByName(name);
            Optional<BucketRetentionRules> rules = config.retentionOf(archive).map(Provisioning::rules);
            if (bucket == null) {
                created.accept(archive);
                buckets.createBucket(name, rules.orElse(null), organisation());
            } else if (rules.isPresent() && differs(bucket, rules.get())) {
                buckets.updateBucket(bucket.retentionRules(List.of(rules.get())));
            }
        } catch (InfluxException e) {
            throw new ArchiveException(
                    connection.place() + ": " + e.getMessage() + "; cannot make sure that there is a bucket \"" + name
                            + "\": give the token the right to read and create buckets, or create it by hand",
                    e);
        }
    }

    private static boolean differs(Bucket bucket, BucketRetentionRules wanted) {
        return bucket.getRetentionRules().stream()
                .noneMatch(rule -> wanted.getEverySeconds().equals(rule.getEverySeconds()));
    }

    private static BucketRetentionRules rules(Duration keep) {
        return new BucketRetentionRules().everySeconds(Math.toIntExact(keep.toSeconds()));
    }

    private Organization organisation() {
        OrganizationsQuery query = new OrganizationsQuery();
        query.setOrg(config.org());
        List<Organization> found = connection.client().getOrganizationsApi().findOrganizations(query);
        if (found.isEmpty()) {
            throw new ArchiveException(connection.place() + " has no organisation \"" + config.org() + "\"");
        }
        return found.get(0);
    }

    /** Whether a server says that it has no such database, retention policy or bucket. */
    static boolean isMissing(ArchiveException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("database not found")
                || message.contains("retention policy not found")
                || (message.contains("bucket") && message.contains("not found"));
    }
}
