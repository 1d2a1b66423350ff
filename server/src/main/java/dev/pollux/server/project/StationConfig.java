package dev.pollux.server.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is particular to one station.
 *
 * @param station its name, one of the project's stations
 * @param endpoints where clients and the partner connect
 * @param partnerLinks how each partner is reached; empty without redundancy
 * @param dataDirectory for certificates and state; absolute
 * @param archive where values are kept
 * @param health when the station takes itself for ill
 * @param network what tells whether the plant's network is reached
 * @param witness how the station logs in to the project's witness, if there is one
 * @param trustUnknownClients accept any client certificate: for trying out, never for a plant
 */
public record StationConfig(
        String station,
        List<Endpoint> endpoints,
        List<PartnerLink> partnerLinks,
        Path dataDirectory,
        ArchiveStore archive,
        HealthConfig health,
        NetworkWatch network,
        WitnessAccess witness,
        boolean trustUnknownClients) {
    public StationConfig {
        endpoints = List.copyOf(endpoints);
        partnerLinks = List.copyOf(partnerLinks);
        if (station.isBlank() || endpoints.isEmpty()) {
            throw new IllegalArgumentException("a station needs a name and an endpoint: \"" + station + "\"");
        }
        if (endpoints.stream().allMatch(Endpoint::partnerOnly)) {
            throw new IllegalArgumentException("a station needs an endpoint for clients");
        }
        if (!partnerLinks.isEmpty() && partnerLinks.stream().noneMatch(link -> link.kind() == PartnerLink.Kind.MAIN)) {
            throw new IllegalArgumentException("at least one link to the partner must be of kind MAIN");
        }
        if (partnerLinks.stream().map(PartnerLink::id).distinct().count() < partnerLinks.size()) {
            throw new IllegalArgumentException("names of links to a partner must be unique");
        }
        if (!dataDirectory.isAbsolute()) {
            throw new IllegalArgumentException("data directory " + dataDirectory + " must be absolute");
        }
    }

    /** Where clients connect. */
    public List<Endpoint> clientEndpoints() {
        return endpoints.stream().filter(endpoint -> !endpoint.partnerOnly()).toList();
    }

    /**
     * Where this station keeps its archive.
     *
     * @param directory of the embedded database, or of the queue in front of another; absolute
     * @param commitInterval the most that a failure of power may lose
     * @param diskBudget most bytes on this machine's disk
     * @param influx if and only if the engine is {@link Engine#INFLUXDB}
     */
    public record ArchiveStore(
            Engine engine, Path directory, Duration commitInterval, long diskBudget, Optional<Influx> influx) {
        public ArchiveStore {
            if (!directory.isAbsolute()) {
                throw new IllegalArgumentException("archive directory " + directory + " must be absolute");
            }
            if (commitInterval.isNegative() || commitInterval.isZero() || diskBudget < 1) {
                throw new IllegalArgumentException("an archive needs a commit interval and a disk budget above 0, not "
                        + commitInterval + " and " + diskBudget);
            }
            if ((engine == Engine.INFLUXDB) != influx.isPresent()) {
                throw new IllegalArgumentException(engine + " does not go with " + influx);
            }
        }

        /** The embedded database below the data directory, with the standard bounds. */
        public static ArchiveStore embedded(Path dataDirectory) {
            return new ArchiveStore(
                    Engine.ROCKSDB,
                    dataDirectory.resolve("archive"),
                    Duration.ofMillis(100),
                    20L << 30,
                    Optional.empty());
        }

        /** What keeps the values. */
        public enum Engine {
            /** Embedded in the station. */
            ROCKSDB,
            /** A database elsewhere, with a queue on this machine's disk in front. */
            INFLUXDB,
            /** Nothing: the station does not archive. */
            NONE
        }

        /**
         * The database.
         *
         * @param url without user and password
         * @param database of InfluxDB 1.x and 3.x; in 2.x the buckets are named after it
         * @param org of InfluxDB 2.x; may be empty
         * @param user of InfluxDB 1.x
         * @param password where it stands
         * @param token where it stands
         */
        public record Influx(
                String url,
                String database,
                String org,
                Optional<String> user,
                Optional<Secret> password,
                Optional<Secret> token) {
            public Influx {
                if (user.isPresent() != password.isPresent() || (user.isPresent() && token.isPresent())) {
                    throw new IllegalArgumentException(
                            "InfluxDB at " + url + " needs a user with a password, or a token, or neither");
                }
            }
        }
    }

    /**
     * Where a secret stands; never the secret itself, so that this can be logged.
     *
     * @param variable of the environment; empty for a file
     * @param file its first line; empty for a variable
     */
    public record Secret(Optional<String> variable, Optional<Path> file) {
        private static final int SIZE_MAX = 64 * 1024;

        public Secret {
            if (variable.isPresent() == file.isPresent()) {
                throw new IllegalArgumentException("a secret stands in a variable or in a file");
            }
        }

        Secret below(Path base) {
            return new Secret(variable, file.map(each -> base.resolve(each).normalize()));
        }

        /**
         * Looks the secret up.
         *
         * @throws IOException naming the place, if there is none
         */
        public String read() throws IOException {
            String text;
            if (variable.isPresent()) {
                text = System.getenv().getOrDefault(variable.get(), "");
            } else {
                Path path = file.orElseThrow();
                try {
                    text = Files.size(path) > SIZE_MAX ? "" : Files.readString(path);
                } catch (IOException unreadable) {
                    throw new IOException("cannot read the secret in " + path + ": " + unreadable, unreadable);
                }
            }
            return text.lines()
                    .findFirst()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .orElseThrow(() -> new IOException("there is no secret in "
                            + variable.map(name -> "the environment variable " + name)
                                    .orElseGet(() -> file.orElseThrow().toString())));
        }
    }

    /**
     * One listening address.
     *
     * @param host name that clients use, put into EndpointUrl and certificate
     * @param port TCP port
     * @param bind local address to listen on, for example {@code 0.0.0.0}
     * @param security what is offered; NONE only if written here
     * @param partnerOnly clients are not told of it: only the partner connects here
     */
    public record Endpoint(String host, int port, String bind, Set<Security> security, boolean partnerOnly) {
        /** One for clients too. */
        public Endpoint(String host, int port, String bind, Set<Security> security) {
            this(host, port, bind, security, false);
        }

        public Endpoint {
            security = Set.copyOf(security);
            if (host.isBlank() || bind.isBlank() || port < 1 || port > 65535 || security.isEmpty()) {
                throw new IllegalArgumentException("an endpoint needs a host, a port of 1..65535, an address to bind"
                        + " and a kind of security, not " + host + ":" + port + " on " + bind + " with " + security);
            }
        }

        /** The EndpointUrl. */
        public String url() {
            String authority = host.contains(":") ? "[" + host + "]" : host; // RFC 3986 §3.2.2 for IPv6
            return "opc.tcp://" + authority + ":" + port + "/pollux";
        }
    }

    /** Message security, always with policy Basic256Sha256 except for NONE. */
    public enum Security {
        NONE,
        SIGN,
        SIGN_AND_ENCRYPT
    }

    /**
     * One way to the partner, over TCP or over a serial line.
     *
     * @param name unique among the links to this partner, the same on both stations, for example {@code main}
     * @param kind MAIN carries everything, STATUS only status
     * @param urls EndpointUrls of the partner on that network, tried in turn; empty for a serial line
     * @param bind local address that connections are made from; empty: the operating system chooses
     * @param serial the line; empty over TCP
     * @param station which partner; may be left out in a pair
     */
    public record PartnerLink(
            String name,
            Kind kind,
            List<String> urls,
            Optional<String> bind,
            Optional<SerialLine> serial,
            Optional<String> station) {
        public PartnerLink {
            urls = List.copyOf(urls);
            if (urls.isEmpty() == serial.isEmpty()) {
                throw new IllegalArgumentException("link " + name + " needs either an address or a serial line");
            }
            if (serial.isPresent() && kind != Kind.STATUS) {
                throw new IllegalArgumentException("link " + name + ": a serial line carries only status");
            }
        }

        /** A link of a pair over TCP with one address. */
        public PartnerLink(String name, Kind kind, String url) {
            this(name, kind, List.of(url), Optional.empty(), Optional.empty(), Optional.empty());
        }

        /** Unique on this station, also where links to several partners bear the same name. */
        public String id() {
            return station.map(partner -> partner + "/" + name).orElse(name);
        }

        /** What a link carries. */
        public enum Kind {
            MAIN,
            STATUS
        }
    }

    /**
     * A serial line with 8 data bits, no parity and one stop bit.
     *
     * @param port device file or name, such as {@code /dev/ttyS0} or {@code COM1}
     * @param baud bits in a second
     */
    public record SerialLine(String port, int baud) {}

    /**
     * What tells this station whether it still reaches the plant's network.
     *
     * @param adapters names of network interfaces that lead there; empty: none is watched
     * @param hosts that answer as long as the network is there; empty: none is asked
     * @param lostAfter how long no host has answered before the network counts as lost
     */
    public record NetworkWatch(List<String> adapters, List<ReferenceHost> hosts, Duration lostAfter) {
        /** Nothing is watched. */
        public static final NetworkWatch NONE = new NetworkWatch(List.of(), List.of(), Duration.ofSeconds(2));

        public NetworkWatch {
            adapters = List.copyOf(adapters);
            hosts = List.copyOf(hosts);
            if (lostAfter.isNegative() || lostAfter.isZero()) {
                throw new IllegalArgumentException("lost-after must be above 0, not " + lostAfter);
            }
        }

        /** Whether there is anything to watch. */
        public boolean active() {
            return !adapters.isEmpty() || !hosts.isEmpty();
        }
    }

    /**
     * A host in the plant's network.
     *
     * @param address an IP address
     * @param port where a TCP connection is tried; a refusal is an answer too
     */
    public record ReferenceHost(String address, int port) {
        @Override
        public String toString() {
            return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
        }
    }
}
