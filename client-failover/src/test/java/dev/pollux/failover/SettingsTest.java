package dev.pollux.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.junit.jupiter.api.Test;

/** Wrong settings are refused where they are made, with name, value and rule. */
class SettingsTest {
    @Test
    void timingIsChecked() {
        FailoverTiming defaults = FailoverTiming.defaults();
        assertThat(defaults.lostAfter()).isEqualTo(Duration.ofSeconds(1));
        assertThatThrownBy(() -> defaults.withDetection(Duration.ofMillis(600), Duration.ofSeconds(1)))
                .hasMessageContaining("timing.lostAfter")
                .hasMessageContaining("PT1S")
                .hasMessageContaining("PT1.2S");
        assertThatThrownBy(() -> defaults.withReconnect(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessageContaining("timing.reconnectMax");
    }

    @Test
    void addressesAreChecked() {
        assertThatThrownBy(() -> FailoverSettings.of("http://castor"))
                .hasMessageContaining("http://castor")
                .hasMessageContaining("opc.tcp://");
        assertThatThrownBy(FailoverSettings::of).hasMessageContaining("endpointUrls.size is 0");
    }

    @Test
    void securedModeNeedsADirectory() {
        assertThatThrownBy(() -> new ClientSecurity(ClientSecurity.Mode.SIGN, Optional.empty(), false))
                .hasMessageContaining("security.pkiDirectory");
    }

    @Test
    void itemsAreChecked() {
        ExpandedNodeId node = ExpandedNodeId.of("urn:x", "y");
        assertThatThrownBy(() -> new ItemSettings(node, Duration.ofMillis(-1), 1, OptionalDouble.empty()))
                .hasMessageContaining("item.samplingInterval");
        assertThatThrownBy(() -> new ItemSettings(node, Duration.ZERO, 0, OptionalDouble.empty()))
                .hasMessageContaining("item.queueSize is 0");
        assertThatThrownBy(() -> new ItemSettings(node, Duration.ZERO, 1, OptionalDouble.of(Double.NaN)))
                .hasMessageContaining("item.absoluteDeadband is NaN");
    }

    @Test
    void preferencesAreReadFromText() {
        assertThat(Preference.parse("none")).isEqualTo(Preference.none());
        assertThat(Preference.parse("Master")).isEqualTo(Preference.master());
        assertThat(Preference.parse("CASTOR")).isEqualTo(Preference.station("CASTOR"));
        assertThat(Preference.station("CASTOR")).hasToString("CASTOR");
        assertThatThrownBy(() -> Preference.parse(" ")).hasMessageContaining("preference is empty");
    }

    @Test
    void passwordsAreNotPrinted() {
        assertThat(FailoverSettings.of("opc.tcp://a")
                        .withIdentity(Identity.user("anna", "geheim"))
                        .toString())
                .contains("anna")
                .doesNotContain("geheim");
    }

    // A slow listener loses the oldest values, and the next one of that item says so.
    @Test
    void fullQueueDropsTheOldestAndMarksTheNext() {
        ValueQueue queue = new ValueQueue(2);
        for (int i = 0; i < 3; i++) {
            queue.add(0, new DataValue(Variant.of(i)));
        }

        List<ValueQueue.Waiting> taken = queue.take(10);

        assertThat(taken).extracting(each -> each.value().value().value()).containsExactly(1, 2);
        assertThat(taken)
                .extracting(each -> each.value().statusCode().isOverflowSet())
                .containsExactly(true, false);
        assertThat(queue.dropped()).isEqualTo(1);
    }
}
