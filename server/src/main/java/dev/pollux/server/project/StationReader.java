package dev.pollux.server.project;

import dev.pollux.server.project.StationConfig.Endpoint;
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
            StationLinkKeys.check(values, project, StationReader::leadsTo, faults);
            values.find(StationArchiveKeys.ARCHIVE).ifPresent(archive -> StationArchiveKeys.check(archive, faults));
            values.find(HealthKeys.HEALTH).ifPresent(health -> HealthKeys.check(health, faults));
            StationWitnessKeys.check(values, project, faults);
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
        if (!endpoints.isEmpty()
                && endpoints.stream()
                        .allMatch(each -> each.find(StationKeys.PARTNER_ONLY).orElse(false))) {
            endpoints.get(0).fault(faults, StationKeys.PARTNER_ONLY, "must be false of at least one endpoint");
        }
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

    /** Whether a connection to {@code target} ends at this endpoint, as far as names tell without a look-up. */
    private static boolean leadsTo(Values endpoint, StationLinkKeys.HostPort target) {
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
                        EnumSet.copyOf(endpoint.get(StationKeys.SECURITY)),
                        endpoint.get(StationKeys.PARTNER_ONLY)))
                .toList();
        Path data = directory.resolve(root.get(StationKeys.DATA)).normalize();
        return new StationConfig(
                root.get(StationKeys.STATION),
                endpoints,
                StationLinkKeys.links(root),
                data,
                StationArchiveKeys.store(root.get(StationArchiveKeys.ARCHIVE), directory, data),
                HealthKeys.config(root.get(HealthKeys.HEALTH)),
                StationNetworkKeys.watch(root.get(StationNetworkKeys.NETWORK)),
                StationWitnessKeys.access(root, directory),
                root.get(StationKeys.SECURITY_SECTION).get(StationKeys.TRUST_UNKNOWN_CLIENTS));
    }
}
