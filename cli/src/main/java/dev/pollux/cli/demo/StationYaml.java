package dev.pollux.cli.demo;

import dev.pollux.server.project.StationConfig;
import dev.pollux.server.project.StationConfig.Endpoint;
import dev.pollux.server.project.StationConfig.PartnerLink;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes a station file. Pure. */
final class StationYaml {
    private StationYaml() {}

    /**
     * The file for a station on other ports.
     *
     * @param config the station
     * @param ports where its ports are moved to
     * @param data data directory, relative to the file
     */
    static String of(StationConfig config, DemoPorts ports, String data) {
        StringBuilder text = new StringBuilder("# Made by pollux demo; the next demo makes it anew.\n");
        text.append("station: ").append(quoted(config.station())).append("\nendpoints:\n");
        for (Endpoint endpoint : config.endpoints()) {
            text.append("  - host: ").append(quoted(endpoint.host()));
            text.append("\n    port: ").append(ports.of(endpoint.port()));
            text.append("\n    bind: ").append(quoted(endpoint.bind()));
            text.append("\n    security: [")
                    .append(endpoint.security().stream()
                            .map(each -> each.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                            .sorted()
                            .collect(Collectors.joining(", ")))
                    .append("]\n");
        }
        text.append("partner:\n  links:\n");
        for (PartnerLink link : config.partnerLinks()) {
            text.append("    - name: ").append(quoted(link.name()));
            text.append("\n      kind: ").append(link.kind().name().toLowerCase(Locale.ROOT));
            text.append("\n      url: ")
                    .append(quoted(moved(link.urls().get(0), ports)))
                    .append('\n');
        }
        text.append("data: ").append(quoted(data)).append('\n');
        text.append("security:\n  trust-unknown-clients: ")
                .append(config.trustUnknownClients())
                .append('\n');
        return text.toString();
    }

    private static String moved(String url, DemoPorts ports) {
        URI uri = URI.create(url);
        try {
            return new URI(uri.getScheme(), null, uri.getHost(), ports.of(uri.getPort()), uri.getPath(), null, null)
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("a checked address can be rebuilt: " + url, e);
        }
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
