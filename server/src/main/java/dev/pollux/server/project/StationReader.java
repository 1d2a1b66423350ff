package dev.pollux.server.project;

import dev.pollux.server.project.StationConfig.Endpoint;
import dev.pollux.server.project.StationConfig.PartnerLink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the file of one station. Reports all faults at once and never throws because of what the file holds; the size
 * is bounded like that of a project file. Stateless; may be used by any thread.
 */
public final class StationReader {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");
    private static final Set<String> ANY = Set.of("0.0.0.0", "::");

    /**
     * Reads a station file; paths in it are relative to its directory.
     *
     * @param file the station file
     * @param project that the station belongs to
     */
    public Reading<StationConfig> read(Path file, Project project) {
        Faults faults = new Faults();
        Path directory = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file.toAbsolutePath());
        String name = String.valueOf(file.getFileName());
        Optional<Values> root = TextFile.read(file, name, faults)
                .flatMap(text -> YamlText.parse(name, text, faults))
                .flatMap(source -> StationKeys.ROOT.read(source, faults));
        root.ifPresent(values -> {
            checkStation(values, project, faults);
            checkEndpoints(values.find(StationKeys.ENDPOINTS).orElse(List.of()), faults);
            checkPartner(values, project, faults);
            values.find(StationArchiveKeys.ARCHIVE).ifPresent(archive -> StationArchiveKeys.check(archive, faults));
            values.find(HealthKeys.HEALTH).ifPresent(health -> HealthKeys.check(health, faults));
            values.find(StationKeys.DATA)
                    .map(directory::resolve)
                    .filter(data -> Files.exists(data) && !Files.isDirectory(data))
                    .ifPresent(data -> values.fault(faults, StationKeys.DATA, "must be a directory, not a file"));
        });
        if (!faults.isEmpty() || root.isEmpty()) {
            return new Reading.Faulty<>(faults.list());
        }
        return new Reading.Checked<>(station(root.get(), directory));
    }

    private static void checkStation(Values root, Project project, Faults faults) {
        List<String> stations = project.redundancy().stations();
        root.find(StationKeys.STATION)
                .filter(station -> !stations.contains(station))
                .ifPresent(station -> root.fault(
                        faults,
                        StationKeys.STATION,
                        "must be one of redundancy.stations in project.yaml (" + String.join(", ", stations) + ")"));
    }

    private static void checkEndpoints(List<Values> endpoints, Faults faults) {
        Map<Integer, Map<String, Spot>> bound = new HashMap<>();
        for (Values endpoint : endpoints) {
            Optional<Integer> port = endpoint.find(StationKeys.PORT);
            Optional<String> bind = endpoint.find(StationKeys.BIND);
            if (port.isEmpty() || bind.isEmpty()) {
                continue;
            }
            Map<String, Spot> atPort = bound.computeIfAbsent(port.get(), each -> new HashMap<>());
            atPort.entrySet().stream()
                    .filter(other -> overlap(other.getKey(), bind.get()))
                    .findFirst()
                    .ifPresent(other -> endpoint.fault(
                            faults,
                            StationKeys.PORT,
                            "the port is already bound on " + other.getKey() + " in line "
                                    + other.getValue().line()));
            atPort.putIfAbsent(bind.get(), endpoint.spot(StationKeys.PORT));
        }
    }

    private static boolean overlap(String a, String b) {
        return a.equals(b) || ANY.contains(a) || ANY.contains(b) || sameHost(a, b);
    }

    private static boolean sameHost(String a, String b) {
        return a.equalsIgnoreCase(b)
                || (LOOPBACK.contains(a.toLowerCase(Locale.ROOT)) && LOOPBACK.contains(b.toLowerCase(Locale.ROOT)));
    }

    private static void checkPartner(Values root, Project project, Faults faults) {
        boolean pair = project.redundancy().isPair();
        int stations = project.redundancy().stations().size();
        String count = stations == 2 ? "two" : Integer.toString(stations);
        boolean written = root.written(StationKeys.PARTNER).isPresent();
        if (pair && !written) {
            root.fault(
                    faults, StationKeys.PARTNER, "is missing, must be given as the project has " + count + " stations");
        } else if (!pair && written) {
            root.fault(faults, StationKeys.PARTNER, "must be left out as the project has one station");
        }
        List<Values> links = root.find(StationKeys.PARTNER)
                .flatMap(partner -> partner.find(StationKeys.LINKS))
                .orElse(List.of());
        checkLinkStations(root, links, project, faults);
        ProjectRules.unique(links, StationKeys.URL, faults);
        List<Values> endpoints = root.find(StationKeys.ENDPOINTS).orElse(List.of());
        for (Values link : links) {
            link.find(StationKeys.URL)
                    .map(StationKeys.HostPort::of)
                    .flatMap(target -> endpoints.stream()
                            .filter(endpoint -> leadsTo(endpoint, target))
                            .findFirst())
                    .ifPresent(own -> link.fault(
                            faults,
                            StationKeys.URL,
                            "must be the partner, not the own endpoint in line "
                                    + own.spot(StationKeys.HOST).line()));
        }
    }

    /** Each partner needs a main link, and names that tell its links apart. */
    private static void checkLinkStations(Values root, List<Values> links, Project project, Faults faults) {
        List<String> partners = project.redundancy().stations().stream()
                .filter(name ->
                        root.find(StationKeys.STATION).filter(name::equals).isEmpty())
                .toList();
        for (Values link : links) {
            Optional<String> station = link.find(StationKeys.LINK_STATION);
            if (station.isEmpty() && partners.size() > 1) {
                link.fault(faults, StationKeys.LINK_STATION, "is missing, must be given as there are several partners");
            } else if (station.isPresent() && !partners.contains(station.get())) {
                link.fault(
                        faults,
                        StationKeys.LINK_STATION,
                        "must be one of the partners (" + String.join(", ", partners) + ")");
            }
        }
        for (String partner : partners) {
            List<Values> toIt = links.stream()
                    .filter(link -> link.find(StationKeys.LINK_STATION)
                            .map(partner::equals)
                            .orElse(partners.size() == 1))
                    .toList();
            ProjectRules.unique(toIt, StationKeys.LINK_NAME, faults);
            boolean statusOnly = toIt.stream()
                    .allMatch(link -> link.find(StationKeys.KIND)
                            .filter(kind -> kind == PartnerLink.Kind.STATUS)
                            .isPresent());
            if (!links.isEmpty() && statusOnly) {
                String which = partners.size() == 1 ? "" : " that leads to " + partner;
                root.get(StationKeys.PARTNER)
                        .fault(faults, StationKeys.LINKS, "must hold at least one of kind main" + which);
            }
        }
    }

    /** Whether a connection to {@code target} ends at this endpoint, as far as names tell without a look-up. */
    private static boolean leadsTo(Values endpoint, StationKeys.HostPort target) {
        Optional<String> host = endpoint.find(StationKeys.HOST);
        Optional<String> bind = endpoint.find(StationKeys.BIND);
        if (host.isEmpty()
                || bind.isEmpty()
                || endpoint.find(StationKeys.PORT)
                        .filter(port -> port == target.port())
                        .isEmpty()) {
            return false;
        }
        return sameHost(host.get(), target.host())
                || sameHost(bind.get(), target.host())
                || (ANY.contains(bind.get()) && sameHost("localhost", target.host()));
    }

    private static StationConfig station(Values root, Path directory) {
        List<Endpoint> endpoints = root.get(StationKeys.ENDPOINTS).stream()
                .map(endpoint -> new Endpoint(
                        endpoint.get(StationKeys.HOST),
                        endpoint.get(StationKeys.PORT),
                        endpoint.get(StationKeys.BIND),
                        EnumSet.copyOf(endpoint.get(StationKeys.SECURITY))))
                .toList();
        List<PartnerLink> links = root.find(StationKeys.PARTNER)
                .map(partner -> partner.get(StationKeys.LINKS).stream()
                        .map(link -> new PartnerLink(
                                link.get(StationKeys.LINK_NAME),
                                link.get(StationKeys.KIND),
                                link.get(StationKeys.URL),
                                link.find(StationKeys.LINK_STATION)))
                        .toList())
                .orElse(List.of());
        Path data = directory.resolve(root.get(StationKeys.DATA)).normalize();
        return new StationConfig(
                root.get(StationKeys.STATION),
                endpoints,
                links,
                data,
                StationArchiveKeys.store(root.get(StationArchiveKeys.ARCHIVE), directory, data),
                HealthKeys.config(root.get(HealthKeys.HEALTH)),
                root.get(StationKeys.SECURITY_SECTION).get(StationKeys.TRUST_UNKNOWN_CLIENTS));
    }
}
