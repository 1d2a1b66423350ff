package dev.pollux.server.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The catalogue keeps the promises that clients and operators' instructions rest on. */
class SystemMessageTest {
    // A number that meant two things would send an operator to the wrong page.
    @Test
    void numbersAreUniqueAndSeveritiesAreThoseOfOpcUa() {
        SystemMessage[] all = SystemMessage.values();

        assertThat(Stream.of(all).map(SystemMessage::number)).doesNotHaveDuplicates();
        assertThat(Stream.of(all).map(SystemMessage::severity)).allMatch(severity -> severity >= 1 && severity <= 1000);
    }

    @Test
    void theTextHasTheValuesInTheOrderOfThePlaceholders() {
        assertThat(SystemMessage.LINK_FAILED.placeholders()).containsExactly("partner", "link");
        assertThat(SystemMessage.LINK_FAILED.text("POLLUX", "a $1 \\ {link}"))
                .isEqualTo("Connection to partner POLLUX failed on a $1 \\ {link}");
    }

    // A forgotten value would leave "{partner}" on the operator's screen.
    @Test
    void everyPlaceholderNeedsItsValue() {
        for (SystemMessage message : SystemMessage.values()) {
            Object[] values = new Object[message.placeholders().size()];
            Arrays.fill(values, "x");
            assertThat(message.text(values)).doesNotContain("{", "}");
            assertThatThrownBy(() -> message.text(Arrays.copyOf(values, values.length + 1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("" + message.number());
        }
    }
}
