package dev.pollux.server.project;

import dev.pollux.server.project.StationConfig.PartnerLink;
import dev.pollux.server.project.StationConfig.SerialLine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Every key of the section {@code partner} in a station file, and the rules that concern several of them. */
final class StationLinkKeys {
    static final Key<String> NAME = Key.required(
            "name",
            Shapes.matching(
                    "a link name: a letter, then letters, digits, _ or -, at most 32",
                    32,
                    "[A-Za-z][A-Za-z0-9_-]{0,31}"),
            "Unique on this station, and the same on the partner for the same way.");
    static final Key<PartnerLink.Kind> KIND = Key.required(
            "kind",
            Shapes.oneOf(PartnerLink.Kind.class),
            "`main` carries everything, `status` only status. At least one is main.");
    private static final Plain<String> URL_SHAPE = Shapes.matching(
            "a URL such as opc.tcp://host:4840/pollux with a port from 1 to 65535",
            512,
            "opc\\.tcp://(" + "[A-Za-z0-9][A-Za-z0-9_.-]{0,252}|\\[[0-9A-Fa-f:.]{2,45}\\]" + "):[0-9]{1,5}(/[!-~]*)?",
            url -> Optional.of(url).filter(text -> HostPort.of(text).valid()));
    static final Key<String> URL = Key.optional(
            "url",
            URL_SHAPE,
            "EndpointUrl of the partner on that network; not an endpoint of this station. A link has one of `url`,"
                    + " `urls` and `serial`.");
    static final Key<List<String>> URLS = Key.optional(
            "urls",
            new Listed<>(URL_SHAPE, "URLs", 1, 8, true),
            "Several addresses of the partner for one link: tried in turn, the one that works is kept.");
    static final Key<String> BIND = Key.optional(
            "bind",
            Shapes.matching(
                    "an IP address",
                    45,
                    StationKeys.IPV4 + "|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*",
                    text -> Optional.of(text).filter(StationKeys::address)),
            "Local address to connect from, so that the link takes the adapter with this address. Not with `serial`.");
    static final Key<String> PORT = Key.required(
            "port",
            Shapes.matching("a port such as /dev/ttyS0 or COM1", 256, "[A-Za-z0-9/][A-Za-z0-9/._:-]{0,255}"),
            "The serial port.");
    static final Key<Integer> BAUD = Key.standard(
            "baud",
            Shapes.whole(38_400, 4_000_000),
            "115200",
            "Bits in a second, the same on both stations; always 8 data bits, no parity, one stop bit.");
    static final Key<Values> SERIAL = Key.optional(
            "serial", new Section(PORT, BAUD), "A serial line between the stations; only for kind status.");
    static final Key<String> LINK_STATION = Key.optional(
            "station",
            ProjectKeys.STATION_NAME,
            "Which partner it leads to. Required in a set of three or more; in a pair there is only one.");
    static final Key<List<Values>> LINKS = Key.required(
            "links",
            new Listed<>(new Section(NAME, KIND, URL, URLS, BIND, SERIAL, LINK_STATION), "links", 1, 32, false),
            "The ways to the partners.");
    static final Key<Values> PARTNER = Key.optional(
            "partner",
            new Section(LINKS),
            "Required when the project has more than one station, forbidden when it has one.");

    private StationLinkKeys() {}

    /**
     * Reports what is broken in the section.
     *
     * @param root of the station file
     * @param leadsHere whether a connection to there ends at this endpoint of this station
     */
    static void check(Values root, Project project, BiPredicate<Values, HostPort> leadsHere, Faults faults) {
        boolean pair = project.redundancy().isSet();
        boolean written = root.written(PARTNER).isPresent();
        int stations = project.redundancy().stations().size();
        if (pair && !written) {
            String count = stations == 2 ? "two" : Integer.toString(stations);
            root.fault(faults, PARTNER, "is missing, must be given as the project has " + count + " stations");
        } else if (!pair && written) {
            root.fault(faults, PARTNER, "must be left out as the project has one station");
        }
        List<Values> links =
                root.find(PARTNER).flatMap(partner -> partner.find(LINKS)).orElse(List.of());
        checkStations(root, links, project, faults);
        uniqueUrls(links, faults);
        links.forEach(link -> checkWay(link, faults));
        List<Values> endpoints = root.find(StationKeys.ENDPOINTS).orElse(List.of());
        for (Values link : links) {
            for (Way way : ways(link)) {
                endpoints.stream()
                        .filter(endpoint -> leadsHere.test(endpoint, HostPort.of(way.url())))
                        .findFirst()
                        .ifPresent(own -> link.fault(
                                faults,
                                way.key(),
                                "must be the partner, not the own endpoint in line "
                                        + own.spot(StationKeys.HOST).line()));
            }
        }
    }

