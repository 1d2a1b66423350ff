package dev.pollux.server.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollux.archive.capture.CapturePolicy;
import dev.pollux.archive.capture.DeadBand;
import dev.pollux.archive.capture.Occasion;
import dev.pollux.archive.capture.Trigger;
import dev.pollux.server.project.StationConfig.Security;
import dev.pollux.server.tag.Access;
import dev.pollux.server.tag.Range;
import dev.pollux.server.tag.Scaling;
import dev.pollux.server.tag.Tag;
import dev.pollux.server.tag.TagType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectReaderTest {
    @TempDir
    private Path directory;

    private SampleProject sample;

    @BeforeEach
    void writeSample() {
        sample = new SampleProject(directory);
    }

    @Test
    void everyKeyArrivesInTheRecord() {
        Project project = sample.read().orThrow();

        assertThat(project.name()).isEqualTo("waterworks");
        assertThat(project.namespaceUri()).isEqualTo("urn:example:waterworks");
        assertThat(project.applicationUri("CASTOR")).isEqualTo("urn:pollux:waterworks:CASTOR");
        assertThat(project.redundancy())
                .isEqualTo(new RedundancyConfig(
                        List.of("CASTOR", "POLLUX"),
                        Optional.of("CASTOR"),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(5),
                        Duration.ofMillis(200),
                        Duration.ofSeconds(1)));
        assertThat(project.redundancy().isPair()).isTrue();
        sample.replace("project.yaml", "redundancy:", "redundancy:\n  enabled: false");
        Project commissioned = sample.read().orThrow();
        assertThat(commissioned.redundancy().enabled()).isFalse();
        assertThat(commissioned.redundancy().isPair()).isFalse();
        assertThat(commissioned.redundancy().acting("POLLUX")).containsExactly("POLLUX");
        assertThat(project.areas())
                .as("parents come first without being listed")
                .containsExactly(
                        new Area("Intake", ""), new Area("Intake/Pumps", "Raw water pumps"), new Area("Outlet", ""));
        assertThat(project.devices())
                .containsExactly(
                        new DeviceConfig(
                                "PLC1",
                                DeviceConfig.Protocol.MODBUS_TCP,
                                "127.0.0.1",
                                5020,
                                1,
                                Duration.ofSeconds(1),
                                Duration.ofMillis(500),
                                8),
                        new DeviceConfig(
                                "PLC2",
                                DeviceConfig.Protocol.S7,
                                "plc2.example.org",
                                102,
                                1,
                                Duration.ofSeconds(1),
                                Duration.ofMillis(500),
                                8));
        assertThat(project.users().anonymous()).contains(UsersConfig.Role.OBSERVER);
        assertThat(project.users().users())
                .containsExactly(new UsersConfig.User("op", SampleProject.HASH, UsersConfig.Role.OPERATOR));
        assertThat(project.fingerprint()).matches("[0-9a-f]{64}");
    }

    @Test
    void archiveArrivesInTheRecord() {
        Project project = sample.read().orThrow();

        assertThat(project.archive().retention()).isEqualTo(Duration.ofDays(30));
        assertThat(project.archive().profiles())
                .containsExactly(
                        new ArchiveConfig.Profile(
                                "change",
                                new CapturePolicy(
                                        new Occasion.OnChange(),
                                        DeadBand.absolute(0.5),
                                        Duration.ofMillis(100),
                                        Duration.ofHours(1))),
                        new ArchiveConfig.Profile(
                                "minute",
                                new CapturePolicy(
                                        new Occasion.Cyclic(Duration.ofMinutes(1)),
                                        DeadBand.percentOfRange(2),
                                        Duration.ZERO,
                                        Duration.ZERO)),
                        new ArchiveConfig.Profile(
                                "start",
                                new CapturePolicy(
                                        new Occasion.OnTrigger(new Trigger("PUMP1.Running", Trigger.Edge.RISING)),
                                        DeadBand.swingingDoor(0.1),
                                        Duration.ZERO,
                                        Duration.ofHours(1))));
        assertThat(project.archive().longTerm())
                .containsExactly(new ArchiveConfig.LongTerm(
                        "hours", Duration.ofHours(1), List.of("Average", "Maximum", "Minimum"), Duration.ofDays(3650)));
    }

    @Test
    void tagsComeInTheOrderOfFilesAndRowsWithTheirDefaults() {
        List<Tag> tags = sample.read().orThrow().tags();

        assertThat(tags)
                .containsExactly(
                        new Tag(
                                "FLOW1",
                                "Intake/Pumps",
                                "Raw water, flow",
                                TagType.FLOAT,
                                new Tag.Address("PLC1", "holding:100:FLOAT32", Duration.ofMillis(100)),
                                Access.READ_WRITE,
                                new Scaling(0.1, -5),
                                Optional.of(new Range(0, 250.5)),
                                "m3/h",
                                new Tag.Archiving(Optional.of("minute"), true)),
                        new Tag(
                                "PUMP1.Running",
                                "Intake",
                                "",
                                TagType.BOOLEAN,
                                new Tag.Address("PLC2", "DB1:12.0:BOOL", Duration.ofSeconds(1)),
                                Access.READ,
                                Scaling.NONE,
                                Optional.empty(),
                                "",
                                new Tag.Archiving(Optional.of("change"), true)),
                        new Tag(
                                "LEVEL1",
                                "Outlet",
                                "Level, \"clear\" water",
                                TagType.UINT16,
                                new Tag.Address("PLC1", "holding:200", Duration.ofSeconds(1)),
                                Access.READ,
                                new Scaling(0.01, 0),
                                Optional.of(new Range(0, 6)),
                                "m",
                                new Tag.Archiving(Optional.of("start"), false)),
                        new Tag(
                                "VALVE1",
                                "Outlet",
                                "",
                                TagType.BOOLEAN,
                                new Tag.Address("PLC1", "coil:5", Duration.ofSeconds(1)),
                                Access.READ_WRITE,
                                Scaling.NONE,
                                Optional.empty(),
                                ""));
    }

    @Test
    void leastProjectIsOneStationNamedCastorThatLetsNobodyIn() {
        sample.write("project.yaml", "project: {name: p, namespace: 'urn:p'}\n")
                .delete("tags/intake.yaml")
                .write("tags/outlet.csv", "device,address,type,area,name\n");

        Project project = sample.read().orThrow();

        assertThat(project.redundancy().stations()).containsExactly("CASTOR");
        assertThat(project.redundancy().isPair()).isFalse();
        assertThat(project.redundancy().failAfter()).isEqualTo(Duration.ofSeconds(1));
        assertThat(project.users()).isEqualTo(new UsersConfig(Optional.empty(), List.of()));
        assertThat(project.archive()).isEqualTo(ArchiveConfig.NONE);
        assertThat(project.tags()).isEmpty();
    }

    // Spreadsheets write a byte order mark and CRLF; both must not matter.
    @Test
    void csvFromASpreadsheetIsTheSame() {
        Project before = sample.read().orThrow();
        sample.write("tags/outlet.csv", "\uFEFF" + SampleProject.CSV.replace("\n", "\r\n") + "\r\n");
        sample.write("project.yaml", "\uFEFF" + SampleProject.PROJECT.replace("\n", "\r\n"));

        assertThat(sample.read().orThrow()).isEqualTo(before);
    }

    @Test
    void stationFileArrivesInTheRecord() {
        StationConfig station = sample.readStation().orThrow();

        assertThat(station.station()).isEqualTo("CASTOR");
        assertThat(station.endpoints())
                .containsExactly(
                        new StationConfig.Endpoint(
                                "localhost",
                                4840,
                                "127.0.0.1",
                                Set.of(Security.NONE, Security.SIGN, Security.SIGN_AND_ENCRYPT)),
                        new StationConfig.Endpoint(
                                "castor.example.org",
                                4841,
                                "0.0.0.0",
                                Set.of(Security.SIGN, Security.SIGN_AND_ENCRYPT)));
        assertThat(station.partnerLinks())
                .containsExactly(
                        new StationConfig.PartnerLink(
                                "main", StationConfig.PartnerLink.Kind.MAIN, "opc.tcp://localhost:4850/pollux"),
                        new StationConfig.PartnerLink(
                                "spare", StationConfig.PartnerLink.Kind.STATUS, "opc.tcp://[fe80::1]:4850"));
        assertThat(station.dataDirectory()).isEqualTo(directory.toAbsolutePath().resolve("data/castor"));
        assertThat(station.archive())
                .isEqualTo(new StationConfig.ArchiveStore(
                        StationConfig.ArchiveStore.Engine.INFLUXDB,
                        directory.toAbsolutePath().resolve("queue"),
                        Duration.ofMillis(50),
                        2L << 30,
                        Optional.of(new StationConfig.ArchiveStore.Influx(
                                "http://localhost:8086",
                                "waterworks",
                                "town",
                                Optional.of("pollux"),
                                Optional.of(new StationConfig.Secret(
                                        Optional.empty(),
                                        Optional.of(directory.toAbsolutePath().resolve("secrets/influx")))),
                                Optional.empty()))));
        assertThat(station.trustUnknownClients()).isFalse();
    }

    // A password in a file may end with a line end; one that is empty was forgotten.
    @Test
    void secretIsLookedUpWhereItStands() throws IOException {
        StationConfig.Secret secret = sample.readStation()
                .orThrow()
                .archive()
                .influx()
                .orElseThrow()
                .password()
                .orElseThrow();
        assertThatThrownBy(secret::read)
                .hasMessageContaining("cannot read the secret in "
                        + directory.toAbsolutePath().resolve("secrets/influx"));

        sample.write("secrets/influx", "hunter2\n");
        assertThat(secret.read()).isEqualTo("hunter2");

        sample.write("secrets/influx", "\n");
        assertThatThrownBy(secret::read).hasMessageContaining("there is no secret in");
        assertThatThrownBy(new StationConfig.Secret(Optional.of("POLLUX_NO_SUCH_VARIABLE"), Optional.empty())::read)
                .hasMessage("there is no secret in the environment variable POLLUX_NO_SUCH_VARIABLE");
    }

    @Test
    void stationThatRunsAloneNeedsNoPartner() {
        sample.write("castor.yaml", "station: CASTOR\nendpoints: [{host: h}]\ndata: /var/lib/pollux\n");

        StationConfig station = new StationReader()
                .read(sample.path("castor.yaml"), SampleProject.project(List.of("CASTOR")))
                .orThrow();

        assertThat(station.partnerLinks()).isEmpty();
        assertThat(station.archive()).isEqualTo(StationConfig.ArchiveStore.embedded(Path.of("/var/lib/pollux")));
        assertThat(station.endpoints().get(0).port()).isEqualTo(4840);
        assertThat(station.endpoints().get(0).security())
                .containsExactlyInAnyOrder(Security.SIGN, Security.SIGN_AND_ENCRYPT);
        assertThat(station.dataDirectory()).isEqualTo(Path.of("/var/lib/pollux"));
    }

    @Test
    void hashMadeByPasswordHashIsTaken() {
        String hash = dev.pollux.server.security.PasswordHash.hash("secret".toCharArray());
        sample.replace("project.yaml", SampleProject.HASH, hash);

        assertThat(sample.read().orThrow().users().users().get(0).passwordHash())
                .isEqualTo(hash);
    }

    // A fault is for the eyes of the operator, who may be on the phone: nothing written twice, nothing secret.
    @Test
    void passwordNeverShowsInAFault() {
        sample.replace("project.yaml", SampleProject.HASH, "hunter2")
                .replace("project.yaml", "role: operator", "role: operator\n      password: hunter2");

        assertThat(SampleProject.lines(sample.read()))
                .containsExactly(
                        "project.yaml:42: users.accounts[0].password-hash — must be a hash of at least 210000"
                                + " iterations made by `pollux hash-password`",
                        "project.yaml:44: users.accounts[0].password — unknown key; did you mean \"password-hash\"?");
    }

    @Test
    void readingEitherHasAValueOrFaults() {
        assertThat(sample.read().faults()).isEmpty();
        assertThat(sample.read().<String>fold(Project::name, faults -> "faulty"))
                .isEqualTo("waterworks");

        Reading<Project> faulty = sample.delete("project.yaml").read();

        assertThat(faulty.<String>fold(Project::name, faults -> "faulty")).isEqualTo("faulty");
        assertThatThrownBy(faulty::orThrow)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("project.yaml — does not exist");
    }
}
