package dev.pollux.server.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults of whole files, several faults at once, and the limits. */
class FileFaultTest {
    @TempDir
    private Path directory;

    private SampleProject sample;

    @BeforeEach
    void writeSample() {
        sample = new SampleProject(directory);
    }

    private List<String> faults() {
        return SampleProject.lines(sample.read());
    }

    @Test
    void missingDirectoryIsAFault() {
        Path nowhere = directory.resolve("nowhere");

        assertThat(SampleProject.lines(new ProjectReader(SampleProject.ADDRESSES).read(nowhere)))
                .containsExactly(nowhere + " — the directory does not exist");
        assertThat(SampleProject.lines(new ProjectReader(SampleProject.ADDRESSES).read(sample.path("project.yaml"))))
                .containsExactly(directory.resolve("project.yaml") + " — must be a directory");
    }

    // Without the project the tags cannot be checked against it, but each for itself.
    @Test
    void missingProjectFileHidesOnlyWhatDependsOnIt() {
        sample.delete("project.yaml").replace("tags/outlet.csv", "coil:5", "");

        assertThat(faults())
                .containsExactly(
                        "project.yaml — does not exist",
                        "tags/outlet.csv:3: address — is missing, must be an address of at most 256 characters");
    }

    @Test
    void emptyFilesAreFaults() {
        sample.write("project.yaml", "# nothing yet\n")
                .write("tags/intake.yaml", "")
                .write("tags/outlet.csv", "");

        assertThat(faults())
                .containsExactly(
                        "project.yaml — is empty", "tags/intake.yaml — is empty", "tags/outlet.csv — is empty");
    }

    @Test
    void projectWithoutFilesOfTagsIsAFault() {
        sample.delete("tags/intake.yaml").delete("tags/outlet.csv");
        assertThat(faults()).containsExactly("tags — must hold at least one .yaml or .csv file");

        sample.delete("tags");
        assertThat(faults()).containsExactly("tags — must be a directory with at least one .yaml or .csv file");
    }

    // Tags in a file that is silently left out would be missed only in the control room.
    @Test
    void fileWithAnEndingThatIsNearlyRightIsAFault() {
        sample.write("tags/more.yml", "tags: []").write("tags/MORE.CSV", "").write("tags/readme.md", "");

        assertThat(faults())
                .containsExactlyInAnyOrder(
                        "tags/more.yml — must end with .yaml or .csv to be read",
                        "tags/MORE.CSV — must end with .yaml or .csv to be read");
    }

    @Test
    void directoryInPlaceOfAFileIsAFault() {
        sample.delete("tags/intake.yaml").write("tags/intake.yaml/x", "").delete("project.yaml");
        sample.write("project.yaml/x", "");

        assertThat(faults()).containsExactly("project.yaml — must be a file", "tags/intake.yaml — must be a file");
    }

    @Test
    void bytesThatAreNotUtf8AreFoundByLine() {
        sample.write(
                "project.yaml", SampleProject.PROJECT.replace("Raw", "R\u00e4w").getBytes(StandardCharsets.ISO_8859_1));
        sample.write(
                "tags/outlet.csv",
                SampleProject.CSV.replace("Level", "L\u00e4vel").getBytes(StandardCharsets.ISO_8859_1));

        assertThat(faults()).hasSize(2).first().isEqualTo("project.yaml:10 — must be UTF-8");
        assertThat(faults().get(1)).matches("tags/outlet\\.csv:[12] — must be UTF-8");
    }

