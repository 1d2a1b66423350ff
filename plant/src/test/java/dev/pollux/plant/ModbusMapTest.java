package dev.pollux.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.pollux.plant.PointAddress.Table;
import dev.pollux.plant.PointAddress.WordOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ModbusMapTest {
    private static final Path EXAMPLE = Path.of("..", "examples", "waterworks");
    private static final int BLOCK_GAP_OF_THE_EXAMPLE = 8;

    private final ModbusMap map = ModbusMap.waterWorks();

    // The example must describe the simulator that it is tried with. To bring the files up to date after a change of
    // the map: mvn -pl plant test -Dtest=ModbusMapTest -Dpollux.tags.write=true
    @Test
    void checkedInTagFilesAreTheGeneratedOnes() throws IOException {
        Path directory = EXAMPLE.resolve("tags");
        if (Boolean.getBoolean("pollux.tags.write")) {
            for (Map.Entry<String, String> file : map.tagFiles().entrySet()) {
                Files.writeString(directory.resolve(file.getKey()), file.getValue());
            }
        }
        Set<String> present;
        try (Stream<Path> files = Files.list(directory)) {
            present = files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }

        assertThat(present).containsExactlyInAnyOrderElementsOf(map.tagFiles().keySet());
        for (Map.Entry<String, String> file : map.tagFiles().entrySet()) {
            assertThat(Files.readString(directory.resolve(file.getKey())))
                    .as("%s; regenerate with -Dpollux.tags.write=true", file.getKey())
                    .isEqualTo(file.getValue());
        }
    }

    @Test
    void projectListsTheAreasAndControllersOfTheMap() throws IOException {
        List<String> lines = Files.readAllLines(EXAMPLE.resolve("project.yaml"));
        Set<String> areas = map.points().stream().map(Point::area).collect(Collectors.toSet());

        assertThat(valuesOf(lines, "- path: ")).containsExactlyInAnyOrderElementsOf(areas);
        assertThat(valuesOf(lines, "- name: ")).contains("PLC1", "PLC2");
        assertThat(valuesOf(lines, "unit: "))
                .containsExactly(String.valueOf(Plc.PLC1.unit()), String.valueOf(Plc.PLC2.unit()));
        assertThat(valuesOf(lines, "block-gap: ")).containsOnly(String.valueOf(BLOCK_GAP_OF_THE_EXAMPLE));
    }

    private static List<String> valuesOf(List<String> lines, String key) {
        return lines.stream()
                .map(String::strip)
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()))
                .toList();
    }

    // A reader with the block gap of the example joins blocks over small holes, and the plant refuses holes.
    @Test
    void holesInTheTablesAreWiderThanTheBlockGapOfTheExample() {
        for (Plc plc : Plc.values()) {
            for (Table table : Table.values()) {
                TreeSet<Integer> taken = new TreeSet<>();
                map.points().stream()
                        .filter(point -> point.plc() == plc && point.address().table() == table)
                        .forEach(point -> {
                            for (int i = 0; i < point.address().size(); i++) {
                                taken.add(point.address().number() + i);
                            }
                        });
                Integer before = taken.first();
                for (Integer number : taken.tailSet(before, false)) {
                    int hole = number - before - 1;
                    assertThat(hole == 0 || hole > BLOCK_GAP_OF_THE_EXAMPLE)
                            .as("hole of %s before %s %s %s", hole, plc, table, number)
                            .isTrue();
                    before = number;
                }
            }
        }
    }

    @Test
    void mapIsASoundMixOfEverythingThatATagCanBe() {
        List<Point> points = map.points();

        assertThat(points).hasSizeGreaterThanOrEqualTo(220);
        assertThat(points.stream().map(point -> point.address().type()).collect(Collectors.toSet()))
                .isEqualTo(EnumSet.allOf(RegisterType.class));
        for (Plc plc : Plc.values()) {
            for (Table table : Table.values()) {
                assertThat(points).anyMatch(p -> p.plc() == plc && p.address().table() == table);
            }
        }
        assertThat(points)
                .filteredOn(p -> p.address().order() == WordOrder.CDAB)
                .hasSizeGreaterThan(3);
        assertThat(points).filteredOn(Point::writable).hasSizeGreaterThan(50);
    }

    @Test
    void rowsSayWhatTheProjectReaderNeeds() {
        String intake = map.tagFiles().get("intake.csv");

        assertThat(map.tagFiles()).hasSize(5);
        assertThat(intake)
                .startsWith(
                        "name,area,description,type,device,address,poll,access,factor,offset,low,high,unit,archive\n")
                .contains("Intake.P101.Start,Intake/Pumps,\"Run command, counts by hand\",boolean,PLC1,coil:3,100ms,"
                        + "read-write,,,,,,switch\n")
                .contains("Intake.P101.SpeedSetpoint,Intake/Pumps,Speed setpoint,double,PLC1,holding:1:INT16,100ms,"
                        + "read-write,0.1,,0,100,%,\n")
                .contains(
                        "Intake.Flow,Intake,Raw water to tank T100,float,PLC1,input:6:FLOAT32:CDAB,100ms,read,,,0,400,"
                                + "m3/h,\n")
                .contains("Intake.Total,Intake,Raw water since the start,double,PLC1,input:501:INT64,1s,read,0.001,,,,"
                        + "m3,\n");
        assertThat(map.tagFiles().get("plant.csv"))
                .contains(",string,PLC2,holding:1501:STRING(16),1s,read-write,,,,,,\n");
    }

    @Test
    void writesThatThePlantMustNotTakeAreRefusedByName() {
        WaterWorks plant = new WaterWorks(1);
        for (Map.Entry<String, Object> write : List.<Map.Entry<String, Object>>of(
                entry("Intake.P101.Speed", 1.0),
                entry("Intake.P101.Start", 1.0),
                entry("Intake.P101.SpeedSetpoint", 100.1),
                entry("Intake.P101.SpeedSetpoint", Double.NaN),
                entry("Plant.Mode", 3.0),
                entry("Plant.Recipe", "seventeen letters"),
                entry("Plant.Recipe", "Grün"),
                entry("Intake.P999.Start", true))) {
            assertThatThrownBy(() -> map.write(plant, write.getKey(), write.getValue()))
                    .as("%s", write)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(write.getKey());
        }
    }
}
