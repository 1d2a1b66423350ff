package dev.pollux.bench.failover;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Writes the project and the station files of a pair: the example's tags with an archive that can be compared. */
final class PairFiles {
    private static final String PROJECT = """
            project: {name: waterworks, namespace: "urn:example:waterworks"}
            redundancy:
              stations: [CASTOR, POLLUX]
              default-master: CASTOR
            %sareas:
            %sdevices:
              - {name: PLC1, protocol: modbus-tcp, host: %s, port: %d, unit: 1, block-gap: 8%s}
              - {name: PLC2, protocol: modbus-tcp, host: %s, port: %d, unit: 2, block-gap: 8%s}
            archive:
              default: second
              # An archive is to be seen as it is, not with what the partner adds while a gap is open.
              synchronize: {read-through: false}
              capture:
                - {name: second, mode: cyclic, interval: 1s}
                # Of tags that change with each poll: an instant is there only if it was sampled.
                - {name: every, mode: on-change}
            users: {anonymous: supervisor}
            """;

    private PairFiles() {}

    /** Writes everything below {@code directory}; returns the names of all tags that are polled every 100 ms. */
    static List<String> write(Path directory, Path example, Network network, Scale scale, String mode)
            throws IOException {
        Path tags = Files.createDirectories(directory.resolve("project/tags"));
        List<String> judged = Scale.changing().subList(0, scale.judged());
        List<String> fast = new ArrayList<>();
        List<String> copied = new ArrayList<>();
        try (Stream<Path> files = Files.list(example.resolve("tags"))) {
            for (Path file : files.sorted().toList()) {
                List<String> lines = new ArrayList<>();
                for (String line : Files.readAllLines(file)) {
                    String name = line.substring(0, line.indexOf(','));
                    String all = line.substring(0, line.lastIndexOf(','));
                    lines.add(name.equals("name") ? line : all + "," + (judged.contains(name) ? "every" : ""));
                    if (line.contains(",100ms,")) {
                        fast.add(name);
                    }
                    if (name.startsWith("Vibration.")) {
                        copied.add(all.substring(all.indexOf(',')).replace(",100ms,", ",1s,") + ",");
                    }
                }
                Files.write(tags.resolve(String.valueOf(file.getFileName())), lines);
            }
        }
        List<String> load = new ArrayList<>();
        load.add("name,area,description,type,device,address,poll,access,factor,offset,low,high,unit,archive");
        for (int copy = 0; copy < scale.copies(); copy++) {
            for (int channel = 0; channel < copied.size(); channel++) {
                load.add("Load.C%02d.Ch%03d%s".formatted(copy, channel, copied.get(channel)));
            }
        }
        Files.write(tags.resolve("load.csv"), load);
        Files.writeString(directory.resolve("project/project.yaml"), project(example, network, mode));
        return fast;
    }

    private static String project(Path example, Network network, String mode) throws IOException {
        StringBuilder areas = new StringBuilder();
        for (String line : Files.readAllLines(example.resolve("project.yaml"))) {
            if (line.startsWith("  - path: ")) {
                areas.append(line).append('\n');
            }
        }
        // Hot is what a project without the key is.
        String chosen = mode.equals("hot") ? "" : "  mode: " + mode + "\n";
        String host = network.plant();
        int port = network.plantPort();
        // In the other modes the Standby leaves the devices to the Master.
        String connection = mode.equals("hot") ? "" : ", connection: master-only";
        return PROJECT.formatted(chosen, areas, host, port, connection, host, port, connection);
    }

    /** Writes the file of one station, whose data go to {@code data}. */
    static Path station(Path directory, Network network, String station, Path data) throws IOException {
        StringBuilder endpoints = new StringBuilder();
        StringBuilder links = new StringBuilder();
        for (Cable cable : Cable.values()) {
            if (!network.plugged().contains(cable)) {
                continue;
            }
            String own = network.address(station, cable);
            String other = Pair.other(station);
            String name = cable == Cable.PLANT ? "main" : "status";
            endpoints.append("  - {host: %s, port: %d, bind: %s, security: [none, sign-and-encrypt]}\n"
                    .formatted(own, network.port(station), own));
            links.append("    - {name: %s, kind: %s, url: \"opc.tcp://%s:%d/pollux\"}\n"
                    .formatted(name, name, network.address(other, cable), network.port(other)));
        }
        Path file = directory.resolve(station + ".yaml");
        Files.writeString(
                file,
                "station: %s\nendpoints:\n%spartner:\n  links:\n%snetwork: {adapters: %s}\ndata: %s\n"
                        .formatted(station, endpoints, links, network.plantAdapters(), data));
        return file;
    }
}
