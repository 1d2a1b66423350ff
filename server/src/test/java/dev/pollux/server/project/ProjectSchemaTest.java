package dev.pollux.server.project;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An editor that knows the schema marks the same slips as the reader, as far as one key alone shows them. */
class ProjectSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @EnumSource
    void schemaIsItselfValid(ProjectSchema.File file) throws JsonProcessingException {
        JsonSchema meta = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

        assertThat(meta.validate(JSON.readTree(ProjectSchema.json(file)))).isEmpty();
    }

    @Test
    void goodFilesAreAccepted() {
        assertThat(validate(ProjectSchema.File.PROJECT, SampleProject.PROJECT)).isEmpty();
        assertThat(validate(ProjectSchema.File.TAGS, SampleProject.TAGS)).isEmpty();
        assertThat(validate(ProjectSchema.File.STATION, SampleProject.STATION)).isEmpty();
    }

    @Test
    void slipsAreMarkedAtTheirPlace() {
        assertThat(project("name: waterworks", "name: W")).containsExactly("$.project.name");
        assertThat(project("urn:example:waterworks", "http://pollux.dev/UA/")).containsExactly("$.project.namespace");
        assertThat(project("stability: 5s", "stability: 5")).containsExactly("$.redundancy.stability");
        assertThat(project("stability: 5s", "stabiliti: 5s")).containsExactly("$.redundancy");
        assertThat(project("[CASTOR, POLLUX]", "[A, A]")).containsExactly("$.redundancy.stations");
        assertThat(project("port: 5020", "port: 70000")).containsExactly("$.devices[0].port");
        assertThat(project("role: operator", "role: boss")).containsExactly("$.users.accounts[0].role");
        assertThat(tags("type: float", "type: real")).containsExactly("$.tags[0].type");
        assertThat(tags("    address: holding:100:FLOAT32\n", "")).containsExactly("$.tags[0]");
        assertThat(tags("low: 0", "low: zero")).containsExactly("$.tags[0].range.low");
        assertThat(station("bind: 127.0.0.1", "bind: 127.0.0.256")).containsExactly("$.endpoints[0].bind");
        assertThat(station("kind: main", "kind: both")).containsExactly("$.partner.links[0].kind");
    }

    private static Set<String> project(String old, String with) {
        return validate(ProjectSchema.File.PROJECT, SampleProject.PROJECT.replace(old, with));
    }

    private static Set<String> tags(String old, String with) {
        return validate(ProjectSchema.File.TAGS, SampleProject.TAGS.replace(old, with));
    }

    private static Set<String> station(String old, String with) {
        return validate(ProjectSchema.File.STATION, SampleProject.STATION.replace(old, with));
    }

    /** Places at which the schema finds something wrong. */
    private static Set<String> validate(ProjectSchema.File file, String yaml) {
        Source source = YamlText.parse("x", yaml, new Faults()).orElseThrow();
        JsonNode tree = JSON.valueToTree(source.plain());
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(ProjectSchema.json(file))
                .validate(tree)
                .stream()
                .map(message -> message.getInstanceLocation().toString())
                .collect(Collectors.toSet());
    }

    // Every default stands in the schema as a value of the type that the schema asks for.
    @ParameterizedTest
    @EnumSource
    void defaultsKeepTheSchema(ProjectSchema.File file) throws JsonProcessingException {
        JsonNode root = JSON.readTree(ProjectSchema.json(file));

        assertThat(root.findParents("default")).isNotEmpty().allSatisfy(property -> {
            JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(property);
            assertThat(List.copyOf(schema.validate(property.get("default")))).isEmpty();
        });
    }
}
