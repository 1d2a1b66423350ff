package dev.pollux.server.project;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What is particular to one station.
 *
 * @param station its name, one of the project's stations
 * @param endpoints where clients connect
 * @param partnerLinks how the partner is reached; empty without redundancy
 * @param dataDirectory for certificates and state; absolute
 * @param trustUnknownClients accept any client certificate: for trying out, never for a plant
 */
public record StationConfig(
        String station,
        List<Endpoint> endpoints,
        List<PartnerLink> partnerLinks,
        Path dataDirectory,
        boolean trustUnknownClients) {
    public StationConfig {
        endpoints = List.copyOf(endpoints);
        partnerLinks = List.copyOf(partnerLinks);
        if (station.isBlank() || endpoints.isEmpty()) {
            throw new IllegalArgumentException("a station needs a name and an endpoint: \"" + station + "\"");
        }
        if (!partnerLinks.isEmpty() && partnerLinks.stream().noneMatch(link -> link.kind() == PartnerLink.Kind.MAIN)) {
            throw new IllegalArgumentException("at least one link to the partner must be of kind MAIN");
        }
        if (partnerLinks.stream().map(PartnerLink::name).distinct().count() < partnerLinks.size()) {
            throw new IllegalArgumentException("names of links to the partner must be unique");
        }
        if (!dataDirectory.isAbsolute()) {
            throw new IllegalArgumentException("data directory " + dataDirectory + " must be absolute");
        }
    }

    /**
     * One listening address.
     *
     * @param host name that clients use, put into EndpointUrl and certificate
     * @param port TCP port
     * @param bind local address to listen on, for example {@code 0.0.0.0}
     * @param security what is offered; NONE only if written here
     */
    public record Endpoint(String host, int port, String bind, Set<Security> security) {
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
     * One way to the partner.
     *
     * @param name unique on this station, for example {@code main}
     * @param kind MAIN carries everything, STATUS only status
     * @param url EndpointUrl of the partner on that network
     */
    public record PartnerLink(String name, Kind kind, String url) {
        /** What a link carries. */
        public enum Kind {
            MAIN,
            STATUS
        }
    }
}
