package dev.pollux.server.project;

import dev.pollux.server.project.StationConfig.Security;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Every key of a station file. */
final class StationKeys {
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    static final String IPV4 = "(" + OCTET + "\\.){3}" + OCTET;

    static final Key<String> STATION =
            Key.required("station", ProjectKeys.STATION_NAME, "Name of this station, one of `redundancy.stations`.");

    static final Key<String> HOST = Key.required(
            "host", ProjectKeys.HOST_NAME, "Name that clients use; stands in the EndpointUrl and the certificate.");
    static final Key<Integer> PORT = Key.standard("port", Shapes.whole(1, 65535), "4840", "TCP port.");
    static final Key<String> BIND = Key.standard(
            "bind",
            Shapes.matching(
                    "an IP address or localhost",
                    45,
                    "localhost|" + IPV4 + "|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*",
                    text -> Optional.of(text).filter(StationKeys::address)),
            "0.0.0.0",
            "Local address to listen on; 0.0.0.0 is all. The same address and port only once.");
    static final Key<List<Security>> SECURITY = Key.standard(
            "security",
            new Listed<>(Shapes.oneOf(Security.class), "kinds of security", 1, 3, true),
            "[sign, sign-and-encrypt]",
            "What is offered, with policy Basic256Sha256. `none` only if it is written here.");
    static final Key<Boolean> PARTNER_ONLY = Key.standard(
            "partner-only",
            Shapes.flag(),
            "false",
            "Clients are not told of this address: only the partner connects here, as on a status network.");
    static final Key<List<Values>> ENDPOINTS = Key.required(
            "endpoints",
            new Listed<>(new Section(HOST, PORT, BIND, SECURITY, PARTNER_ONLY), "endpoints", 1, 16, false),
            "Where clients and the partner connect.");

    static final Plain<Path> PATH =
            Shapes.matching("a path of at most 4096 characters", 4096, "[^\\x00-\\x1F\\x7F]+", StationKeys::path);
    static final Key<Path> DATA = Key.required(
            "data", PATH, "Directory for certificates and state, own to this station; relative to this file.");
    static final Key<Boolean> TRUST_UNKNOWN_CLIENTS = Key.standard(
            "trust-unknown-clients",
            Shapes.flag(),
            "false",
            "Accept any client certificate: for trying out, never for a plant.");
    static final Key<Values> SECURITY_SECTION =
            Key.standard("security", new Section(TRUST_UNKNOWN_CLIENTS), "{}", "Whom to trust.");

    static final Section ROOT = new Section(
            STATION,
            ENDPOINTS,
            StationLinkKeys.PARTNER,
            StationNetworkKeys.NETWORK,
            StationWitnessKeys.WITNESS,
            DATA,
            StationArchiveKeys.ARCHIVE,
            HealthKeys.HEALTH,
            SECURITY_SECTION);

    private StationKeys() {}

    /** Whether text of the right characters is an address; only IPv6 is left to be asked, which needs no look-up. */
    static boolean address(String text) {
        try {
            return !text.contains(":") || InetAddress.getByName(text) != null;
        } catch (UnknownHostException notAnAddress) {
            return false;
        }
    }

    static Optional<Path> path(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException notAPath) {
            return Optional.empty();
        }
    }
}
