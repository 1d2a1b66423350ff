package dev.pollux.server.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What operators read about a number is what the stations raise. */
class MessageReferenceTest {
    private static final String REGENERATE = "regenerate with: mvn -pl server -am test -Dtest=MessageReferenceTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dpollux.regenerate=true";
    private static final String HEAD = """
            # System messages

            What a station tells operators about itself. Each message is written to the log file, shown to clients as an
            event of the Server object (type `SystemMessageType`, a subtype of SystemEventType), and kept in the message
            log of every station of the set. `pollux messages` lists them ([cli.md](cli.md)); OPC UA clients read past
            ones by HistoryRead of events on the Server object. A severity from 600 on means that somebody has to act.

            | field of the event | content |
            |---|---|
            | EventId | 16 bytes, the same from every station of the set |
            | SourceNode, SourceName | the Server object; `<station>/<source>` |
            | Time, ReceiveTime | when it was raised; when the answering station came to know of it |
            | LocalTime | offset of the answering station's time zone |
            | Message, Severity | the text below with its values; the number below |
            | 2:MessageNumber, 2:Station | the number below; the station that raised it |

            How long messages are kept and whether they are fetched from the partner stands in the section `messages` of
            [project.md](project.md). A number whose subject Pollux does not have yet is marked *reserved*.

            | number | severity | source | text | cause | what to do |
            |---|---|---|---|---|---|
            """;

    @Test
    void everyNumberIsDescribed() throws IOException {
        Map<Integer, List<String>> causes = causes();
        StringBuilder page = new StringBuilder(HEAD);
        for (SystemMessage message : SystemMessage.values()) {
            List<String> known = causes.remove(message.number());
            assertThat(known).as("causes.txt has %d", message.number()).isNotNull();
            boolean reserved = Objects.requireNonNull(known).get(0).equals("-");
            page.append(String.join(
                            " | ",
                            "| " + message.number(),
                            Integer.toString(message.severity()),
                            message.source().name().toLowerCase(Locale.ROOT),
                            message.template(),
                            reserved ? "*reserved*" : known.get(0),
                            reserved ? "" : known.get(1)))
                    .append(" |\n");
        }
        assertThat(causes).as("numbers that are no messages").isEmpty();
        compare(page.toString());
    }

    private static Map<Integer, List<String>> causes() throws IOException {
        Map<Integer, List<String>> causes = new HashMap<>();
        try (InputStream in = MessageReferenceTest.class.getResourceAsStream("causes.txt")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            text.lines().forEach(line -> {
                String[] cells = line.split("\\|", -1);
                assertThat(cells).as(line).hasSize(3);
                causes.put(Integer.parseInt(cells[0]), List.of(cells[1], cells[2]));
            });
        }
        return causes;
    }

    private static void compare(String generated) throws IOException {
        Path checkedIn = Path.of("..", "docs", "reference", "messages.md");
        if (Boolean.getBoolean("pollux.regenerate")) {
            Files.writeString(checkedIn, generated);
        }
        assertThat(checkedIn).as(REGENERATE).exists();
        assertThat(Files.readString(checkedIn)).as(REGENERATE).isEqualTo(generated);
    }
}
