package dev.pollux.server.project;

import java.util.ArrayList;
import java.util.List;

/** The reference of all configuration files in Markdown, made from the declarations that the check uses. */
public final class ProjectReference {
    private static final String HEAD = """
            # Project and station files

            <!-- Generated from the declarations in dev.pollux.server.project; do not edit.
                 mvn -pl server -am test -Dtest=ReferenceTest \\
                   -Dsurefire.failIfNoSpecifiedTests=false -Dpollux.regenerate=true -->

            A *project* is a directory that all stations of a set share. Each station has a *station file* of its own.

            ```
            waterworks/
            ├─ project.yaml
            └─ tags/
               ├─ intake.yaml        any number of .yaml and .csv files
               └─ outlet.csv
            castor.yaml              the station files lie wherever you like
            ```

            Files are UTF-8. YAML is version 1.2 without aliases; keys occur once; unknown keys are faults. A YAML file
            has at most 16 MiB, a CSV file 512 MiB, a project 1,000,000 tags. All faults are reported at once, one line
            each:

            ```
            tags/intake.yaml:14: tags[3].range.low: 12 — must be below range.high (10)
            ```

            A duration is a whole number with one unit: `200ms`, `3s`, `1m`, `1h`.

            The *fingerprint* of a project is the same on two stations if and only if their projects do the same.
            Comments, YAML or CSV, and the order of keys, areas, devices and users do not count. Descriptions count, as
            clients see them. The order of the tags counts too, because it is their index: files in the order of their
            names, tags in the order of the file.
            """;

    private static final String PROJECT_EXAMPLE = """
            ```yaml
            project: {name: waterworks, namespace: "urn:example:waterworks"}
            redundancy:
              stations: [CASTOR, POLLUX]
              default-master: CASTOR
            areas:
              - {path: Intake/Pumps, description: Raw water pumps}
            devices:
              - {name: PLC1, protocol: modbus-tcp, host: 127.0.0.1, port: 5020}
            users:
              anonymous: observer
            ```
            """;

    private static final String TAGS_EXAMPLE = """
            ```yaml
            tags:
              - name: FLOW1
                area: Intake/Pumps
                type: float
                device: PLC1
                address: holding:100:FLOAT32
                poll: 100ms
                range: {low: 0, high: 250}
                unit: m3/h
            ```
            """;

    private static final String CSV = """
            Comma-separated with double quotes (RFC 4180), the header in the first line; a byte order mark is ignored.
            An empty cell is a key that is left out. Rules and defaults are those of the tags above.
            """;

    private static final String STATION_EXAMPLE = """
            ```yaml
            station: CASTOR
            endpoints:
              - {host: castor.example.org, port: 4840}
            partner:
              links:
                - {name: main, kind: main, url: "opc.tcp://pollux.example.org:4840/pollux"}
            data: data/castor
            ```
            """;

    private ProjectReference() {}

    /** The whole document. */
    public static String markdown() {
        StringBuilder text = new StringBuilder(HEAD);
        section(text, "project.yaml", PROJECT_EXAMPLE, ProjectSchema.File.PROJECT);
        text.append("\nPassword hashes are never shown in faults.\n");
        section(text, "tags/*.yaml", TAGS_EXAMPLE, ProjectSchema.File.TAGS);
        csv(text);
        section(text, "Station file", STATION_EXAMPLE, ProjectSchema.File.STATION);
        return text.toString();
    }

    private static void section(StringBuilder text, String title, String example, ProjectSchema.File file) {
        text.append("\n## ").append(title).append("\n\n").append(example).append('\n');
        text.append("Schema for editors: [")
                .append(file.schemaFile())
                .append("](")
                .append(file.schemaFile());
        text.append(").\n\n| Key | Must be | Default | Meaning |\n|---|---|---|---|\n");
        rows(text, "", file.root());
    }

    private static void rows(StringBuilder text, String path, Section section) {
        for (Key<?> key : section.keys()) {
            String full = path + key.name();
            text.append("| `").append(full).append("` | ").append(rule(key.shape()));
            text.append(" | ")
                    .append(standard(key))
                    .append(" | ")
                    .append(key.meaning())
                    .append(" |\n");
            if (key.shape() instanceof Section inner) {
                rows(text, full + ".", inner);
            } else if (key.shape() instanceof Listed<?> list && list.element() instanceof Section inner) {
                rows(text, full + "[].", inner);
            }
        }
    }

    private static String rule(Shape<?> shape) {
        if (shape instanceof Section) {
            return "a mapping";
        }
        if (shape instanceof Listed<?> list && !(list.element() instanceof Section)) {
            return list.rule() + ", each " + list.element().rule();
        }
        return shape.rule();
    }

    private static String standard(Key<?> key) {
        if (key.required()) {
            return "*required*";
        }
        return key.standard().map(standard -> "`" + standard.text() + "`").orElse("");
    }

    private static void csv(StringBuilder text) {
        List<String> columns = new ArrayList<>();
        List<String> required = new ArrayList<>();
        TagKeys.TAG.keys().stream().filter(Key::required).forEach(key -> required.add("`" + key.name() + "`"));
        new CsvRows("", TagKeys.TAG, new Faults()).columns().forEach(name -> columns.add("`" + name + "`"));
        text.append("\n## tags/*.csv\n\n").append(CSV).append("\nColumns, in any order: ");
        text.append(String.join(", ", columns)).append(".\n\nRequired: ");
        text.append(String.join(", ", required)).append(".\n");
    }
}
