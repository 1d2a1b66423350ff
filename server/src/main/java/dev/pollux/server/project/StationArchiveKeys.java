package dev.pollux.server.project;

import dev.pollux.server.project.StationConfig.ArchiveStore;
import dev.pollux.server.project.StationConfig.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Every key of the section {@code archive} in a station file, and the rules that concern several of them. */
final class StationArchiveKeys {
    static final Key<ArchiveStore.Engine> STORE = Key.standard(
            "store",
            Shapes.oneOf(ArchiveStore.Engine.class),
            "rocksdb",
            "Where this station keeps its archive: embedded, in a database, or nowhere. The partner's may be another.");
    static final Key<Path> DIRECTORY = Key.optional(
            "directory",
            StationKeys.PATH,
            "Directory of the archive; for influxdb of its queue. Relative to this file. Without it `archive` below"
                    + " `data`.");
    static final Key<Duration> COMMIT_INTERVAL = Key.standard(
            "commit-interval",
            Shapes.duration("10ms", "10s"),
            "100ms",
            "The most that a failure of power may lose. What was archived survives the end of the process always.");
    static final Key<Long> DISK_BUDGET = Key.standard(
            "disk-budget",
            Shapes.bytes("64MiB", "1000TiB"),
            "20GiB",
            "Most that the archive may take on disk, for influxdb its queue; see docs/concepts/archive.md.");
    static final Key<String> URL = Key.required("url", databaseUrl(), "Where the database answers.");
    static final Key<String> DATABASE = Key.standard(
            "database",
            Shapes.matching("a name of letters, digits, ., _ or -, at most 64", 64, "[A-Za-z0-9][A-Za-z0-9._-]{0,63}"),
            "pollux",
            "Database of InfluxDB 1.x or 3.x; in 2.x the buckets are named `<database>/values` and so on.");
    static final Key<String> ORG =
            Key.standard("org", Shapes.freeText(128), "\"\"", "Organisation of InfluxDB 2.x; the others ignore it.");
    static final Key<String> USER = Key.optional(
            "user",
            Shapes.matching("text of 1 to 128 printable characters without a colon", 128, "[!-9;-~]+"),
            "User of InfluxDB 1.x; goes with `password`.");
    static final Key<Secret> PASSWORD = Key.optional("password", secret(), "Where the password of `user` stands.");
    static final Key<Secret> TOKEN =
            Key.optional("token", secret(), "Where the token for InfluxDB 2.x or 3.x stands; not with `user`.");
    static final Key<Values> INFLUXDB = Key.optional(
            "influxdb",
            new Section(URL, DATABASE, ORG, USER, PASSWORD, TOKEN),
            "Required for store influxdb, forbidden otherwise.");
    static final Key<Values> ARCHIVE = Key.standard(
            "archive",
            new Section(STORE, DIRECTORY, COMMIT_INTERVAL, DISK_BUDGET, INFLUXDB),
            "{}",
            "Where this station keeps what the project archives.");

    private StationArchiveKeys() {}

    /** The value is never shown, as somebody may have put the secret itself there. */
    static Plain<Secret> secret() {
        return hidden(Shapes.matching(
                "env:NAME or file:PATH, the variable or file that holds the secret; never the secret itself",
                4096,
                "env:[A-Za-z_][A-Za-z0-9_]{0,127}|file:[^\\x00-\\x1F\\x7F]+",
                StationArchiveKeys::secret));
    }

    private static Optional<Secret> secret(String text) {
        String where = text.substring(text.indexOf(':') + 1);
        return text.startsWith("env:")
                ? Optional.of(new Secret(Optional.of(where), Optional.empty()))
                : StationKeys.path(where).map(path -> new Secret(Optional.empty(), Optional.of(path)));
    }

    /** Never shown either: a password is easily written into it. */
    private static Plain<String> databaseUrl() {
        return hidden(Shapes.matching(
                "a URL such as http://localhost:8086 without user and password",
                512,
                "https?://[A-Za-z0-9\\[][A-Za-z0-9_.:\\]-]{0,255}(/[!-?A-~]*)?",
                text -> Optional.of(text).filter(StationArchiveKeys::url)));
    }

    private static <T> Plain<T> hidden(Plain<T> plain) {
        return new Plain<>(plain.rule(), plain.kinds(), plain.parse(), plain.schema(), plain.words(), true);
    }

    private static boolean url(String text) {
        try {
            URI uri = new URI(text);
            return uri.getHost() != null && uri.getUserInfo() == null && uri.getPort() <= 65535;
        } catch (URISyntaxException notAUrl) {
            return false;
        }
    }

    /** Reports what is broken in the section. */
    static void check(Values archive, Faults faults) {
        Optional<ArchiveStore.Engine> store = archive.find(STORE);
        boolean influx =
                store.filter(each -> each == ArchiveStore.Engine.INFLUXDB).isPresent();
        boolean written = archive.written(INFLUXDB).isPresent();
        if (store.isPresent() && influx && !written) {
            archive.fault(faults, INFLUXDB, "is missing, must be given for store influxdb");
        } else if (store.isPresent() && !influx && written) {
            archive.fault(faults, INFLUXDB, "must be left out unless the store is influxdb");
        }
        archive.find(INFLUXDB).ifPresent(each -> checkInflux(each, faults));
    }

    private static void checkInflux(Values influx, Faults faults) {
        together(influx, USER, PASSWORD, faults);
        if (influx.written(USER).isPresent() && influx.written(TOKEN).isPresent()) {
            influx.fault(faults, TOKEN, "must be left out as there is a user");
        }
    }

    /** Reports the one that is missing. */
    static void together(Values influx, Key<?> one, Key<?> other, Faults faults) {
        for (List<Key<?>> each : List.<List<Key<?>>>of(List.of(one, other), List.of(other, one))) {
            if (influx.written(each.get(0)).isPresent()
                    && influx.written(each.get(1)).isEmpty()) {
                influx.fault(
                        faults,
                        each.get(1),
                        "is missing, must be given as there is a " + each.get(0).name());
            }
        }
    }

    /** The section without faults. */
    static ArchiveStore store(Values archive, Path base, Path data) {
        return new ArchiveStore(
                archive.get(STORE),
                archive.find(DIRECTORY)
                        .map(each -> base.resolve(each).normalize())
                        .orElse(data.resolve("archive")),
                archive.get(COMMIT_INTERVAL),
                archive.get(DISK_BUDGET),
                archive.find(INFLUXDB)
                        .map(influx -> new ArchiveStore.Influx(
                                influx.get(URL),
                                influx.get(DATABASE),
                                influx.get(ORG),
                                influx.find(USER),
                                influx.find(PASSWORD).map(each -> each.below(base)),
                                influx.find(TOKEN).map(each -> each.below(base)))));
    }
}