    /** Each partner needs a main link, and names that tell its links apart. */
    private static void checkStations(Values root, List<Values> links, Project project, Faults faults) {
        List<String> stations = project.redundancy().stations();
        if (root.find(StationKeys.STATION).filter(stations::contains).isEmpty()) {
            return; // Who the partners are is not known; that has been told.
        }
        List<String> partners = stations.stream()
                .filter(name ->
                        root.find(StationKeys.STATION).filter(name::equals).isEmpty())
                .toList();
        for (Values link : links) {
            Optional<String> station = link.find(LINK_STATION);
            if (station.isEmpty() && partners.size() > 1) {
                link.fault(faults, LINK_STATION, "is missing, must be given as there are several partners");
            } else if (station.isPresent() && !partners.contains(station.get())) {
                link.fault(faults, LINK_STATION, "must be one of the partners (" + String.join(", ", partners) + ")");
            }
        }
        for (String partner : partners) {
            List<Values> toIt = links.stream()
                    .filter(link -> link.find(LINK_STATION).map(partner::equals).orElse(partners.size() == 1))
                    .toList();
            ProjectRules.unique(toIt, NAME, faults);
            if (!links.isEmpty() && toIt.stream().allMatch(StationLinkKeys::carriesStatus)) {
                String which = partners.size() == 1 ? "" : " that leads to " + partner;
                root.get(PARTNER).fault(faults, LINKS, "must hold at least one of kind main" + which);
            }
        }
    }

    private static boolean carriesStatus(Values link) {
        return link.find(KIND).filter(kind -> kind == PartnerLink.Kind.STATUS).isPresent();
    }

    private static void checkWay(Values link, Faults faults) {
        List<Key<?>> ways = List.of(URL, URLS, SERIAL);
        List<Key<?>> given =
                ways.stream().filter(key -> link.written(key).isPresent()).toList();
        if (given.isEmpty()) {
            link.fault(faults, URL, "is missing, must be given unless there is urls or serial");
        }
        given.stream()
                .skip(1)
                .forEach(key -> link.fault(
                        faults,
                        key,
                        "must be left out as there is " + given.get(0).name()));
        if (link.written(SERIAL).isPresent()) {
            if (link.written(BIND).isPresent()) {
                link.fault(faults, BIND, "must be left out as there is serial");
            }
            if (!carriesStatus(link) && link.find(KIND).isPresent()) {
                link.fault(faults, KIND, "must be status as a serial line carries nothing else");
            }
        }
    }

    private record Way(Key<?> key, String url) {}

    private static List<Way> ways(Values link) {
        return link.find(URL)
                .map(url -> List.of(new Way(URL, url)))
                .orElseGet(() -> link.find(URLS).orElse(List.of()).stream()
                        .map(url -> new Way(URLS, url))
                        .toList());
    }

    private static void uniqueUrls(List<Values> links, Faults faults) {
        Map<String, Spot> seen = new HashMap<>();
        for (Values link : links) {
            for (Way way : ways(link)) {
                Spot first = seen.putIfAbsent(way.url(), link.spot(way.key()));
                if (first != null) {
                    link.fault(faults, way.key(), "must be unique, is already used in line " + first.line());
                }
            }
        }
    }

    /** The section without faults. */
    static List<PartnerLink> links(Values root) {
        return root.find(PARTNER)
                .map(partner ->
                        partner.get(LINKS).stream().map(StationLinkKeys::link).toList())
                .orElse(List.of());
    }

    private static PartnerLink link(Values link) {
        return new PartnerLink(
                link.get(NAME),
                link.get(KIND),
                ways(link).stream().map(Way::url).toList(),
                link.find(BIND),
                link.find(SERIAL).map(serial -> new SerialLine(serial.get(PORT), serial.get(BAUD))),
                link.find(LINK_STATION));
    }

    /** The part of an EndpointUrl that decides where a connection ends; only for text that matches {@link #URL}. */
    record HostPort(String host, int port) {
        static HostPort of(String url) {
            String rest = url.substring("opc.tcp://".length());
            int slash = rest.indexOf('/');
            String authority = slash < 0 ? rest : rest.substring(0, slash);
            int colon = authority.lastIndexOf(':');
            return new HostPort(
                    authority.substring(0, colon).replace("[", "").replace("]", ""),
                    Integer.parseInt(authority.substring(colon + 1)));
        }

        boolean valid() {
            return port >= 1 && port <= 65535;
        }
    }
}
