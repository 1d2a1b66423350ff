package dev.pollux.server.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Each message of the catalogue is raised by its real cause in some test, which {@code proofs.txt} names; or its
 * subject does not exist yet, which {@code causes.txt} says by a dash.
 */
class MessageProofTest {
    private static final Path ROOT = Path.of("..");
    private static final String NONE = "-";

    /** Lines of three cells, the first one a number. */
    private static Map<Integer, List<String>> table(String name) throws IOException {
        Map<Integer, List<String>> table = new TreeMap<>();
        try (InputStream in = MessageProofTest.class.getResourceAsStream(name)) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.lines().toList()) {
                String[] cells = line.split("\\|", -1);
                assertThat(cells).as(line).hasSize(3);
                assertThat(table.put(Integer.parseInt(cells[0]), List.of(cells[1], cells[2])))
                        .as("%s is there once", cells[0])
                        .isNull();
            }
        }
        return table;
    }

    private static String sources(Path directory) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                if (!file.endsWith("SystemMessage.java")) {
                    all.append(Files.readString(file)).append('\n');
                }
            }
        }
        return all.toString();
    }

    @Test
    void everyMessageIsProvenOrItsSubjectDoesNotExist() throws IOException {
        Map<Integer, List<String>> proofs = table("proofs.txt");
        Map<Integer, List<String>> causes = table("causes.txt");
        String raising = sources(ROOT.resolve("server/src/main/java"));
        List<String> faults = new ArrayList<>();
        for (SystemMessage message : SystemMessage.values()) {
            boolean subject = !List.of(NONE, NONE).equals(causes.getOrDefault(message.number(), List.of()));
            boolean raised = raising.contains("SystemMessage." + message.name());
            boolean proven = proofs.containsKey(message.number());
            if (subject != raised) {
                faults.add(message
                        + (raised ? " is raised, causes.txt has no cause" : " has a cause and is never raised"));
            }
            if (subject != proven) {
                faults.add(message + (proven ? " is proven, but has no cause" : " is not in proofs.txt"));
            }
        }

        assertThat(faults).isEmpty();
        assertThat(proofs.size()).as("control").isBetween(30, SystemMessage.values().length);
    }

    // A proof that was renamed or deleted proves nothing.
    @Test
    void everyProofIsATestThatSpeaksOfItsMessage() throws IOException {
        for (Map.Entry<Integer, List<String>> proof : table("proofs.txt").entrySet()) {
            SystemMessage message = Stream.of(SystemMessage.values())
                    .filter(each -> each.number() == proof.getKey())
                    .findFirst()
                    .orElseThrow();
            Path file = ROOT.resolve(proof.getValue().get(0));

            assertThat(file).exists();
            String source = Files.readString(file);
            assertThat(source).contains("    void " + proof.getValue().get(1) + "()");
            assertThat(source.contains(Integer.toString(message.number()))
                            || source.contains("SystemMessage." + message.name()))
                    .as("%s speaks of %s", file, message)
                    .isTrue();
        }
    }
}
