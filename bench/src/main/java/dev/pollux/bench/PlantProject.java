package dev.pollux.bench;

import dev.pollux.server.project.Project;
import dev.pollux.server.project.ProjectReader;
import dev.pollux.server.project.StationConfig;
import dev.pollux.server.project.StationReader;
import dev.pollux.server.source.block.PlcAddresses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes and reads a project of Double tags that are archived on every change, a hundred on each device. */
final class PlantProject {
    static final int TAGS_PER_DEVICE = 100;

    private static final String STATION = "BENCH";

    private PlantProject() {}

    /** Writes project and station file; nobody listens where the devices should be. */
    static Project write(Path directory, int tags, int port) throws IOException {
        StringBuilder project = new StringBuilder("""
                project:
                  name: bench
                  namespace: "urn:example:bench"
                redundancy:
                  stations: [BENCH]
                  default-master: BENCH
                users:
                  anonymous: observer
                areas:
                  - path: Plant
                archive:
                  retention: 3650d
                  default: all
                  capture:
                    - name: all
                devices:
                """);
        StringBuilder lines = new StringBuilder("name,area,type,device,address,poll\n");
        for (int tag = 0; tag < tags; tag++) {
            int device = tag / TAGS_PER_DEVICE;
            if (tag % TAGS_PER_DEVICE == 0) {
                project.append("""
                          - name: PLC%d
                            protocol: modbus-tcp
                            host: 127.0.0.1
                            port: 27899
                        """.formatted(device));
            }
            lines.append("%s,Plant,double,PLC%d,holding:%d:FLOAT64,1s%n"
                    .formatted(Workload.name(tag), device, 1 + tag % TAGS_PER_DEVICE * 4));
        }
        Files.createDirectories(directory.resolve("tags"));
        Files.writeString(directory.resolve("project.yaml"), project);
        Files.writeString(directory.resolve("tags/all.csv"), lines);
        Files.writeString(directory.resolve("station.yaml"), """
                station: %s
                endpoints:
                  - {host: localhost, port: %d, bind: 127.0.0.1, security: [none]}
                data: data
                security:
                  trust-unknown-clients: true
                """.formatted(STATION, port));
        return read(directory);
    }

    /** Where the station of such a project keeps its archive. */
    static Path archive(Path directory) {
        return directory.resolve("data/archive");
    }

    static Project read(Path directory) {
        return new ProjectReader(new PlcAddresses()::fault).read(directory).orThrow();
    }

    static StationConfig station(Path directory) {
        return new StationReader()
                .read(directory.resolve("station.yaml"), read(directory))
                .orThrow();
    }
}
