package dev.pollux.server.project;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * JSON Schema (draft 2020-12) of the configuration files, for editors. Made from the same declarations as the check,
 * and weaker: rules that concern several keys or files are checked by the readers only.
 */
public final class ProjectSchema {
    private ProjectSchema() {}

    /** The files that have a schema. */
    public enum File {
        /** {@code project.yaml}. */
        PROJECT,
        /** {@code tags/*.yaml}. */
        TAGS,
        /** The file of one station. */
        STATION;

        /** Name of the schema's own file, for example {@code project.schema.json}. */
        public String schemaFile() {
            return Shapes.word(this) + ".schema.json";
        }

        Section root() {
            return switch (this) {
                case PROJECT -> ProjectKeys.ROOT;
                case TAGS -> TagKeys.ROOT;
                case STATION -> StationKeys.ROOT;
            };
        }

        private String title() {
            return switch (this) {
                case PROJECT -> "Pollux project.yaml";
                case TAGS -> "Pollux tags/*.yaml";
                case STATION -> "Pollux station file";
            };
        }
    }

    /** The schema of one kind of file, as indented JSON with a line end. */
    public static String json(File file) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", file.title());
        schema.putAll(file.root().schema());
        DefaultIndenter indent = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter().withObjectIndenter(indent).withArrayIndenter(indent);
        try {
            return new ObjectMapper().writer(printer).writeValueAsString(schema) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a map of texts and numbers is always JSON", impossible);
        }
    }
}
