package dev.pollux.server.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Whatever a file holds, the reader answers with a project or with faults, soon, and never throws. */
class ReaderFuzzTest {
    private static final List<String> FILES =
            List.of("project.yaml", "tags/intake.yaml", "tags/outlet.csv", "castor.yaml");
    private static final int ROUNDS = 1000;
    private static final String JUNK = "\"'{}[]:,-#&*!|>%@`?\n\t \\\r\u0000\u0085\u00e9\u2028\ufeff0aZ~.";

    private final ObjectMapper json = new ObjectMapper();

    @Test
    @Timeout(120)
    void noMutationMakesTheReaderThrow(@TempDir Path directory) {
        long seed = 20261121;
        SplittableRandom random = new SplittableRandom(seed);
        SampleProject sample = new SampleProject(directory);
        Project good = sample.read().orThrow();
        int accepted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String file = FILES.get(random.nextInt(FILES.size()));
            byte[] before = sample.text(file).getBytes(StandardCharsets.UTF_8);
            byte[] mutated = mutate(before, random);
            sample.write(file, mutated);
            try {
                Reading<Project> project = sample.read();
                Reading<StationConfig> station = new StationReader().read(sample.path("castor.yaml"), good);
                List<Fault> faults = new ArrayList<>(project.faults());
                faults.addAll(station.faults());
                assertThat(faults).allMatch(fault -> fault.toString().lines().count() == 1);
                accepted += faults.isEmpty() ? 1 : 0;
                if (faults.isEmpty() && file.endsWith(".yaml")) {
                    assertSchemaAccepts(file, mutated);
                }
            } catch (RuntimeException | StackOverflowError thrown) {
                fail(
                        "seed " + seed + ", round " + round + ", " + file + ":\n"
                                + new String(mutated, StandardCharsets.UTF_8),
                        thrown);
            }
            sample.write(file, before);
        }
        // Control: neither does every mutation miss the file, nor is everything refused.
        assertThat(accepted).as("seed %s", seed).isBetween(ROUNDS / 100, ROUNDS / 2);
    }

    /** The schema may be weaker than the reader, but must not forbid what the reader takes. */
    private void assertSchemaAccepts(String file, byte[] bytes) {
        ProjectSchema.File kind = file.startsWith("tags/")
                ? ProjectSchema.File.TAGS
                : file.equals("castor.yaml") ? ProjectSchema.File.STATION : ProjectSchema.File.PROJECT;
        JsonSchema schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(ProjectSchema.json(kind));
        String text = new String(bytes, StandardCharsets.UTF_8).replace("\ufeff", "");
        try {
            Object loaded =
                    new Load(LoadSettings.builder().setSchema(new CoreSchema()).build()).loadFromString(text);
            JsonNode tree = json.valueToTree(loaded);
            assertThat(schema.validate(tree)).as(text).isEmpty();
        } catch (YamlEngineException stricter) {
            fail("the reader took what YAML does not allow:\n" + text, stricter);
        }
    }

    private static byte[] mutate(byte[] bytes, SplittableRandom random) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            text = random.nextBoolean() ? mutateLine(text, random) : mutateCharacter(text, random);
        }
        byte[] mutated = text.getBytes(StandardCharsets.UTF_8);
        if (mutated.length > 0 && random.nextInt(10) == 0) {
            mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
        }
        return mutated;
    }

    private static String mutateLine(String text, SplittableRandom random) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        if (lines.isEmpty()) {
            return text;
        }
        int at = random.nextInt(lines.size());
        switch (random.nextInt(5)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(at, lines.get(at));
            case 2 -> lines.set(at, lines.get(at).repeat(random.nextInt(2, 400)));
            case 3 -> lines.add(random.nextInt(lines.size()), lines.remove(at));
            default -> lines.set(at, (random.nextBoolean() ? " " : "\t") + lines.get(at));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String mutateCharacter(String text, SplittableRandom random) {
        if (text.isEmpty()) {
            return text;
        }
        int at = random.nextInt(text.length());
        String junk = String.valueOf(JUNK.charAt(random.nextInt(JUNK.length())));
        return switch (random.nextInt(4)) {
            case 0 -> text.substring(0, at) + junk + text.substring(at);
            case 1 -> text.substring(0, at) + junk + text.substring(at + 1);
            case 2 -> text.substring(0, at);
            default -> text.substring(0, at) + junk.repeat(random.nextInt(1, 2000)) + text.substring(at);
        };
    }

    // A plant of this size starts in seconds, not minutes.
    @Test
    void hundredThousandTagsAreReadInSeconds(@TempDir Path directory) {
        SampleProject sample = new SampleProject(directory);
        StringBuilder rows = new StringBuilder("name,area,type,device,address,poll,factor,low,high,unit\n");
        for (int i = 0; i < 100_000; i++) {
            rows.append("T")
                    .append(i)
                    .append(",Outlet,float,PLC1,holding:")
                    .append(i)
                    .append(",1s,0.1,0,100,m3/h\n");
        }
        sample.write("tags/outlet.csv", rows.toString());
        long start = System.nanoTime();

        Project project = sample.read().orThrow();

        assertThat(project.tags()).hasSize(100_002);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }
}
