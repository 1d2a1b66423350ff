package dev.pollux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The page about the commands is complete: what the program knows, the page names in the section of the command. */
class CliPageTest {
    @Test
    void pageNamesEveryCommandOptionAndParameter() throws IOException {
        String page = Files.readString(Path.of("../docs/reference/cli.md"));
        String common = section(page, "Common options");
        List<String> missing = new ArrayList<>();
        Commands.all().forEach((name, command) -> {
            String section = section(page, "pollux " + name);
            if (section.isEmpty()) {
                missing.add(name);
            }
            boolean connects = section.contains("[Connection options](#connection-options)");
            String known = section + common + (connects ? section(page, "Connection options") : "");
            for (String word : words(command)) {
                if (!known.contains("`" + word)) {
                    missing.add(name + " " + word);
                }
            }
        });
        assertThat(missing).isEmpty();
    }

    private static List<String> words(CommandLine command) {
        List<String> words = new ArrayList<>();
        for (OptionSpec option : command.getCommandSpec().options()) {
            words.add(Arrays.stream(option.names())
                    .filter(name -> name.startsWith("--"))
                    .findFirst()
                    .orElseThrow());
        }
        for (PositionalParamSpec parameter : command.getCommandSpec().positionalParameters()) {
            words.add(parameter.paramLabel());
        }
        return words;
    }

    private static String section(String page, String heading) {
        int start = page.indexOf("\n## " + heading + "\n");
        if (start < 0) {
            return "";
        }
        int end = page.indexOf("\n## ", start + 1);
        return page.substring(start, end < 0 ? page.length() : end);
    }
}