    @Test
    void allFaultsOfAllFilesComeAtOnce() {
        sample.replace("project.yaml", "name: waterworks", "name: W")
                .replace("project.yaml", "port: 5020", "port: -1")
                .replace("tags/intake.yaml", "type: float", "type: real")
                .replace("tags/intake.yaml", "poll: 100ms", "poll: fast")
                .replace("tags/intake.yaml", "device: PLC2", "device: PLC3")
                .replace("tags/outlet.csv", "LEVEL1,Outlet", "PUMP1.Running,Inlet")
                .replace("tags/outlet.csv", "uint16", "word");

        assertThat(faults())
                .extracting(line -> line.substring(0, line.indexOf(" — ")))
                .containsExactly(
                        "project.yaml:1: project.name: W",
                        "project.yaml:16: devices[0].port: -1",
                        "tags/intake.yaml:5: tags[0].type: real",
                        "tags/intake.yaml:8: tags[0].poll: fast",
                        "tags/intake.yaml:17: tags[1].device: PLC3",
                        "tags/outlet.csv:2: type: word",
                        "tags/outlet.csv:2: name: PUMP1.Running",
                        "tags/outlet.csv:2: area: Inlet");
    }

    // One slip in the list of devices must not make every tag a fault.
    @Test
    void brokenNameOfADeviceIsToldOnce() {
        sample.replace("project.yaml", "name: PLC1", "name: PLC 1")
                .replace("project.yaml", "path: Outlet", "path: Outlet/");

        assertThat(faults()).hasSize(2).allMatch(line -> line.startsWith("project.yaml:"));
    }

    // Ten lines that stand for 10^9 values.
    @Test
    void aliasesAreNotFollowed() {
        sample.write("project.yaml", "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n");

        assertThat(faults()).containsExactly("project.yaml:2 — must not use aliases (*name): write the value out");
    }

    @Test
    void nestingIsBounded() {
        sample.write("project.yaml", "a: " + "[".repeat(100_000));
        assertThat(faults()).containsExactly("project.yaml:1 — must not be nested deeper than 32");

        sample.write("project.yaml", "{a: ".repeat(1000));
        assertThat(faults()).containsExactly("project.yaml:1 — must not be nested deeper than 32");
    }

    @Test
    void sizeOfFilesIsBounded() {
        sample.write("project.yaml", new byte[TextFile.YAML_SIZE_MAX + 1]);

        assertThat(faults()).containsExactly("project.yaml — must not be larger than 16777216 bytes");
    }

    // One quote too many makes the rest of the file one cell.
    @Test
    void lengthOfARowIsBounded() {
        sample.write("tags/outlet.csv", SampleProject.CSV.replace("VALVE1", "\"VALVE1") + "x,y\n".repeat(1_000_000));

        assertThat(faults())
                .containsExactly("tags/outlet.csv:3 — is not CSV: a row must not be longer than 1048576 characters");
    }

    @Test
    void numberOfFaultsIsBounded() {
        StringBuilder rows = new StringBuilder(SampleProject.CSV);
        for (int i = 0; i < 5000; i++) {
            rows.append("T").append(i).append(",Outlet,,float,PLC1,holding:1,never,,,,,,\n");
        }
        sample.write("tags/outlet.csv", rows.toString());

        assertThat(faults())
                .hasSize(Faults.MAX + 1)
                .last()
                .isEqualTo("tags/outlet.csv — and 4000 more faults, left out here");
    }

    @Test
    void numberOfTagsIsBounded() {
        Faults found = new Faults();
        TagReader reader = new TagReader(
                Optional.empty(), SampleProject.ADDRESSES, new ArchiveRules(Optional.empty(), found), found, 3);
        reader.read(sample.path("tags/intake.yaml"), "tags/intake.yaml");
        reader.read(sample.path("tags/outlet.csv"), "tags/outlet.csv");

        assertThat(found.list())
                .extracting(Fault::toString)
                .containsExactly("tags/outlet.csv:3: name: VALVE1 — the project must not have more than 3 tags");
    }

    // A file name or key may hold anything, but a fault is one line of a log.
    @Test
    void faultIsAlwaysOneLine() {
        Fault fault = new Fault("a\nb", 3, "k\r\u2028", Optional.of("v".repeat(1000) + "\n"), "rule\u202e");

        assertThat(fault.toString())
                .doesNotContainPattern("[\\r\\n\\u2028\\u202e]")
                .hasSizeLessThan(200);
    }
}
