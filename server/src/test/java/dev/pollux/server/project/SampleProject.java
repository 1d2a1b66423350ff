package dev.pollux.server.project;

import dev.pollux.server.tag.Access;
import dev.pollux.server.tag.TagType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A good project that uses every key, in a directory of its own, to be broken by tests. */
final class SampleProject {
    static final String HASH =
            "pbkdf2-sha256:210000:AAECAwQFBgcICQoLDA0ODw==:AAECAwQFBgcICQoLDA0ODwABAgMEBQYHCAkKCwwNDg8=";

    static final String PROJECT = """
            project: {name: waterworks, namespace: "urn:example:waterworks"}
            redundancy:
              stations: [CASTOR, POLLUX]
              default-master: CASTOR
              startup-wait: 3s
              stability: 5s
              link: {heartbeat: 200ms, fail-after: 1s}
            areas:
              - path: Intake/Pumps
                description: Raw water pumps
              - path: Outlet
            devices:
              - name: PLC1
                protocol: modbus-tcp
                host: 127.0.0.1
                port: 5020
                unit: 1
                connect-timeout: 1s
                request-timeout: 500ms
                block-gap: 8
              - {name: PLC2, protocol: s7, host: plc2.example.org}
            archive:
              retention: 30d
              default: change
              capture:
                - name: change
                  mode: on-change
                  dead-band: 0.5
                  min-interval: 100ms
                  max-interval: 1h
                - {name: minute, mode: cyclic, interval: 1m, dead-band-percent: 2}
                - {name: start, mode: trigger, trigger: PUMP1.Running, swinging-door: 0.1, max-interval: 1h}
              long-term:
                - name: hours
                  interval: 1h
                  aggregates: [Minimum, Maximum, Average]
                  retention: 3650d
            users:
              anonymous: observer
              accounts:
                - name: op
                  password-hash: "%s"
                  role: operator
            """.formatted(HASH);

    static final String TAGS = """
            tags:
              - name: FLOW1
                area: Intake/Pumps
                description: Raw water, flow
                type: float
                device: PLC1
                address: holding:100:FLOAT32
                poll: 100ms
                access: read-write
                scaling: {factor: 0.1, offset: -5}
                range:
                  low: 0
                  high: 250.5
                unit: m3/h
                archive: minute
                stepped: true
              - {name: PUMP1.Running, area: Intake, type: boolean, device: PLC2, address: "DB1:12.0:BOOL"}
            """;

    static final String CSV = """
            name,area,description,type,device,address,poll,access,factor,offset,low,high,unit,archive,stepped
            LEVEL1,Outlet,"Level, ""clear"" water",uint16,PLC1,holding:200,1s,read,0.01,0,0,6,m,start,false
            VALVE1,Outlet,,boolean,PLC1,coil:5,,read-write,,,,,,none,
            """;

    static final String STATION = """
            station: CASTOR
            endpoints:
              - {host: localhost, port: 4840, bind: 127.0.0.1, security: [none, sign, sign-and-encrypt]}
              - host: castor.example.org
                port: 4841
            partner:
              links:
                - {name: main, kind: main, url: "opc.tcp://localhost:4850/pollux"}
                - name: spare
                  kind: status
                  url: opc.tcp://[fe80::1]:4850
            data: data/castor
            archive:
              store: influxdb
              directory: queue
              commit-interval: 50ms
              disk-budget: 2GiB
              influxdb:
                url: http://localhost:8086
                database: waterworks
                org: town
                user: pollux
                password: file:secrets/influx
            security: {trust-unknown-clients: false}
            """;

    /** Takes addresses that begin with a table of Modbus or a block of S7. */
    static final AddressSyntax ADDRESSES = (protocol, type, access, address) -> switch (protocol) {
        case MODBUS_TCP -> check(address, "(holding|coil|input):.*", type, access);
        case S7 -> check(address, "DB[0-9]+:.*", type, access);
    };

    private final Path directory;

    SampleProject(Path directory) {
        this.directory = directory;
        write("project.yaml", PROJECT);
        write("tags/intake.yaml", TAGS);
        write("tags/outlet.csv", CSV);
        write("castor.yaml", STATION);
    }

    private static Optional<String> check(String address, String regex, TagType type, Access access) {
        if (address.startsWith("coil:") && type != TagType.BOOLEAN) {
            return Optional.of("must be a register for type " + type);
        }
        if (address.startsWith("input:") && access == Access.READ_WRITE) {
            return Optional.of("must be a writable table");
        }
        return address.matches(regex) ? Optional.empty() : Optional.of("must match " + regex);
    }

    Path directory() {
        return directory;
    }

    Path path(String file) {
        return directory.resolve(file);
    }

    SampleProject write(String file, String text) {
        return write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    SampleProject write(String file, byte[] bytes) {
        try {
            Path path = path(file);
            Files.createDirectories(path.getParent());
            Files.write(path, bytes);
            return this;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    SampleProject delete(String file) {
        try {
            Files.delete(path(file));
            return this;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    String text(String file) {
        try {
            return Files.readString(path(file));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Replaces text that must be there exactly once. */
    SampleProject replace(String file, String old, String with) {
        String text = text(file);
        int at = text.indexOf(old);
        if (at < 0 || text.indexOf(old, at + 1) >= 0) {
            throw new IllegalArgumentException(file + " must hold exactly once: " + old);
        }
        return write(file, text.replace(old, with));
    }

    Reading<Project> read() {
        return new ProjectReader(ADDRESSES).read(directory);
    }

    /** The station of a pair, whatever the project files hold by now. */
    Reading<StationConfig> readStation() {
        return new StationReader().read(path("castor.yaml"), pair());
    }

    static Project pair() {
        return project(List.of("CASTOR", "POLLUX"));
    }

    static Project project(List<String> stations) {
        return new Project(
                "waterworks",
                "urn:example:waterworks",
                new RedundancyConfig(
                        stations,
                        Optional.empty(),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(5),
                        Duration.ofMillis(200),
                        Duration.ofSeconds(1)),
                List.of(),
                List.of(),
                ArchiveConfig.NONE,
                List.of(),
                new UsersConfig(Optional.empty(), List.of()));
    }

    static List<String> lines(Reading<?> reading) {
        return reading.faults().stream().map(Fault::toString).toList();
    }
}
